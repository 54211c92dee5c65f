"""S2: elsewhere, sockets are encrypted, on the loopback interface, and open to one key."""

from pathlib import Path
from typing import get_args

import pytest
import zmq
from runtime import ConnectionInfo, StartupError

from tests.contract.history import Delivered, History
from tests.contract.intruder import Intruder, Proof, endpoints_of
from tests.contract.measured import measured
from tests.contract.payload import Sizes, make
from tests.contract.scale import count, limit
from tests.contract.steer import Steered, kernel_command
from tests.contract.traffic import send
from tests.contract.wire import Host, Kernel

FOREIGN: tuple[Proof, ...] = tuple(kind for kind in get_args(Proof) if kind != "copy")

OPEN_TO_OTHERS = [
    "*", "0.0.0.0", "::", "0", "", "192.0.2.1", "10.0.0.1", "169.254.0.1",
    "2001:db8::1", "::ffff:0.0.0.0", "example.invalid", "eth0", "lo", "128.0.0.1",
    "127.0.0.1:5555", "127.0.0.1;*", "*:1", "0x7f000001", "localhost.",
]  # fmt: skip


def has_no(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have libzmq lack something."""
    has = zmq.has
    monkeypatch.setattr(zmq, "has", lambda what: what != name and has(what))


def test_without_curve_there_is_no_tcp(monkeypatch: pytest.MonkeyPatch) -> None:
    has_no("curve", monkeypatch)
    with pytest.raises(StartupError, match="has no CURVE"):
        Host.bind("tcp")


def test_without_ipc_and_without_curve_there_is_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    has_no("ipc", monkeypatch)
    with Host.bind() as host, Kernel.connect(host.info):
        assert host.info.curve is not None
        for place in endpoints_of(host.info).values():
            assert place.startswith("tcp://127.0.0.1:")
    has_no("curve", monkeypatch)
    with pytest.raises(StartupError, match="has no CURVE"):
        Host.bind()


@pytest.mark.parametrize("interface", OPEN_TO_OTHERS)
def test_what_others_could_come_to_is_refused(interface: str) -> None:
    with pytest.raises(StartupError, match="say allow_remote=True"):
        Host.bind("tcp", interface=interface)


@pytest.mark.parametrize("interface", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_the_loopback_interface_will_do(interface: str) -> None:
    with (
        Host.bind("tcp", interface=interface) as host,
        Kernel.connect(host.info) as kernel,
    ):
        assert host.info.curve is not None
        assert kernel.state == "ready"


def test_every_session_has_keys_of_its_own() -> None:
    seen: set[str] = set()
    for _ in range(count(100)):
        with Host.bind("tcp") as host:
            curve = host.info.curve
            assert curve is not None
            seen |= {curve.server, curve.public, curve.secret, host.info.token}
    assert len(seen) == 4 * count(100)


def assault(info: ConnectionInfo, proof: Proof, times: int) -> None:
    """Try to get in at every socket, so many times; nobody may, and nothing may come out."""
    while times > 0:
        with Intruder(info, proof, min(10, times)) as intruder:
            intruder.await_refusals(limit(30))
            assert intruder.achieved() == []
        times -= 10


@pytest.mark.parametrize("proof", FOREIGN)
def test_nobody_else_gets_in_and_nothing_gets_out(proof: Proof, tmp_path: Path) -> None:
    """Half come before the kernel, to a host that has messages for it; half during the session."""
    tries = max(2, count(100))
    sizes = Sizes(16, 16)
    history = History(tmp_path / "host")
    host = Host.bind("tcp")
    process = None
    try:
        for number in range(100):
            send(host.down1, make("down1", 1, number, sizes), history)
        assault(host.info, proof, tries - tries // 2)
        assert host.state == "waiting"
        process = host.spawn(kernel_command(tmp_path / "kernel"))
        both = Steered(host, process, history, tmp_path / "kernel")
        both.consume("down1")
        both.consume("up1")
        both.send("down1", 100, sizes, pause=0.001)
        both.send("up1", 100, sizes, pause=0.001)
        assault(host.info, proof, tries // 2)
        both.all_sent()
        strangers = host.stats().strangers
        assert both.finish("up1") == 0
        assert both.nothing_lost("down1", "up1") == []
        delivered = [event for event in both.theirs() if isinstance(event, Delivered)]
        assert len(delivered) == 200
        assert not host.up2.stats().received
        sockets = len(endpoints_of(host.info))
        measured("attempts", tries * sockets)
        assert measured("not counted as strangers", tries * sockets - strangers, 0) <= 0
    finally:
        if process is not None:
            process.kill()
            process.wait()
        host.close(drain=0)
        history.close()
