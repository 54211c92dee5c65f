"""One side of a connection by the naive layer: what it has no word for, it does not tell."""

from __future__ import annotations

import queue
from pathlib import Path

import msgspec

from tests.contract.faults import naive
from tests.contract.faults.newer import newer_payload
from tests.contract.faults.orders import Answer, Transport
from tests.contract.faults.sides import Side
from tests.contract.wire import Payload


class NaiveSide:
    """Its queues by name."""

    def __init__(self, connection: naive.Connection) -> None:
        self.connection = connection

    def send(self, channel: str, message: Payload, timeout: float) -> None:
        self.connection.pushes[channel].put(message)

    def send_frame(self, channel: str, frame: bytes) -> None:
        self.connection.pushes[channel].socket.send(frame)

    def receive(self, channel: str, timeout: float) -> Payload | None:
        try:
            message = self.connection.pulls[channel].get(timeout=timeout)
        except queue.Empty:
            return None
        return message if isinstance(message, Payload) else None

    def start(self, argv: list[str], timeout: float) -> None:
        if isinstance(self.connection, naive.Host):
            self.connection.start(argv)

    def watch(self, timeout: float) -> str:
        """The only sign that there could be is an exception where a message is expected."""
        self.receive("up1", timeout)
        return ""

    def close(self) -> int | None:
        self.connection.close()
        return None

    def told(self, channel: str) -> Answer:
        return Answer()

    def info(self) -> bytes:
        if isinstance(self.connection, naive.Host):
            return msgspec.json.encode(self.connection.info)
        return b""


def naive_host(transport: Transport, folder: Path) -> Side:
    return NaiveSide(naive.Host(transport, folder))


def naive_kernel(newer: Path | None) -> Side:
    """Return the side of a kernel; `newer` is where its catalogue is, if that is another one."""
    if newer is None:
        return NaiveSide(naive.Kernel())
    types = {**naive.DOWN, "down1": newer_payload(newer)}
    return NaiveSide(naive.Kernel(types))
