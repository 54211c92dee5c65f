"""One side of a connection, as the script sees it, whichever layer it is by."""

from __future__ import annotations

from typing import Protocol

from tests.contract.faults.orders import Answer
from tests.contract.wire import Payload


class Lost(Exception):
    """The layer says that the other side is gone, and how many messages are unconfirmed."""

    def __init__(self, name: str, unconfirmed: dict[str, int]) -> None:
        super().__init__(name)
        self.name = name
        self.unconfirmed = unconfirmed


class Side(Protocol):
    """What a process of the script can do with its connection."""

    def send(self, channel: str, message: Payload, timeout: float) -> None: ...

    def send_frame(self, channel: str, frame: bytes) -> None: ...

    def receive(self, channel: str, timeout: float) -> Payload | None:
        """Return the next message; None if there is none in time.

        Raises:
            Lost: the layer says that the other side is gone. So do `send` and `send_frame`.
        """

    def start(self, argv: list[str], timeout: float) -> None: ...

    def watch(self, timeout: float) -> str:
        """Return what the layer says by itself of a peer that is silent; "" if nothing in time."""

    def close(self) -> int | None:
        """Close; return how many messages the layer cannot be sure of, None if it does not say."""

    def told(self, channel: str) -> Answer:
        """Return what the layer tells of frames that could not be read."""

    def info(self) -> bytes:
        """Return where the other side connects."""
