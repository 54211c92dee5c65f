"""S4: keys and tokens travel over the child's standard input, and show nowhere else."""

from __future__ import annotations

import base64
import logging
import os
import pickle
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
import pytest
import zmq
from runtime import ConnectionInfo, ConnectionInfoError, PeerLost, Push
from runtime.session_messages import VERSION, Hello
from zmq.utils import z85

from tests.contract.measured import measured
from tests.contract.payload import Sizes, make
from tests.contract.revelations import everything_said, provoke
from tests.contract.scale import TRANSPORTS
from tests.contract.spoilt import deep, untyped
from tests.contract.steer import Transport
from tests.contract.traffic import WATCHDOG, fill, push_of
from tests.contract.wire import Control, Host, Kernel

REVEALING: Final = "tests.contract.scenes.revealing"
SIZES: Final = Sizes(16, 16)

Secrets = dict[str, bytes]
"""The bytes of each, by name."""


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the secret halves of all key pairs that are made in the test, as it goes."""
    made: list[bytes] = []
    make_pair = zmq.curve_keypair

    def curve_keypair() -> tuple[bytes, bytes]:
        public, secret = make_pair()
        made.append(secret)
        return public, secret

    monkeypatch.setattr(zmq, "curve_keypair", curve_keypair)
    return made


def secrets_of(host: Host, keys: list[bytes]) -> Secrets:
    found = {"token": bytes.fromhex(host.info.token)}
    found |= {f"secret key {place}": z85.decode(key) for place, key in enumerate(keys)}
    assert len(found) == (1 if host.info.curve is None else 3)
    return found


def forms_of(secret: bytes) -> dict[str, bytes]:
    """Return the ways in which it could be written; a part of each would do."""
    return {
        "raw": secret[4:20],
        "hex": secret.hex()[4:36].encode(),
        "HEX": secret.hex()[4:36].upper().encode(),
        "z85": z85.encode(secret)[5:30],
        "repr": repr(secret)[2:34].encode(),
        "base64": base64.b64encode(secret)[4:28],
        "list": ", ".join(map(str, secret[4:12])).encode(),
    }


def hits(secrets: Secrets, where: str, said: str | bytes) -> list[str]:
    """Return which secrets show in what was said."""
    text = said if isinstance(said, bytes) else said.encode(errors="backslashreplace")
    return [
        f"{name} as {form} in {where}"
        for name, secret in secrets.items()
        for form, part in forms_of(secret).items()
        if part in text
    ]


def test_the_search_finds_what_is_there() -> None:
    secret = os.urandom(32)
    said: list[str | bytes] = [
        secret, secret.hex(), secret.hex().upper(), z85.encode(secret), repr(secret),
        base64.b64encode(secret), str(list(secret)), repr({"token": secret.hex()}),
        pickle.dumps(secret.hex()),
    ]  # fmt: skip
    for text in said:
        assert hits({"it": secret}, "here", text), text


def bad_infos(info: ConnectionInfo) -> list[str]:
    """Return texts that are almost the info, with all its secrets in them."""
    good: dict[str, object] = msgspec.json.decode(info.to_json())
    changes: list[dict[str, object]] = [
        {"version": 99},
        {"version": info.token},
        {"session": info.token},
        {"token": info.token + "0"},
        {"token": info.token.upper() + "Z"},
        {"token": [info.token]},
        {"session_endpoint": f"tcp://{info.token}"},
        {"session_endpoint": None},
        {"pulse_endpoint": f"ipc://{info.token}"},
        {"heartbeat": info.token},
        {"heartbeat": -1},
        {"channels": {"up1": info.token}},
        {"channels": [info.token]},
        {"curve": info.token},
    ]
    if info.curve is not None:
        curve = msgspec.to_builtins(info.curve)
        changes += [
            {"curve": {**curve, "secret": info.curve.secret + "0"}},
            {"curve": {**curve, "public": info.curve.secret[:-1]}},
            {"curve": {"secret": info.curve.secret}},
            {"curve": [info.curve.secret]},
        ]
    texts = [msgspec.json.encode(good | change).decode() for change in changes]
    return [*texts, info.to_json()[:-1], f"[{info.to_json()}]", f"{info.to_json()}x"]


def errors_with_a_kernel(host: Host, kernel: Kernel) -> list[BaseException]:
    """Provoke errors of two sides in this process; the last of them is how they end."""
    info = host.info
    values: Push[object] = untyped(host, "down_values")

    def full() -> None:
        fill(push_of(host, "down_ten"), 10)
        host.down_ten.send_nowait(make("down_ten", 0, 0, SIZES))

    def again() -> None:
        Kernel.connect(info, timeout=5)

    acts: list[Callable[[], object]] = [
        lambda: host.spawn([sys.executable, "-c", ""]),
        again,
        lambda: values.send(info),
        lambda: values.send(info.token),
        lambda: values.send(deep(1000)),
        lambda: host.down_small.send(make("down_small", 0, 0, Sizes(10**6, 10**6))),
        lambda: host.up1.recv(0),
        lambda: host.up1.recv(-1),
        lambda: host.close(-1),
        lambda: host.events.recv(-1),
        full,
        lambda: host.down_error.send_many([make("down_error", 0, 0, SIZES)] * 20),
        lambda: pickle.dumps(info),
        lambda: pickle.dumps(host),
        lambda: setattr(info, "token", info.token),
        lambda: msgspec.convert(info, type=Control, from_attributes=True),
    ]
    errors = [provoke(act) for act in acts]
    kernel.close(drain=0)
    errors.append(provoke(lambda: host.up1.recv(10)))
    host.close(drain=0)
    errors.append(provoke(lambda: host.up1.recv(10)))
    errors.append(provoke(lambda: kernel.down1.recv(10)))
    errors.append(provoke(again))
    return errors


def errors_of_starting(host: Host) -> list[BaseException]:
    python = sys.executable
    mute = "import time; time.sleep(60)"
    acts: list[Callable[[], object]] = [
        lambda: host.spawn("kernel"),
        lambda: host.spawn(["/no/such/program"]),
        lambda: host.spawn([python, "-c", "raise SystemExit(3)"]),
        lambda: host.spawn([python, "-c", "1/0"]),
        lambda: host.spawn([python, "-c", mute], timeout=0.2),
        lambda: Host.bind("tcp", interface="0.0.0.0"),
        lambda: Host.bind(heartbeat=0),
    ]
    return [provoke(act) for act in acts]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_no_error_no_log_and_no_object_shows_a_secret(
    transport: Transport, keys: list[bytes], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Host.bind(transport) as host:
        secrets = secrets_of(host, keys)
        info = host.info
        errors = errors_of_starting(host)
        for text in bad_infos(info):
            error = provoke(partial(ConnectionInfo.from_json, text))
            assert isinstance(error, ConnectionInfoError)
            errors.append(error)
        kernel = Kernel.connect(info)
        hello = Hello(version=VERSION, session="", token=info.token, channels={})
        things: list[object] = [
            host, kernel, info, info.curve, [info], {"info": info}, hello, host.stats(),
            host.events, host.dead_letters, host._session, kernel._session,
            host._receiver, kernel._receiver,
        ]  # fmt: skip
        found = []
        for thing in things:
            found += hits(secrets, type(thing).__name__, everything_said(thing))
        errors += errors_with_a_kernel(host, kernel)
        assert len(errors) >= 30
        for error in errors:
            found += hits(secrets, repr(error)[:60], everything_said(error))
        said = "\n".join(f"{one.getMessage()} {one.__dict__}" for one in caplog.records)
        found += hits(secrets, "the log", said + caplog.text)
        assert found == []
    measured("errors provoked", len(errors))


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_kernel_is_told_in_private(
    transport: Transport, keys: list[bytes], tmp_path: Path
) -> None:
    with Host.bind(transport) as host:
        secrets = secrets_of(host, keys)
        process = host.spawn([sys.executable, "-m", REVEALING, str(tmp_path / "said")])
        try:
            assert host.reports.recv(WATCHDOG).text == "done"
            found = []
            for pid in (process.pid, os.getpid()):
                for what in ("cmdline", "environ"):
                    said = Path(f"/proc/{pid}/{what}").read_bytes()
                    assert said
                    found += hits(secrets, f"{what} of {pid}", said)
            for key, value in os.environ.items():
                found += hits(secrets, f"os.environ[{key!r}]", value)
            host.close()
            assert process.wait(WATCHDOG) == 0
            said = (tmp_path / "said").read_bytes()
            assert b"DEBUG:stubwire" in said
            found += hits(secrets, "what the kernel has said", said)
            assert found == []
        finally:
            process.kill()
            process.wait()


def test_a_lost_peer_shows_no_secret(keys: list[bytes]) -> None:
    with Host.bind("tcp") as host:
        secrets = secrets_of(host, keys)
        with Kernel.connect(host.info) as kernel:

            def die() -> None:
                raise MemoryError("as planned")

            kernel._receiver.post(die)
            errors = [
                provoke(lambda: kernel.down1.recv(10)),
                provoke(lambda: host.up1.recv(10)),
            ]
            assert isinstance(errors[1], PeerLost)
        found = []
        for error in errors:
            found += hits(secrets, repr(error), everything_said(error))
        assert found == []
