"""What the two sides say to each other about the connection itself, beside its channels.

A frame of the session socket is the msgpack of one of these.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

VERSION: Final = 1


class Hello(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """I am here, for this session. The connecting side says it first."""

    version: int
    session: str


class Goodbye(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """I send nothing more, and read nothing more.

    `sent` has the count of each of my channels. `error` is the class of the exception that ends me,
    if one does.
    """

    sent: dict[str, int]
    error: str = ""


class Arrived(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All that your Goodbye announced is here."""


SessionMessage: TypeAlias = Hello | Goodbye | Arrived

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final[msgspec.msgpack.Decoder[SessionMessage]] = msgspec.msgpack.Decoder(
    SessionMessage
)


def encode(message: SessionMessage) -> bytes:
    """Return the frame of a session message."""
    return _encoder.encode(message)


def decode(frame: bytes) -> SessionMessage | None:
    """Return the session message of a frame, or None if it is not one."""
    try:
        return _decoder.decode(frame)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
