"""Parcels on sockets: a frame and the buffers behind it are one multipart message.

Rule 1: a buffer is not copied. libzmq says when it is done with it; until then it is held, so
        that it can be neither freed nor resized. At exit, when pyzmq forgets what it holds, it is
        held for good: libzmq's threads go on, and end the process if the memory is gone.
Rule 2: what does not belong to a message is not kept, and is noted: the next one begins with its
        own frame.
Rule 3: pyzmq runs signal handlers after it has sent something, and then nobody knows. They only
        strike in the main thread, for which the receiver thread writes instead.
"""

from __future__ import annotations

import atexit
import ctypes
from collections.abc import Callable
from functools import partial
from itertools import repeat
from threading import get_ident, main_thread
from typing import Final, Never, Protocol, TypeAlias

import zmq
import zmq.backend
from runtime.buffer_channel import BufferChannel
from runtime.buffers import LARGE, Parcel, parcel, size_of
from runtime.channel import Channel, M
from runtime.sockets import TRANSIENT, Socket
from runtime.writer import Writer

_LAST: Final = int(zmq.NOBLOCK)
_MORE: Final = int(zmq.NOBLOCK | zmq.SNDMORE)

# A reference that nobody gives back.
_hold_for_good: Final = ctypes.pythonapi.Py_IncRef
_SendPart: TypeAlias = Callable[[bytes | memoryview, int, bool], object]
"""From a part, its flags and whether to copy it, to nothing of interest."""


class ParcelWriter(Writer):
    """A socket, and how many messages it has taken: `written`."""

    groups = False

    def __init__(self, socket: Socket) -> None:
        # Only who sends buffers needs it; and its own `atexit` has to come first, to be run last.
        from zmq.utils.garbage import gc

        super().__init__(socket)
        self.size = size_of
        self._held_by_pyzmq = gc
        # Not that of `zmq.Socket`, which is a function of Python.
        self._send_part: _SendPart = partial(zmq.backend.Socket.send, socket)
        atexit.register(self._leave)

    def write_one(self, frame: bytes) -> bool:
        if isinstance(frame, Parcel):
            return self._write_parcel(frame)
        return super().write_one(frame)

    def write(self, frames: list[bytes], count: int) -> int:
        """Write each of the first so many frames as a message; return how many were taken."""
        for done in range(count):
            if not self.write_one(frames[0]):
                return done
            del frames[0]
        return count

    def end(self) -> None:
        super().end()
        self._send_part = _take_nothing
        atexit.unregister(self._leave)

    def _leave(self) -> None:
        self._send_part = _take_nothing
        for held in list(self._held_by_pyzmq.refs.values()):
            _hold_for_good(ctypes.py_object(held))

    def _write_parcel(self, whole: Parcel) -> bool:
        if get_ident() == main_thread().ident:
            return False
        parts: list[bytes | memoryview] = [whole, *whole.buffers]
        flags = (_MORE,) * (len(parts) - 1) + (_LAST,)
        taken: list[object] = []
        try:
            taken.extend(map(self._send_part, parts, flags, repeat(False)))
        except zmq.ZMQError as error:
            if error.errno not in TRANSIENT:
                raise
            # If the other side leaves halfway, libzmq drops the rest, and waits for it.
            begun = slice(len(taken) + 1, None) if taken else slice(0)
            for part, flag in zip(parts[begun], flags[begun], strict=True):
                self._send_part(part, flag, False)
        finally:
            if len(taken) == len(parts):
                self.written += 1
        return len(taken) == len(parts)


class ParcelReader:
    """Reads messages from a socket, with their buffers as views of what libzmq has received.

    Args:
        limit: how many bytes of a message are kept.
    """

    def __init__(self, socket: Socket, limit: int) -> None:
        self._socket = socket
        self._limit = limit
        self._begin()

    def recv(self, flags: int) -> bytes:
        """Return the frame of the next message: a parcel, if others came with it.

        Raises:
            ZMQError: there is none yet, or the socket says something else.
        """
        while True:
            part = self._socket.recv(flags, copy=False)
            self._take(part)
            if not part.more:
                return self._whole()

    def _begin(self) -> None:
        self._first: bytes | None = None
        self._buffers: list[memoryview] = []
        self._came = 0
        self._size = 0

    def _take(self, part: zmq.Frame) -> None:
        size = len(part)
        self._size += size
        if self._first is None:
            self._first = part.bytes
            return
        self._came += 1
        if size >= LARGE and self._size <= self._limit:
            self._buffers.append(part.buffer)

    def _whole(self) -> bytes:
        frame, came, size = self._first or b"", self._came, self._size
        if came:
            whole = parcel(frame, self._buffers)
            whole.came, whole.size = came, size
            frame = whole
        self._begin()
        return frame


def writer_of(channel: Channel[Never] | Channel[object], socket: Socket) -> Writer:
    """Return what writes the frames of a channel."""
    return (
        ParcelWriter(socket) if isinstance(channel, BufferChannel) else Writer(socket)
    )


class Source(Protocol):
    """Gives frames, as a socket does."""

    def recv(self, flags: int) -> bytes: ...


def source_of(channel: Channel[M], socket: Socket) -> Source:
    """Return what reads the frames of a channel."""
    if isinstance(channel, BufferChannel):
        return ParcelReader(socket, channel.max_message_bytes)
    return socket


def _take_nothing(part: object, flag: int, copy: bool) -> Never:
    raise zmq.Again
