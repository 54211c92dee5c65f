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
from runtime.buffers import FramesError, size_of
from runtime.channel import Channel, M
from runtime.diagnosis import path_of, unknown_tag
from runtime.log import log
from runtime.quota import Quota

Reason: TypeAlias = Literal[
    "malformed", "schema", "depth", "elements", "hook", "frames"
]
"""Not msgpack; not of the channel's type; nested too deeply; of too many elements; refused by a
hook of the type; not with the frames of its buffers."""

_SAID: Final[dict[Reason, str]] = {
    "malformed": "is not msgpack",
    "schema": "does not fit the channel's type",
    "depth": "is nested too deeply",
    "elements": "has too many elements",
    "hook": "was refused by its type",
    "frames": "does not fit together with the frames of its buffers",
}
_SHOWN: Final = 100
"""Characters of a tag in a text: who sent it may be anybody."""

_LETTERS: Final = 1000
_BYTES: Final = 64 * 1024 * 1024
_RECORDS_PER_SECOND: Final = 10


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A frame that could not be decoded.

    `position` counts the frames of its channel, from 0. `path` is where in the message it is wrong,
    as `$.codes[0]`; empty if that makes no sense. `error` is what the decoder said. Where a message has
    large buffers, `frame` is that of the message, and its `buffers` are those.
    """

    channel: str
    position: int
    reason: Reason
    error: str
    path: str
    frame: bytes


class UnknownTag(DeadLetter, frozen=True, kw_only=True):
    """A frame of a message that this side's catalogue does not have on the channel.

    `version` is that of this side's catalogue, `peer_version` that of the other side's; both are
    None where the two have not told: because their fingerprints are the same, or the connection is
    bare.
    """

    tag: str | int
    version: str | None
    peer_version: str | None


def explain(letter: DeadLetter) -> str:
    """Return in words what is wrong with a letter."""
    if not isinstance(letter, UnknownTag):
        return f"{letter.reason} at {letter.path}" if letter.path else letter.reason
    tag = letter.tag if isinstance(letter.tag, int) else letter.tag[:_SHOWN]
    text = f"{letter.reason} at {letter.path}: no message here has the tag {tag!r}"
    if letter.peer_version is None or letter.version == letter.peer_version:
        return text
    text += f"; this side's catalogue is {letter.version}, the other side's is "
    return text + f"{letter.peer_version}: upgrade this side"


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
        self._versions: tuple[str | None, str | None] = None, None
        self._quota = Quota(_RECORDS_PER_SECOND)

    def note_versions(self, here: str, there: str) -> None:
        """Take note of the versions of the two catalogues; empty is one that is not known."""
        self._versions = here or None, there or None

    def add(
        self, channel: Channel[M], position: int, error: Exception, frame: bytes
    ) -> DeadLetter:
        """Keep a frame that the decoder of its channel refused, and return it as a letter."""
        letter = self._letter(channel.name, position, error, frame)
        with self._lock:
            self.total += 1
            self._letters.append(letter)
            self._bytes += size_of(frame)
            while len(self._letters) > _LETTERS or self._bytes > _BYTES:
                self._bytes -= size_of(self._letters.popleft().frame)
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

    def _letter(
        self, channel: str, position: int, error: Exception, frame: bytes
    ) -> DeadLetter:
        reason, path = _diagnose(error)
        said = f"{type(error).__name__}: {error}"
        tag = unknown_tag(error)
        if tag is None:
            return DeadLetter(
                channel=channel,
                position=position,
                reason=reason,
                error=said,
                path=path,
                frame=frame,
            )
        version, peer_version = self._versions
        return UnknownTag(
            channel=channel,
            position=position,
            reason=reason,
            error=said,
            path=path,
            frame=frame,
            tag=tag,
            version=version,
            peer_version=peer_version,
        )

    def _report(self, letter: DeadLetter) -> None:
        """Log a letter, unless this second has had its share. Called by one thread."""
        silent = self._quota.take()
        if silent is None:
            return
        # Not the decoder's text: it quotes values.
        said = _SAID[letter.reason]
        if isinstance(letter, UnknownTag):
            said = "has a tag that no message here has"
        log(
            logging.WARNING,
            "channel %r: frame %d, of %d bytes, %s%s: see dead_letters of the connection%s",
            letter.channel,
            letter.position,
            size_of(letter.frame),
            said,
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
        case FramesError():
            return "frames", ""
        case msgspec.ValidationError(__cause__=FramesError()):
            return "frames", path_of(error)
        case msgspec.ValidationError():
            # msgspec passes on what a hook has said, as the cause.
            return "schema" if error.__cause__ is None else "hook", path_of(error)
        case msgspec.DecodeError() | UnicodeDecodeError():
            return "malformed", ""
        case ValueError() | TypeError():
            # Of a hook, msgspec makes these a ValidationError: it is its own, as for the year 10000.
            return "schema", "$"
        case _:
            return "hook", ""
