"""B16: connection info that is none is refused, by the field, and without its secrets."""

import json
import os
from pathlib import Path

import pytest
from runtime import ConnectionInfo, ConnectionInfoError, StubwireError

from tests.contract.scale import TRANSPORTS
from tests.contract.steer import Transport
from tests.contract.wire import Host, Kernel

KEYS = ("server", "public", "secret")

Json = dict[str, object]


def told(transport: Transport) -> tuple[Json, list[str]]:
    """Return an info as JSON, and what is secret in it."""
    with Host.bind(transport) as host:
        info = host.info
    secrets = [info.token]
    if info.curve is not None:
        secrets += [info.curve.secret, info.curve.public, info.curve.server]
    content: Json = json.loads(info.to_json())
    return content, secrets


BAD: dict[str, list[object]] = {
    "version": [1, 3, "2", None, -1],
    "session": ["", "0" * 31, "0" * 33, "x" * 32, 5, None],
    "token": ["", "0" * 63, "0" * 65, "g" * 64, 5, None, "0" * 64 + "\n"],
    "session_endpoint": [
        "", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", "tcp://127.0.0.1:99999",
        "tcp://127.0.0.1:-1", "tcp://127.0.0.1", "udp://127.0.0.1:5", "inproc://x",
        "ipc://relative", "ipc://@abstract", "tcp://127.0.0.1:*", 5, None, "ipc:///" + "x" * 2000,
    ],
    "pulse_endpoint": ["", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", 5],
    "channels": [5, None, [], {"up1": "tcp://127.0.0.1:0"}, {"up1": 5}, {"up1": ""}],
    "heartbeat": [0, -1, "5", None],
    "curve": [5, "key", {}, {"server": ""}],
}  # fmt: skip


def refused(text: str) -> ConnectionInfoError:
    with pytest.raises(ConnectionInfoError) as caught:
        Kernel.connect(ConnectionInfo.from_json(text), 1)
    return caught.value


@pytest.mark.parametrize("field", BAD)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_wrong_field_is_named(transport: Transport, field: str) -> None:
    content, secrets = told(transport)
    for wrong in BAD[field]:
        error = refused(json.dumps(content | {field: wrong}))
        assert error.field.split(".")[0] == field, (wrong, str(error))
        assert field in str(error)
        assert all(secret not in str(error) for secret in secrets)
    missing = {key: value for key, value in content.items() if key != field}
    error = refused(json.dumps(missing))
    assert (error.field, field in str(error)) == (field, True)
    assert all(secret not in str(error) for secret in secrets)


@pytest.mark.parametrize("key", KEYS)
def test_a_wrong_key_is_named_and_not_shown(key: str) -> None:
    content, secrets = told("tcp")
    curve = content["curve"]
    assert isinstance(curve, dict)
    for wrong in ("", curve[key][:39], curve[key] + "x", "\u00fc" * 40, 5, None):
        error = refused(json.dumps(content | {"curve": curve | {key: wrong}}))
        assert error.field == f"curve.{key}"
        assert all(secret[:39] not in str(error) for secret in secrets)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "5", "null", '"x"', "\x00", "[catalogue]\nname = 1", "[" * 100_000,
     '{"a":' * 100_000, "{}" * 2, "\ud800"],
)  # fmt: skip
def test_what_is_no_json_object(text: str) -> None:
    error = refused(text)
    assert "connection info" in str(error)


def test_any_part_of_an_info_is_none() -> None:
    content, secrets = told("tcp")
    whole = json.dumps(content)
    for size in range(0, len(whole), 7):
        error = refused(whole[:size])
        assert all(secret not in str(error) for secret in secrets)


def test_a_path_that_is_too_long() -> None:
    with Host.bind("ipc") as host:
        content: Json = json.loads(host.info.to_json())
        for field in ("session_endpoint", "pulse_endpoint"):
            long = f"{content[field]}{'x' * 200}"
            error = refused(json.dumps(content | {field: long}))
            assert error.field == field
            assert host.info.token not in str(error)


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="needs another user")
def test_a_directory_of_somebody_else() -> None:
    with Host.bind("ipc") as host:
        folder = Path(host.info.session_endpoint.removeprefix("ipc://")).parent
        os.chown(folder, 65534, 65534)
        try:
            with pytest.raises(StubwireError) as caught:
                Kernel.connect(host.info, 1)
        finally:
            os.chown(folder, 0, 0)
        assert isinstance(caught.value, ConnectionInfoError)
        assert caught.value.field
        assert host.info.token not in str(caught.value)
