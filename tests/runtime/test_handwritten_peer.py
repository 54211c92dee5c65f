"""A peer with structs and sockets of its own: no session, nothing generated, the same frames."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest
import zmq
from runtime import StartupError

from tests.runtime.notebook import ExecuteCells, Host, Interrupt, Kernel


class Execute(msgspec.Struct, tag="execute-cells"):
    """What the catalogue calls `ExecuteCells`."""

    cell_ids: list[str]
    codes: list[str]


class Stop(msgspec.Struct, tag="interrupt"):
    """What the catalogue calls `Interrupt`."""


DECODER: Final = msgspec.msgpack.Decoder(Execute | Stop)


@pytest.fixture
def context() -> Iterator[zmq.Context[zmq.Socket[bytes]]]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    yield context
    context.destroy(linger=0)


def test_it_reads_what_a_push_sends(context: zmq.Context[zmq.Socket[bytes]]) -> None:
    with Host.bare() as host, context.socket(zmq.PULL) as pull:
        pull.rcvtimeo = 5000
        host.control.send(ExecuteCells(cell_ids=["1"], codes=["x"]))
        pull.connect(host.endpoints["control"])
        assert DECODER.decode(pull.recv()) == Execute(cell_ids=["1"], codes=["x"])
        assert not pull.rcvmore
        host.control.send_many([Interrupt()] * 100)
        sizes: list[int] = []
        while sum(sizes) < 100:
            parts = pull.recv_multipart()
            assert [DECODER.decode(part) for part in parts] == [Stop()] * len(parts)
            sizes.append(len(parts))
        assert sizes == [64, 36]


def test_it_writes_what_a_pull_receives(
    context: zmq.Context[zmq.Socket[bytes]],
) -> None:
    with Host.bare() as host, context.socket(zmq.PUSH) as push:
        push.connect(host.endpoints["stream"])
        push.send(msgspec.msgpack.encode(b"one"))
        push.send_multipart(
            [msgspec.msgpack.encode(b"two"), msgspec.msgpack.encode(b"three")]
        )
        assert [host.stream.recv(5) for _ in range(3)] == [b"one", b"two", b"three"]


def tcp() -> dict[str, str]:
    return dict.fromkeys(("control", "input", "stream"), "tcp://127.0.0.1:*")


def test_it_gets_what_was_sent_before_the_close(
    context: zmq.Context[zmq.Socket[bytes]],
) -> None:
    large = ExecuteCells(cell_ids=["1"], codes=["x" * 100_000])
    with context.socket(zmq.PULL) as pull:
        pull.rcvtimeo, pull.rcvhwm = 5000, 10
        with Host.bare(tcp()) as host:
            pull.connect(host.endpoints["control"])
            for _ in range(300):
                host.control.send(large, timeout=5)
            frame = host.control.channel.encode(large)
            assert pull.recv() == frame
            closing = threading.Thread(target=host.close)
            closing.start()
            for _ in range(299):
                assert pull.recv() == frame
            closing.join()


def test_an_endpoint_of_ones_own(
    context: zmq.Context[zmq.Socket[bytes]], tmp_path: Path
) -> None:
    endpoints = {
        name: f"ipc://{tmp_path}/{name}" for name in ("control", "input", "stream")
    }
    with Host.bare(endpoints) as host, context.socket(zmq.PUSH) as push:
        assert host.endpoints == endpoints
        assert host.state == "ready"
        push.connect(endpoints["stream"])
        push.send(msgspec.msgpack.encode(b"one"))
        assert host.stream.recv(5) == b"one"
        with Kernel.bare(endpoints) as kernel:
            host.input.send("x", timeout=5)
            assert kernel.input.recv(5) == "x"


def test_every_channel_needs_an_endpoint_that_can_be() -> None:
    with pytest.raises(ValueError, match="channel 'control' has no endpoint"):
        Kernel.bare({})
    endpoints = dict.fromkeys(("control", "input", "stream"), "ipc:///no/such/place")
    with pytest.raises(StartupError, match="channel 'control': 'ipc:///no/such/place'"):
        Host.bare(endpoints)


def test_a_bare_connection_has_no_session() -> None:
    with Host.bare() as host:
        with pytest.raises(StartupError, match="bare connection has no session"):
            host.spawn(["python3"])
        host.control.send(Interrupt())
    report = host.close()
    assert report.unconfirmed == {"control": 1, "input": 0}
    assert not report.complete
