"""Strangers at the ports of a host: `python -m tests.contract.scenes.strangers KIND PORT ...`.

For each line on standard input, COUNT and SECONDS, so many come within so many seconds. When the last
has come, prints when that was; then waits until the host has dropped them all, and prints that, too.
"""

import os
import resource
import selectors
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle, islice
from time import monotonic, sleep
from typing import Final

PATIENCE: Final = 30.0
"""Seconds after which a host has forgotten to drop somebody."""

GREETING: Final = (
    b"\xff" + bytes(8) + b"\x7f" + b"\x03\x00" + b"CURVE".ljust(20, b"\0") + bytes(32)
)

_HELLO: Final = (
    b"\x03\x03" + bytes(range(32)) + b"\x00" + b"\x00\x04\x13\x01\x00\xff\x01\x00"
    b"\x00\x05\x00\x2b\x00\x01\x00"
)
TLS: Final = (
    b"\x16\x03\x01" + struct.pack(">H", len(_HELLO) + 4)
    + b"\x01" + struct.pack(">I", len(_HELLO))[1:] + _HELLO
)  # fmt: skip

HTTP: Final = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
)


def silent(client: socket.socket) -> None:
    """Say nothing."""


def churn(client: socket.socket) -> None:
    client.close()


def garbage(client: socket.socket) -> None:
    """Say a megabyte of nonsense."""
    client.setblocking(True)
    client.settimeout(PATIENCE)
    client.sendall(os.urandom(1_000_000))


def http(client: socket.socket) -> None:
    client.sendall(HTTP)


def tls(client: socket.socket) -> None:
    client.sendall(TLS)


def nonsense(client: socket.socket) -> None:
    """Begin as ZeroMQ does, and go on with nonsense."""
    client.sendall(GREETING + os.urandom(1000))


def loris(client: socket.socket) -> None:
    """Begin the greeting; `drip` goes on with it."""
    client.sendall(GREETING[:1])


KINDS: Final[dict[str, Callable[[socket.socket], None]]] = {
    "silent": silent,
    "churn": churn,
    "garbage": garbage,
    "http": http,
    "tls": tls,
    "nonsense": nonsense,
    "loris": loris,
}


def come(
    kind: str, ports: list[int], count: int, seconds: float
) -> list[socket.socket]:
    """Connect so often, spread over the ports and the time; return what is still open."""
    begin = monotonic()
    clients = []
    for number, port in enumerate(islice(cycle(ports), count)):
        sleep(max(0.0, begin + number * seconds / count - monotonic()))
        client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        with suppress(ConnectionError):
            KINDS[kind](client)
        if client.fileno() >= 0:
            clients.append(client)
    return clients


def await_drops(kind: str, clients: list[socket.socket]) -> int:
    """Wait until the host has hung up on everybody; return on how many it has not."""
    deadline = monotonic() + PATIENCE
    said = dict.fromkeys(clients, 1)
    with selectors.DefaultSelector() as selector:
        for client in clients:
            client.setblocking(False)
            selector.register(client, selectors.EVENT_READ)
        while selector.get_map() and monotonic() < deadline:
            for key, _ in selector.select(0.05):
                client = next(one for one in clients if one.fileno() == key.fd)
                try:
                    if client.recv(65536):
                        continue
                except ConnectionError:
                    pass
                selector.unregister(client)
                client.close()
                del said[client]
            if kind == "loris":
                for client, place in said.items():
                    with suppress(OSError):
                        client.send(GREETING[place : place + 1])
                    said[client] = place + 1
    return len(said)


def main(kind: str, *ports: str) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
    print("here", flush=True)
    for line in sys.stdin:
        count, seconds = line.split()
        clients = come(kind, [int(port) for port in ports], int(count), float(seconds))
        print(monotonic(), flush=True)
        left = await_drops(kind, clients)
        print(left, monotonic(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
