"""A channel: a named one-way stream of messages of one type.

Rule 1: a channel is a value: frozen, compared by content.
Rule 2: here, and nowhere else, a type becomes a decoder, so `M` is what arrives.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from itertools import islice
from typing import (
    TYPE_CHECKING,
    Final,
    Generic,
    Literal,
    NoReturn,
    Protocol,
    TypeAlias,
    TypeVar,
)

import msgspec
from runtime import bounds
from runtime.errors import EncodeError, MessageTooLarge

if TYPE_CHECKING:
    from runtime.flat import Structs
    from typing_extensions import TypeForm

M = TypeVar("M")

Overflow: TypeAlias = Literal["block", "error", "drop_oldest", "drop_newest", "latest"]
"""What `send` does while `capacity` messages wait for the other side."""

OVERFLOWS: Final[tuple[Overflow, ...]] = (
    "block",
    "error",
    "drop_oldest",
    "drop_newest",
    "latest",
)

# What msgspec raises when a message cannot be encoded: integers beyond 64 bits, cycles, lone
# surrogates, types it does not know, and whatever an `enc_hook` thinks of.
_UNENCODABLE: Final = (
    msgspec.MsgspecError,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
)


_UNSEEN: Final[Structs] = frozenset((object,))
"""Until a message has been long enough to be looked at."""

_AT_ONCE: Final = 128
"""How many messages are encoded before other threads get their turn."""

M_co = TypeVar("M_co", covariant=True)


class Encodes(Protocol):
    """Makes frames of messages."""

    def encode(self, message: object, /) -> bytes: ...


class Decodes(Protocol[M_co]):
    """Makes messages of frames."""

    def decode(self, frame: bytes, /) -> M_co: ...


Coders: TypeAlias = tuple[Encodes, Decodes[M], Callable[[bytes], int]]


class Channel(Generic[M]):
    """What both sides must know of a channel.

    Args:
        name: an identifier, unique among the channels of a connection.
        type: what the channel carries; its decoder is made here, once.
        capacity: how many messages may wait on each side; at least 1.
        overflow: what `send` does beyond that.
        platforms: the values of `sys.platform` with this channel; all of them, if empty.
        max_message_bytes: how long a frame may be; at least 1.
        fingerprint: what the wire model says of the channel, as 64 hexadecimal digits;
            empty for a channel that no catalogue has.
        names: the same of what things are called in Python.
    """

    __slots__ = (
        "_encoder",
        "_flat",
        "capacity",
        "decoder",
        "fingerprint",
        "max_message_bytes",
        "name",
        "names",
        "overflow",
        "platforms",
        "size",
        "type",
    )

    name: str
    type: TypeForm[M]
    capacity: int
    overflow: Overflow
    platforms: tuple[str, ...]
    max_message_bytes: int
    fingerprint: str
    names: str
    decoder: Decodes[M]
    size: Callable[[bytes], int]
    """Returns for how many bytes a frame counts."""
    _encoder: Encodes
    _flat: Structs
    """Whose messages need not be checked for how deep they are, once they were decoded."""

    def __init__(
        self,
        name: str,
        type: TypeForm[M],
        *,
        capacity: int = 1000,
        overflow: Overflow = "block",
        platforms: tuple[str, ...] = (),
        max_message_bytes: int = 64 * 1024 * 1024,
        fingerprint: str = "",
        names: str = "",
    ) -> None:
        if not (name.isascii() and name.isidentifier()):
            raise ValueError(f"channel {name!r}: the name is not an identifier")
        if capacity < 1:
            raise ValueError(
                f"channel {name!r}: capacity is {capacity}; it is at least 1"
            )
        if overflow not in OVERFLOWS:
            known = ", ".join(OVERFLOWS)
            raise ValueError(
                f"channel {name!r}: overflow is {overflow!r}, not one of {known}"
            )
        if max_message_bytes < 1:
            raise ValueError(
                f"channel {name!r}: max_message_bytes is {max_message_bytes}; it is at least 1"
            )
        encoder, decoder, size = self._coders(type)
        put = object.__setattr__
        put(self, "name", name)
        put(self, "type", type)
        put(self, "capacity", capacity)
        put(self, "overflow", overflow)
        put(self, "platforms", platforms)
        put(self, "max_message_bytes", max_message_bytes)
        put(self, "fingerprint", fingerprint)
        put(self, "names", names)
        put(self, "decoder", decoder)
        put(self, "_encoder", encoder)
        put(self, "_flat", _UNSEEN)
        put(self, "size", size)

    @property
    def here(self) -> bool:
        """Whether the channel exists on this platform."""
        return not self.platforms or sys.platform in self.platforms

    def encode(self, message: M) -> bytes:
        """Return the frame of a message.

        Raises:
            EncodeError: the message is not of the channel's type, or holds what msgpack cannot
                say, or is nested too deeply.
            MessageTooLarge: its frame would have more than `max_message_bytes`.
        """
        try:
            frame = self._encoder.encode(message)
        except _UNENCODABLE as error:
            raise EncodeError(self._refusal(message, error)) from error
        size, limit = self.size(frame), self.max_message_bytes
        if size > limit:
            text = (
                f"channel {self.name!r}: {type(message).__name__} takes {size} bytes; "
            )
            raise MessageTooLarge(f"{text}at most {limit} may be sent", size, limit)
        try:
            # msgspec checks nothing as it encodes. What the other side will do is known here.
            if size > bounds.DEPTH and (
                type(message) not in self._flat or size > bounds.ELEMENTS
            ):
                if self._flat is _UNSEEN:
                    self._find_flat()
                bounds.check(frame)
            self.decoder.decode(frame)
        except Exception as error:
            self._explain(message, frame, error)
        return frame

    def encode_all(self, messages: Iterable[M]) -> list[bytes]:
        """Return the frames of messages; raises as `encode` for the first that has none."""
        frames: list[bytes] = []
        unread = iter(messages)
        while some := list(islice(unread, _AT_ONCE)):
            try:
                encoded = self._encoded(some)
            except Exception:
                for message in some:
                    self.encode(message)
                raise  # nothing is wrong with any: a signal handler has struck
            if len(encoded) < len(some):
                encoded = [self.encode(message) for message in some]
            frames += encoded
        return frames

    def decode(self, frame: bytes) -> M:
        """Return the message of a frame; raises whatever the decoder raises."""
        return self.decoder.decode(frame)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Channel):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        return hash((self.name, self.capacity, self.overflow, self.platforms))

    def __repr__(self) -> str:
        return f"<Channel {self.name!r}>"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self!r} is frozen; make another one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self!r} is frozen; make another one")

    def _coders(self, type: TypeForm[M]) -> Coders[M]:
        """Return what makes frames of messages, messages of frames, and how long a frame is."""
        return msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(type), len

    def _find_flat(self) -> None:
        # Of use to who sends, and only then.
        from runtime.flat import flat_structs

        object.__setattr__(self, "_flat", flat_structs(self.type))

    def _encoded(self, messages: list[M]) -> list[bytes]:
        """Return the frames of messages without a line of Python for each.

        Where anything may be wrong, it returns less, or raises something.
        """
        frames = list(map(self._encoder.encode, messages))
        sizes = list(map(self.size, frames))
        longest = max(sizes, default=0)
        if longest > self.max_message_bytes:
            return []
        if longest > bounds.DEPTH:
            if self._flat is _UNSEEN:
                self._find_flat()
            is_flat = self._flat.issuperset(map(type, messages))
            if not (is_flat and longest <= bounds.ELEMENTS):
                for frame in () if bounds.are_plain(frames, sizes) else frames:
                    bounds.check(frame)
        # A `map` takes StopIteration, which the message's own code may raise, for its own end.
        return frames[: len(list(map(self.decoder.decode, frames)))]

    def _explain(self, message: M, frame: bytes, error: Exception) -> NoReturn:
        """Raise why a message cannot be sent; the error alone, if it is not of the message.

        A signal handler may have raised it just after the message was found to be right. Another
        one may strike now: where `done` has the message, no fault of it is raised.
        """
        done: list[M] = []
        decoded = map(self.decoder.decode, (frame,))
        try:
            bounds.check(frame)
        except bounds.BoundsError as found:
            raise EncodeError(self._refusal(message, found)) from found
        try:
            done.extend(decoded)
        except Exception as found:
            if done:
                raise
            raise EncodeError(self._refusal(message, found)) from found
        if (
            not done
        ):  # the message's own code has raised StopIteration, which ends a `map`
            raise EncodeError(self._refusal(message, error)) from error
        raise error

    def _refusal(self, message: M, error: Exception) -> str:
        kind = type(message).__name__
        return f"channel {self.name!r}: this {kind} cannot be sent: {error}"

    def _content(self) -> tuple[object, ...]:
        return (
            self.__class__,
            self.name,
            self.type,
            self.capacity,
            self.overflow,
            self.platforms,
            self.max_message_bytes,
            self.fingerprint,
            self.names,
        )
