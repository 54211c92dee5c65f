"""Connection info that is not one is refused by name, and nothing shows a secret."""

import os
import pickle
import tempfile
from pathlib import Path
from typing import Final

import msgspec
import pytest
from runtime import ConnectionInfo, ConnectionInfoError, StartupError

from tests.runtime.notebook import Host, Kernel

TOKEN: Final = "0123456789abcdef" * 4
KEYS: Final = {"server": "s" * 40, "public": "p" * 40, "secret": "+" * 40}
GOOD: Final = {
    "version": 2,
    "session": "f" * 32,
    "token": TOKEN,
    "session_endpoint": "ipc:///nowhere/-session",
    "pulse_endpoint": "ipc:///nowhere/-pulse",
    "channels": {"control": "ipc:///nowhere/control"},
    "heartbeat": 5.0,
    "curve": None,
}
TCP: Final = {
    "session_endpoint": "tcp://127.0.0.1:9",
    "pulse_endpoint": "tcp://127.0.0.1:9",
    "channels": {},
    "curve": KEYS,
}


def test_the_json_form_is_one_line_and_comes_back() -> None:
    info = ConnectionInfo.from_json(msgspec.json.encode(GOOD))
    assert "\n" not in info.to_json()
    assert ConnectionInfo.from_json(info.to_json()) == info
    assert msgspec.json.decode(info.to_json()) == GOOD


def test_secrets_are_not_pickled() -> None:
    info = ConnectionInfo.from_json(msgspec.json.encode(GOOD | TCP))
    for secret in (info, info.curve):
        with pytest.raises(TypeError, match="holds secrets"):
            pickle.dumps(secret)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"curve": KEYS}, "encryption is for 'tcp'"),
        ({"session_endpoint": "tcp://127.0.0.1:9"}, "no keys for 'tcp'"),
    ],
)
def test_a_transport_without_its_proof_is_refused(
    change: dict[str, object], text: str
) -> None:
    info = ConnectionInfo.from_json(msgspec.json.encode(GOOD | change))
    with pytest.raises(ConnectionInfoError, match=text) as caught:
        Kernel.connect(info)
    assert caught.value.field == "session_endpoint"


def test_secrets_do_not_show() -> None:
    info = ConnectionInfo.from_json(msgspec.json.encode(GOOD))
    for text in (repr(info), str(info), f"{info}", repr([info])):
        assert TOKEN not in text
        assert "f" * 32 not in text
    keys = ConnectionInfo.from_json(msgspec.json.encode(GOOD | {"curve": KEYS})).curve
    assert keys is not None
    assert "+++" not in repr(keys)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"version": 1}, "version"),
        ({"version": "2"}, "version"),
        ({"session": TOKEN + "0"}, "session"),
        ({"token": TOKEN.upper()}, "token"),
        ({"token": None}, "token"),
        ({"session_endpoint": "tcp://127.0.0.1:0"}, "session_endpoint"),
        ({"session_endpoint": "tcp://127.0.0.1:65536"}, "session_endpoint"),
        ({"session_endpoint": "ipc://@abstract"}, "session_endpoint"),
        ({"pulse_endpoint": "tcp://127.0.0.1"}, "pulse_endpoint"),
        ({"heartbeat": 0}, "heartbeat"),
        ({"curve": KEYS | {"secret": "short"}}, "curve.secret"),
        ({"curve": {"server": "s" * 40}}, "curve"),
        ({"channels": {"control": "inproc://x"}}, "channels"),
        ({"channels": []}, "channels"),
    ],
)
def test_a_bad_field_is_named_without_its_value(
    change: dict[str, object], field: str
) -> None:
    with pytest.raises(ConnectionInfoError, match=f"field '{field}'") as caught:
        ConnectionInfo.from_json(msgspec.json.encode(GOOD | change))
    assert caught.value.field == field
    assert TOKEN.lower() not in str(caught.value).lower()


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_missing_field_is_named(field: str) -> None:
    text = msgspec.json.encode({name: GOOD[name] for name in GOOD if name != field})
    with pytest.raises(ConnectionInfoError, match=f"field '{field}'") as caught:
        ConnectionInfo.from_json(text)
    assert caught.value.field == field


@pytest.mark.parametrize("text", ["", "{", "no", b"\xff", "[" * 100_000])
def test_what_is_not_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ConnectionInfoError, match="not a JSON object"):
        ConnectionInfo.from_json(text)


def test_an_endpoint_that_is_none_for_zeromq_is_named(tmp_path: Path) -> None:
    change = {
        "session_endpoint": f"ipc://{tmp_path}/-session",
        "pulse_endpoint": f"ipc://{tmp_path}/-pulse",
        "channels": {"control": f"ipc://{tmp_path}/" + "x" * 200},
    }
    info = ConnectionInfo.from_json(msgspec.json.encode(GOOD | change))
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(ConnectionInfoError, match="field 'channels': 'ipc:///.*xxx"):
        Kernel.connect(info)
    assert len(os.listdir("/proc/self/fd")) == before


def test_the_sockets_are_where_only_this_user_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    with Host.bind():
        (directory,) = runtime.iterdir()
        assert directory.stat().st_mode & 0o777 == 0o700
        names = {path.name for path in directory.iterdir()}
        assert names == {"-session", "-pulse", "control", "input", "stream"}
    runtime.rmdir()


def test_a_path_that_is_too_long_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    with Host.bind() as host:
        assert str(long) not in host.info.session_endpoint
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with pytest.raises(StartupError, match="more than 100 bytes"):
        Host.bind()
    assert list(long.iterdir()) == []
