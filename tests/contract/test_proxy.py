"""The proxy breaks what it is told to break, and nothing else."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep

import pytest

from tests.contract.proxy import LOOPBACK, Proxy

PATIENCE = 10.0


@contextmanager
def connection() -> Iterator[tuple[Proxy, socket.socket, socket.socket]]:
    """Yield a proxy, a client that has connected through it, and its server."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        with (
            Proxy([port]) as proxy,
            socket.create_connection((LOOPBACK, proxy.ports[port])) as client,
        ):
            server, _ = listener.accept()
            with server:
                client.settimeout(PATIENCE)
                server.settimeout(PATIENCE)
                yield proxy, client, server


def receive(end: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (piece := end.recv(size - len(data))):
        data += piece
    return data


def test_it_carries_both_ways_and_to_the_end() -> None:
    data = bytes(range(256)) * 4096
    with connection() as (_, client, server):
        server.sendall(b"hello")
        assert receive(client, 5) == b"hello"
        client.setblocking(False)
        left = memoryview(data)
        got = b""
        while len(got) < len(data):
            if left:
                with suppress(BlockingIOError):
                    left = left[client.send(left) :]
            got += receive(server, min(65536, len(data) - len(left) - len(got)))
        assert got == data
        client.shutdown(socket.SHUT_WR)
        assert server.recv(1) == b""
        server.sendall(b"bye")
        client.settimeout(PATIENCE)
        assert receive(client, 3) == b"bye"


@pytest.mark.parametrize("fault", ["rst", "fin"])
def test_a_connection_is_reset_or_ended_on_both_sides(fault: str) -> None:
    with connection() as (proxy, client, server):
        client.sendall(b"before")
        assert receive(server, 6) == b"before"
        proxy.fault(fault)
        for end in (client, server):
            if fault == "rst":
                with pytest.raises(ConnectionResetError):
                    end.recv(1)
            else:
                assert end.recv(1) == b""


def test_after_a_reset_a_new_connection_is_carried() -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        with Proxy([port]) as proxy:
            for _ in range(2):
                place = (LOOPBACK, proxy.ports[port])
                with socket.create_connection(place) as client:
                    server, _ = listener.accept()
                    with server:
                        client.sendall(b"x")
                        assert server.recv(1) == b"x"
                        proxy.fault("rst")


@pytest.mark.parametrize(
    ("fault", "up", "down"),
    [("up", False, True), ("down", True, False), ("both", False, False)],
)
def test_what_is_sent_in_one_direction_vanishes(
    fault: str, up: bool, down: bool
) -> None:
    with connection() as (proxy, client, server):
        proxy.fault(fault)
        for sender, receiver, arrives in ((client, server, up), (server, client, down)):
            sender.sendall(b"lost?")
            receiver.settimeout(PATIENCE if arrives else 0.2)
            if arrives:
                assert receive(receiver, 5) == b"lost?"
            else:
                with pytest.raises(TimeoutError):
                    receiver.recv(1)
        proxy.fault("well")
        client.sendall(b"again")
        server.settimeout(PATIENCE)
        assert receive(server, 5) == b"again"


def test_everything_arrives_later() -> None:
    with connection() as (proxy, client, server):
        proxy.fault("delay 0.3")
        begin = monotonic()
        client.sendall(b"a")
        assert server.recv(1) == b"a"
        assert 0.3 <= monotonic() - begin < 1


@pytest.mark.parametrize("end", ["fin", "closed", "rst"])
def test_an_end_arrives_later_and_nothing_before_it_is_lost(end: str) -> None:
    with connection() as (proxy, client, server):
        proxy.fault("delay 0.5")
        for _ in range(3):  # if the server is closed, the first is answered by a reset
            client.sendall(b"on its way")
            sleep(0.05)
        begin = monotonic()
        server.sendall(b"last")
        if end == "fin":
            server.shutdown(socket.SHUT_WR)
        if end == "rst":
            sleep(0.1)  # the proxy has read it by then
            no_linger = struct.pack("ii", 1, 0)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)
        if end != "fin":
            server.close()
        assert receive(client, 4) == b"last"
        if end == "rst":
            with pytest.raises(ConnectionResetError):
                client.recv(1)
        else:
            assert client.recv(1) == b""
        assert 0.5 <= monotonic() - begin < 1.5


def test_so_many_bytes_get_through_in_a_second() -> None:
    with connection() as (proxy, client, server):
        proxy.fault("throttle 64000")
        begin = monotonic()
        client.sendall(bytes(32000))
        assert len(receive(server, 32000)) == 32000
        assert 0.4 < monotonic() - begin < 1.5


def test_a_client_whose_server_is_gone_is_ended() -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
    with Proxy([port]) as proxy:
        place = (LOOPBACK, proxy.ports[port])
        with socket.create_connection(place, PATIENCE) as client:
            assert client.recv(1) == b""
