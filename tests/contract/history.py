"""What one process did and saw, event by event, in a file that outlives it.

Rule 1: an event is one line, appended by one `os.write`; a process that is killed leaves whole
        lines only, in the order in which they were written.
Rule 2: `Begun` is written before `send` is called, `Accepted`, `Refused` or `Unknown` after it. A
        `Begun` without any of these is unknown, too: the process ended in between.
Rule 3: times are of the monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import TypeAlias

import msgspec


class Begun(msgspec.Struct, frozen=True, array_like=True, tag="begun"):
    """A message is about to be sent."""

    channel: str
    thread: int
    number: int
    crc: int
    at: float


class Accepted(msgspec.Struct, frozen=True, array_like=True, tag="accepted"):
    """`send` returned normally."""

    channel: str
    thread: int
    number: int
    at: float


class Refused(msgspec.Struct, frozen=True, array_like=True, tag="refused"):
    """`send` raised an error: nothing was sent."""

    channel: str
    thread: int
    number: int
    why: str
    at: float


class Unknown(msgspec.Struct, frozen=True, array_like=True, tag="unknown"):
    """`send` was interrupted: the message may have been accepted, once."""

    channel: str
    thread: int
    number: int
    at: float


class Delivered(msgspec.Struct, frozen=True, array_like=True, tag="delivered"):
    """`recv` returned a message to the thread `by`; `crc` is that of what it held."""

    channel: str
    thread: int
    number: int
    crc: int
    by: int
    at: float


class Confirmed(msgspec.Struct, frozen=True, array_like=True, tag="confirmed"):
    """How many messages of each channel the other side has confirmed, at the end."""

    counts: dict[str, int]
    at: float


class Told(msgspec.Struct, frozen=True, array_like=True, tag="told"):
    """An end of `channel` raised `PeerLost`, which says what was not confirmed."""

    channel: str
    unconfirmed: dict[str, int]
    exitcode: int | None
    at: float


class Closed(msgspec.Struct, frozen=True, array_like=True, tag="closed"):
    """`close` returned its report."""

    delivered: dict[str, int]
    unconfirmed: dict[str, int]
    at: float


class Noted(msgspec.Struct, frozen=True, array_like=True, tag="noted"):
    """Something else that a test wants to know."""

    what: str
    channel: str
    at: float


Event: TypeAlias = (
    Begun | Accepted | Refused | Unknown | Delivered | Confirmed | Told | Closed | Noted
)

_encode = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Event)


class History:
    """The events of one process. Any thread may add one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(path, flags, 0o600)

    def close(self) -> None:
        os.close(self._file)

    def add(self, event: Event) -> None:
        line = _encode(event) + b"\n"
        if os.write(self._file, line) != len(line):
            raise OSError(f"{self.path}: an event was cut short")

    def begun(self, channel: str, thread: int, number: int, crc: int) -> None:
        self.add(Begun(channel, thread, number, crc, monotonic()))

    def accepted(self, channel: str, thread: int, number: int) -> None:
        self.add(Accepted(channel, thread, number, monotonic()))

    def refused(self, channel: str, thread: int, number: int, why: str) -> None:
        self.add(Refused(channel, thread, number, why, monotonic()))

    def unknown(self, channel: str, thread: int, number: int) -> None:
        self.add(Unknown(channel, thread, number, monotonic()))

    def delivered(
        self, channel: str, thread: int, number: int, crc: int, by: int = 0
    ) -> None:
        self.add(Delivered(channel, thread, number, crc, by, monotonic()))

    def confirmed(self, counts: Mapping[str, int]) -> None:
        self.add(Confirmed(dict(counts), monotonic()))

    def told(
        self, channel: str, unconfirmed: Mapping[str, int], exitcode: int | None
    ) -> None:
        self.add(Told(channel, dict(unconfirmed), exitcode, monotonic()))

    def closed(
        self, delivered: Mapping[str, int], unconfirmed: Mapping[str, int]
    ) -> None:
        self.add(Closed(dict(delivered), dict(unconfirmed), monotonic()))

    def noted(self, what: str, channel: str = "") -> None:
        self.add(Noted(what, channel, monotonic()))


def read(path: Path) -> list[Event]:
    """Return the events of a history, in the order in which they were written."""
    with path.open("rb") as lines:
        return [_decoder.decode(line) for line in lines]


def latencies(
    sender: Sequence[Event], receiver: Sequence[Event], channel: str
) -> list[float]:
    """Return how many seconds passed between the call of `send` and the end of `recv`."""
    begun = {
        (event.thread, event.number): event.at
        for event in sender
        if isinstance(event, Begun) and event.channel == channel
    }
    return [
        event.at - begun[event.thread, event.number]
        for event in receiver
        if isinstance(event, Delivered) and event.channel == channel
    ]
