"""What the script and the processes that it holds say to each other, beside the layer that is tried.

Rule 1: times are of the monotonic clock, which all processes of a machine share.
Rule 2: an order that never returns is a finding, so each has a thread, and others go on meanwhile.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Transport: TypeAlias = Literal["ipc", "tcp"]
Layer: TypeAlias = Literal["naive", "stubwire"]


class Send(Struct, tag=True, frozen=True):
    """Send messages numbered from `first`, until all are sent or one is not accepted in time."""

    channel: str
    count: int
    size: int = 10
    first: int = 0
    threads: int = 1
    pause: float = 0.0
    """Seconds between two of them."""
    timeout: float = 5.0
    """For each; a layer whose `send` knows no time-outs takes as long as it takes."""


class Frames(Struct, tag=True, frozen=True):
    """Send frames as they are, whatever is in them; `Send` numbers them alike."""

    channel: str
    frames: list[bytes]


class Receive(Struct, tag=True, frozen=True):
    """Receive until there are so many messages, or none comes for `timeout` seconds."""

    channel: str
    count: int
    timeout: float
    pause: float = 0.0


class Start(Struct, tag=True, frozen=True):
    """Have the host start a process, and wait until it is ready."""

    argv: list[str]
    timeout: float = 30.0


class Watch(Struct, tag=True, frozen=True):
    """Wait until the layer says by itself that the other side does not answer."""

    timeout: float


class Close(Struct, tag=True, frozen=True):
    """Close the connection."""


class Ask(Struct, tag=True, frozen=True):
    """Say what has been counted so far."""

    channel: str


class End(Struct, tag=True, frozen=True):
    """Return from the program, without closing anything."""


Order: TypeAlias = Send | Frames | Receive | Start | Watch | Close | Ask | End


class Ordered(Struct, frozen=True):
    """An order with its number."""

    number: int
    order: Order


class Answer(Struct, frozen=True, kw_only=True):
    """What came of an order; what does not apply is empty."""

    number: int = 0
    error: str = ""
    """The class of the exception that ended it."""
    text: str = ""
    at: float = 0.0
    """When it was done."""
    seconds: float = 0.0
    accepted: int = 0
    arrived: int = 0
    """How many messages were received so far."""
    received: list[int] = []
    """The numbers of the messages, in the order in which they came."""
    unconfirmed: int | None = None
    """How many messages the layer says it cannot be sure of; None if it does not say."""
    letters: list[str] = []
    """Why frames could not be read, as far as the receiver is told."""
    rejected: int = 0
    """How many of its frames could not be read there, as far as the sender is told."""


class Hello(Struct, frozen=True, kw_only=True):
    """The first words of a process."""

    pid: int
    error: str = ""
    """Why it has no connection, and ends."""
    info: bytes = b""
    """Of a host: where its kernel connects."""
