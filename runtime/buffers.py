"""Buffers: bytes that are too many to be copied, and how a frame refers to them.

A message whose buffers are short is one frame, as any other. From `LARGE` bytes on, a buffer is a
frame of its own behind that of the message, in which a reference stands in its place.

Rule 1: one type for what is sent and what arrives: anything with the buffer protocol is taken, a
        `memoryview` is what comes out.
Rule 2: each frame is referred to once, with its length. What does not add up is a dead letter.
"""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Sequence
from struct import Struct
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec.msgpack import Ext

if TYPE_CHECKING:
    Buffer: TypeAlias = memoryview
    """Bytes that are not copied; what arrives is read-only."""
    WritableBuffer: TypeAlias = memoryview
    """Bytes that are not copied; what arrives can be written to."""
else:
    # Classes for msgspec, which decodes a `memoryview` by itself and leaves others to a hook. Its
    # errors have their names: those of the catalogue.
    Buffer = ABCMeta("buffer", (), {"__module__": __name__})
    WritableBuffer = ABCMeta("writable_buffer", (), {"__module__": __name__})
    Buffer.register(memoryview)
    WritableBuffer.register(memoryview)

LARGE: Final = 64 * 1024
"""From so many bytes on, a buffer is a frame of its own."""

_CODE: Final = 66
"""The msgpack extension that a reference is."""

_PLACE: Final = Struct(">IQ")
"""Which of the frames behind the message it is, and how many bytes that has."""


class FramesError(ValueError):
    """The frames of a message do not fit together."""


class Parcel(bytes):
    """The frame of a message, with the buffers behind it: `size` bytes in all.

    `came` is how many frames came with it: more than `buffers` if some could not be.
    """

    buffers: tuple[memoryview, ...]
    came: int
    size: int


def parcel(frame: bytes, buffers: Sequence[memoryview]) -> Parcel:
    """Return a frame together with its buffers."""
    made = Parcel(frame)
    made.buffers = tuple(buffers)
    made.came = len(buffers)
    made.size = len(frame) + sum(buffer.nbytes for buffer in buffers)
    return made


def size_of(frame: bytes) -> int:
    """Return how many bytes a message has, all of its frames together."""
    return frame.size if isinstance(frame, Parcel) else len(frame)


def reference(place: int, size: int) -> Ext:
    """Return what stands in a message for a buffer."""
    return Ext(_CODE, _PLACE.pack(place, size))


def place_in(code: int, data: bytes) -> tuple[int, int] | None:
    """Return which of the frames a reference means, and its length; None if it is no reference."""
    if code != _CODE or len(data) != _PLACE.size:
        return None
    place, size = _PLACE.unpack(data)
    return place, size
