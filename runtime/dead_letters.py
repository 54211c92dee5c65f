"""The frames of a connection that arrived and could not be decoded, each with the reason.

Rule 1: they are kept for the program to look at, up to a bound; what the bound cost is counted.
Rule 2: each is logged, but never what it held, and never more than ten a second.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from threading import RLock
from typing import Final, Literal, TypeAlias

import msgspec
from runtime.bounds import TooDeep, TooMany
from runtime.channel import Channel, M
from runtime.log import log
from runtime.quota import Quota

Reason: TypeAlias = Literal["malformed", "schema", "depth", "elements", "hook"]
"""Not msgpack; not of the channel's type; nested too deeply; of too many elements; refused by a
hook of the type."""

_SAID: Final[dict[Reason, str]] = {
    "malformed": "is not msgpack",
    "schema": "does not fit the channel's type",
    "depth": "is nested too deeply",
    "elements": "has too many elements",
    "hook": "was refused by its type",
}
_LETTERS: Final = 1000
_BYTES: Final = 64 * 1024 * 1024
_RECORDS_PER_SECOND: Final = 10


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A frame that could not be decoded.

    `position` counts the frames of its channel, from 0. `path` is where in the message it is wrong,
    as `$.codes[0]`; empty if that makes no sense. `error` is what the decoder said.
    """

    channel: str
    position: int
    reason: Reason
    error: str
    path: str
    frame: bytes


class DeadLetters:
    """The dead letters of a connection, oldest first.

    `total` counts all there ever were; `dropped`, those that are no longer kept.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self.total = 0
        self._lock = RLock()
        self._letters: deque[DeadLetter] = deque()
        self._bytes = 0
        self._quota = Quota(_RECORDS_PER_SECOND)

    def add(
        self, channel: Channel[M], position: int, error: Exception, frame: bytes
    ) -> DeadLetter:
        """Keep a frame that the decoder of its channel refused, and return it as a letter."""
        reason, path = _diagnose(error)
        letter = DeadLetter(
            channel=channel.name,
            position=position,
            reason=reason,
            error=f"{type(error).__name__}: {error}",
            path=path,
            frame=frame,
        )
        with self._lock:
            self.total += 1
            self._letters.append(letter)
            self._bytes += len(frame)
            while len(self._letters) > _LETTERS or self._bytes > _BYTES:
                self._bytes -= len(self._letters.popleft().frame)
                self.dropped += 1
        self._report(letter)
        return letter

    def __iter__(self) -> Iterator[DeadLetter]:
        with self._lock:
            return iter(tuple(self._letters))

    def __len__(self) -> int:
        return len(self._letters)

    def __repr__(self) -> str:
        return f"<{len(self)} dead letters, {self.dropped} dropped>"

    def _report(self, letter: DeadLetter) -> None:
        """Log a letter, unless this second has had its share. Called by one thread."""
        silent = self._quota.take()
        if silent is None:
            return
        # Not the decoder's text: it quotes values.
        log(
            logging.WARNING,
            "channel %r: frame %d, of %d bytes, %s%s: see dead_letters of the connection%s",
            letter.channel,
            letter.position,
            len(letter.frame),
            _SAID[letter.reason],
            f" at {letter.path}" if letter.path else "",
            f"; and {silent} more" if silent else "",
        )


def _diagnose(error: Exception) -> tuple[Reason, str]:
    """Return what kind of error a decoder raised, and where in the message."""
    match error:
        case TooDeep():
            return "depth", ""
        case TooMany():
            return "elements", ""
        case msgspec.ValidationError():
            # "... - at `$.codes[0]`", "... - at `key` in `$.names`", or nothing of that.
            _, _, place = str(error).rpartition(" - at ")
            _, found, path = place.rpartition("`$")
            # msgspec passes on what a hook has said, as the cause.
            reason: Reason = "schema" if error.__cause__ is None else "hook"
            return reason, "$" + path.removesuffix("`") if found else "$"
        case msgspec.DecodeError() | UnicodeDecodeError():
            return "malformed", ""
        case ValueError() | TypeError():
            # Of a hook, msgspec makes these a ValidationError: it is its own, as for the year 10000.
            return "schema", "$"
        case _:
            return "hook", ""
