"""S6: a web page can have a browser send bytes to a port of this machine; none becomes a message."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import pytest
from runtime import ChannelEmpty

from tests.contract.intruder import foreign, ports_of
from tests.contract.measured import measured
from tests.contract.payload import Sizes, make
from tests.contract.scale import FULL, limit
from tests.contract.wire import Host, Kernel

ALIGNMENTS: Final = 256

GREETING_3: Final = (
    b"\xff" + bytes(8) + b"\x7f" + b"\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
)
READY_3: Final = b"\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x04PUSH"


def long_1(frame: bytes) -> bytes:
    """Return a frame as ZMTP 1.0 has it, with a length of eight bytes."""
    return b"\xff" + (len(frame) + 1).to_bytes(8, "big") + b"\0" + frame


def short_1(frame: bytes) -> bytes:
    return bytes([len(frame) + 1, 0]) + frame


def short_2(frame: bytes) -> bytes:
    """Return a frame as ZMTP 2.0 and 3.x have it."""
    return bytes([0, len(frame)]) + frame


def body(frame: bytes, alignment: int) -> bytes:
    """Return what holds the frame in every framing, after so many other bytes."""
    return (
        b"A" * alignment
        + short_1(frame) * 8
        + long_1(frame) * 4
        + GREETING_3
        + READY_3
        + short_2(frame) * 8
    )


def posts(port: int, frame: bytes) -> Iterator[bytes]:
    """Yield requests as a page can make them: `fetch` with `mode: no-cors`."""
    for alignment in range(ALIGNMENTS):
        held = body(frame, alignment)
        head = (
            f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: keep-alive\r\n"
            f"Content-Length: {len(held)}\r\nContent-Type: text/plain;charset=UTF-8\r\n"
            "Origin: http://example.invalid\r\nAccept: */*\r\n\r\n"
        )
        yield head.encode() + held


def others(port: int, frame: bytes) -> Iterator[bytes]:
    """Yield requests of other kinds, each followed by frames."""
    host = f"Host: 127.0.0.1:{port}\r\n"
    upgrade = (
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: ZWS2.0/NULL, ZWS2.0\r\n"
    )
    for first, more in (
        ("GET / HTTP/1.1", ""),
        ("GET / HTTP/1.0", ""),
        ("HEAD / HTTP/1.1", ""),
        ("PUT / HTTP/1.1", "Transfer-Encoding: chunked\r\n"),
        ("OPTIONS / HTTP/1.1", "Access-Control-Request-Method: POST\r\n"),
        ("OPTIONS * HTTP/1.1", "Access-Control-Request-Private-Network: true\r\n"),
        ("GET / HTTP/1.1", upgrade),
        ("PRI * HTTP/2.0", ""),
    ):
        head = f"{first}\r\n{host}{more}\r\n".encode()
        yield head
        yield head + body(frame, 0)
        # A message in a frame of a WebSocket: binary, final, with a mask of zeros.
        yield head + bytes([0x82, 0x80 | len(frame)]) + bytes(4) + frame


def knock(port: int, said: bytes) -> bytes:
    """Say it, as a browser would; return the answer, until nothing more comes."""
    answer = bytearray()
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.settimeout(limit(10))
        try:
            client.sendall(said)
            client.shutdown(socket.SHUT_WR)
            while piece := client.recv(65536):
                answer += piece
        except TimeoutError:
            raise
        except OSError:  # the host has hung up
            pass
    return bytes(answer)


Requests = Callable[[int, bytes], Iterator[bytes]]


@pytest.mark.parametrize("requests", [posts, others])
def test_no_request_is_a_message(requests: Requests) -> None:
    """Before the kernel is there, and during its session."""
    with Host.bind("tcp") as host:
        ports = ports_of(host.info)
        for number in range(10):
            host.down1.send(make("down1", 0, number, Sizes(16, 16)))
        assault(ports, requests)
        assert host.state == "waiting"
        with Kernel.connect(host.info) as kernel:
            assault(ports, requests)
            for number in range(10):
                kernel.up1.send(make("up1", 0, number, Sizes(16, 16)))
            assert [host.up1.recv(10).number for _ in range(10)] == list(range(10))
            assert [kernel.down1.recv(10).number for _ in range(10)] == list(range(10))
            stats = host.stats()
            received = sum(channel.received for channel in stats.channels.values())
            assert (received, stats.dead_letters) == (10, 0)
            for pull in (host.up1, host.up2, host.up_small):
                with pytest.raises(ChannelEmpty):
                    pull.recv_nowait()
            assert (host.state, kernel.state) == ("ready", "ready")


def assault(ports: Mapping[str, int], requests: Requests) -> None:
    names = list(ports) if FULL else ["up1", "down1", "-session", "-pulse"]
    count = 0
    for name in names:
        for request in requests(ports[name], foreign(name)):
            answer = knock(ports[name], request)
            # At most a greeting, by which ZeroMQ begins.
            assert len(answer) <= 64, answer
            assert b"payload" not in answer
            count += 1
        if requests is posts and not FULL and name == "up1":
            assert count == ALIGNMENTS
    measured("requests", count)


def test_without_a_session_some_of_them_are_messages() -> None:
    """So the requests are what they should be: a bare connection keeps nobody out."""
    endpoints = dict.fromkeys(channels(), "tcp://127.0.0.1:*")
    with Host.bare(endpoints) as host:
        port = int(host.endpoints["up1"].rpartition(":")[2])
        for request in posts(port, foreign("up1")):
            knock(port, request)
        assert host.up1.recv(limit(10)).number < 0


def channels() -> list[str]:
    with Host.bind() as host:
        return list(host.info.channels)
