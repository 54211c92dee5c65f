"""What the two sides say to each other about the connection itself, beside its channels.

A frame of the session socket is the msgpack of one of these.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from runtime import bounds
from runtime.dead_letters import Reason
from runtime.secretive import Secretive

WORDS: Final = 1000
"""Characters of a path, or of a name; the rest of a longer one is not told."""

VERSION: Final = 3
"""Of these messages and of what they mean. Sides of different versions refuse each other."""


# What the other side says may come to be read by a person, in a log: it is short, and has no lines.
Words: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=WORDS, pattern=r"^[^\x00-\x1f\x7f]*\Z")
]

AtLeastOne: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]


Policy: TypeAlias = Literal["compatible", "strict"]
"""What two sides of different catalogues may be: such that nothing is misread; or nothing at all."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """One side's view of a channel: what it does there, and what it can take."""

    sends: bool
    fingerprint: str
    capacity: AtLeastOne
    max_message_bytes: AtLeastOne
    names: str = ""
    """Empty where a side does not say what it calls things."""


class Hello(Secretive, frozen=True, kw_only=True, tag=True):
    """I am here, for this session, and this is what I know. The connecting side says it first."""

    version: int
    session: str
    token: str
    channels: dict[str, Terms]
    policy: Policy = "compatible"


class Model(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """My wire model, because we differ in what is on the wire, or in what we call it; tell me yours, and whether we fit.

    `model` is its JSON; empty where there is none. The binding side says it first, and decides.
    """

    model: bytes


class Welcome(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All is well: these are our channels; send. `remarks` say in what we differ.

    `degraded` has what does not reach the reader of a channel, `partial` what it cannot decode.
    """

    channels: dict[str, Terms]
    remarks: list[str]
    degraded: dict[str, list[str]] = msgspec.field(default_factory=dict)
    partial: dict[str, list[str]] = msgspec.field(default_factory=dict)


class Refusal(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """I do not talk to you, because of this."""

    kind: Literal["catalogue", "handshake"]
    why: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """So many messages of your channels have been consumed, and so many of these rejected,
    altogether."""

    consumed: dict[str, tuple[int, int]]


class Rejected(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """This message of yours I could not decode."""

    channel: Words
    position: int
    reason: Reason
    path: Words


class Goodbye(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """I send nothing more, and read nothing more.

    `sent` has the count of each of my channels. `error` is the class of the exception that ends me,
    if one does.
    """

    sent: dict[str, int]
    error: Words = ""


SessionMessage: TypeAlias = (
    Hello | Model | Welcome | Refusal | Receipt | Rejected | Goodbye
)

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
        bounds.check(frame)
        return _decoder.decode(frame)
    except (msgspec.MsgspecError, UnicodeDecodeError, bounds.BoundsError):
        return None


def words(text: str) -> str:
    """Return as much of a text as the other side is told of it: no lines, and not too much."""
    return "".join(one if one.isprintable() else "?" for one in text[:WORDS])
