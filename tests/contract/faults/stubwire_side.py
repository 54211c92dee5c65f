"""One side of a connection by stubwire."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import Final
from unittest import mock

from runtime import (
    Channel,
    ChannelEmpty,
    ConnectingConnection,
    ConnectionInfo,
    PeerLost,
    Pull,
    Push,
    StubwireError,
)
from runtime.events import PeerUnresponsive

from tests.contract.faults.newer import newer_kernel
from tests.contract.faults.orders import Answer, Transport
from tests.contract.faults.sides import Lost, Side
from tests.contract.wire import Host, Kernel, Payload, Values

HEARTBEAT: Final = 1.0
PATIENCE: Final = 10.0


class StubwireSide:
    """Its ends by name; none if it is of another catalogue."""

    def __init__(self, connection: Host | ConnectingConnection) -> None:
        self.connection = connection
        self.pushes: dict[str, Push[Payload]] = {}
        self.pulls: dict[str, Pull[Payload]] = {}
        match connection:
            case Host():
                self.pushes = {
                    "down1": connection.down1,
                    "down_one": connection.down_one,
                }
                self.pulls = {"up1": connection.up1}
            case Kernel():
                self.pushes = {"up1": connection.up1}
                self.pulls = {
                    "down1": connection.down1,
                    "down_one": connection.down_one,
                }

    def send(self, channel: str, message: Payload, timeout: float) -> None:
        try:
            self.pushes[channel].send(message, timeout)
        except PeerLost as error:
            raise Lost("PeerLost", error.unconfirmed) from error

    def send_frame(self, channel: str, frame: bytes) -> None:
        """Our `send` lets nothing through that the other side could not read, so it is outwitted."""
        with mock.patch.object(Channel, "encode", return_value=frame):
            if channel == "down_values" and isinstance(self.connection, Host):
                self.connection.down_values.send(Values(), 5.0)
            else:
                self.pushes[channel].send(
                    Payload(thread=0, number=0, crc=0, data=b""), 5.0
                )

    def receive(self, channel: str, timeout: float) -> Payload | None:
        try:
            return self.pulls[channel].recv(timeout)
        except ChannelEmpty:
            return None
        except PeerLost as error:
            raise Lost("PeerLost", error.unconfirmed) from error

    def start(self, argv: list[str], timeout: float) -> None:
        if isinstance(self.connection, Host):
            self.connection.spawn(argv, timeout=timeout)

    def watch(self, timeout: float) -> str:
        deadline = monotonic() + timeout
        while True:
            try:
                event = self.connection.events.recv(max(0.0, deadline - monotonic()))
            except StubwireError:
                return ""
            if isinstance(event, PeerUnresponsive):
                return event.__class__.__name__

    def close(self) -> int | None:
        return sum(self.connection.close().unconfirmed.values())

    def told(self, channel: str) -> Answer:
        reasons: list[str] = [
            letter.reason
            for letter in self.connection.dead_letters
            if letter.channel == channel
        ]
        sender = self.pushes.get(channel)
        rejected = sender.stats().rejected if sender else 0
        return Answer(letters=reasons, rejected=rejected)

    def info(self) -> bytes:
        if isinstance(self.connection, Host):
            return self.connection.info.to_json().encode()
        return b""


def stubwire_host(transport: Transport) -> Side:
    return StubwireSide(Host.bind(transport, heartbeat=HEARTBEAT))


def stubwire_kernel(newer: Path | None, given: bool) -> Side:
    """Return the side of a kernel.

    Args:
        newer: where its catalogue is, if that is another one.
        given: whether the info comes from somebody else than `spawn`.
    """
    if newer is not None:
        return StubwireSide(newer_kernel(newer).connect(timeout=PATIENCE))
    if given:
        info = ConnectionInfo.from_json(sys.stdin.readline())
        return StubwireSide(Kernel.connect(info, timeout=PATIENCE))
    return StubwireSide(Kernel.connect(timeout=PATIENCE))
