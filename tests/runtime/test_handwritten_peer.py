"""A peer with structs and sockets of its own: no session, nothing generated, the same frames."""

import threading
from collections.abc import Iterator
from typing import Final

import msgspec
import pytest
import zmq

from tests.runtime.notebook import ExecuteCells, Host, Interrupt, KernelMessage


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
    with Host.bind() as host, context.socket(zmq.PULL) as pull:
        pull.rcvtimeo = 5000
        host.control.send(ExecuteCells(cell_ids=["1"], codes=["x"]))
        pull.connect(host.info.channels["control"])
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
    with Host.bind() as host, context.socket(zmq.PUSH) as push:
        push.connect(host.info.channels["stream"])
        push.send(msgspec.msgpack.encode(b"one"))
        push.send_multipart(
            [msgspec.msgpack.encode(b"two"), msgspec.msgpack.encode(b"three")]
        )
        assert [host.stream.recv(5) for _ in range(3)] == [b"one", b"two", b"three"]


def test_it_gets_what_was_sent_before_the_close(
    context: zmq.Context[zmq.Socket[bytes]],
) -> None:
    large = ExecuteCells(cell_ids=["1"], codes=["x" * 100_000])
    with context.socket(zmq.PULL) as pull:
        pull.rcvtimeo, pull.rcvhwm = 5000, 10
        with Host.bind("tcp") as host:
            pull.connect(host.info.channels["control"])
            for _ in range(300):
                host.control.send(large, timeout=5)
            frame = host.control.channel.encode(large)
            assert pull.recv() == frame
            closing = threading.Thread(target=host.close)
            closing.start()
            for _ in range(299):
                assert pull.recv() == frame
            closing.join()


def test_a_stranger_on_the_session_socket_is_ignored(
    context: zmq.Context[zmq.Socket[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    pair, push = context.socket(zmq.PAIR), context.socket(zmq.PUSH)
    with Host.bind() as host, pair, push:
        pair.connect(host.info.session_endpoint)
        push.connect(host.info.channels["stream"])
        pair.send(b"\xc1")
        hello = {"type": "Hello", "version": 1, "session": "0" * 32}
        pair.send(msgspec.msgpack.encode(hello))
        assert pair.poll(200) == 0
        push.send(msgspec.msgpack.encode(b"still here"))
        assert host.stream.recv(5) == KernelMessage(b"still here")
    assert "not a session message: 1 bytes" in caplog.text
    assert "another session" in caplog.text
