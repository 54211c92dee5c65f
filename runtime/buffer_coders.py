"""Messages with buffers to frames, and back.

Rule 1: a buffer is never copied, but for one that is shorter than a frame of its own would be.
Rule 2: every frame that came is referred to once, in what the reader knows or in what it skips.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
from msgspec.msgpack import Ext
from runtime.buffers import (
    LARGE,
    Buffer,
    FramesError,
    Parcel,
    WritableBuffer,
    parcel,
    place_in,
)

if TYPE_CHECKING:
    from typing_extensions import TypeForm

M = TypeVar("M")


class BufferEncoder:
    """Encodes the messages of a type."""

    def __init__(self, type: object) -> None:
        # It takes as long to import as half of msgspec, and only this needs it.
        from runtime.lifting import lift_of

        self._lift = lift_of(type)
        self._encoder = msgspec.msgpack.Encoder()

    def encode(self, message: object, /) -> bytes:
        """Return the frame of a message: a parcel, if it has large buffers."""
        buffers: list[memoryview] = []
        frame = self._encoder.encode(self._lift(message, buffers))
        return parcel(frame, buffers) if buffers else frame


class BufferDecoder(Generic[M]):
    """Decodes the messages of a type, in any thread."""

    def __init__(self, type: TypeForm[M]) -> None:
        self._decoder: msgspec.msgpack.Decoder[M] = msgspec.msgpack.Decoder(
            type, dec_hook=self._buffer
        )
        self._open = _Open()

    def decode(self, frame: bytes, /) -> M:
        """Return the message of a frame; raises what msgspec raises, or `FramesError`."""
        buffers: tuple[memoryview, ...] = ()
        if isinstance(frame, Parcel):
            buffers = frame.buffers
            if frame.came != len(buffers):
                text = f"a frame behind the message has less than {LARGE} bytes"
                raise FramesError(f"{text}, or all of them have too many")
        # A signal handler may send on the channel in between.
        before = self._open.frames
        frames = self._open.frames = list[memoryview | None](buffers)
        try:
            message = self._decoder.decode(frame)
        finally:
            self._open.frames = before
        if any(frames) and _referred(frame) != set(range(len(buffers))):
            raise FramesError("a frame behind the message is not referred to in it")
        return message

    def _buffer(self, type: object, value: object) -> object:
        """Return the buffer that a value is, or stands for; anything else as it is."""
        if isinstance(value, bytes):
            return memoryview(bytearray(value) if type is WritableBuffer else value)
        if not isinstance(value, Ext):
            return value  # msgspec refuses it
        view = _taken(value, self._open.frames)
        return view.toreadonly() if type is Buffer else view


class _Open(threading.local):
    """What a thread is decoding: the frames behind it that were not referred to so far."""

    def __init__(self) -> None:
        self.frames: list[memoryview | None] = []


def _taken(value: Ext, frames: list[memoryview | None]) -> memoryview:
    found = place_in(value.code, bytes(value.data))
    if found is None:
        raise FramesError("an extension that stands for no buffer")
    place, size = found
    view = frames[place] if place < len(frames) else None
    if view is None:
        raise FramesError("the frame of a buffer is missing")
    if view.nbytes != size:
        raise FramesError("the frame of a buffer has another length than announced")
    frames[place] = None
    return view


def _referred(frame: bytes) -> set[int]:
    """Return to which frames there are references anywhere in a message, skipped fields included.

    Raises:
        Exception: whatever msgspec has against it.
    """
    found: set[int] = set()

    def note(code: int, data: memoryview) -> None:
        if place := place_in(code, bytes(data)):
            found.add(place[0])

    msgspec.msgpack.decode(frame, ext_hook=note)
    return found
