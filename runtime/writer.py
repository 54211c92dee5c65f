"""Writing frames to a socket, and counting them, in one step.

Python runs signal handlers after calls. libzmq's own functions return what they did, and one call
that stays in C has one do that, and counts it: a handler strikes before or after. pyzmq's run
handlers, and what one raises says nothing of whether the frame was taken: a signal may have kept it
out.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import accumulate, takewhile
from itertools import count as numbers
from typing import Final, TypeAlias

import zmq
from runtime.libzmq import failed, libzmq
from runtime.sockets import TRANSIENT, Socket

_LAST: Final = int(zmq.NOBLOCK)
_MORE: Final = int(zmq.NOBLOCK | zmq.SNDMORE)

_Size: TypeAlias = ctypes.c_size_t

_Send: TypeAlias = Callable[[bytes, _Size, int], int]
"""From a frame, its length and flags to something negative if the frame was not taken."""

_SendAll: TypeAlias = Callable[[int, int, int], int]
"""From the address of vectors, their number and flags to something negative if they were not taken."""

_ONE: Final = (_LAST,)

_WIDTH: Final = ctypes.sizeof(ctypes.c_void_p)
_WORD: Final = {4: "I", 8: "Q"}[_WIDTH]
"""What an `array` of pointers and lengths has as its type."""

_COPIED: Final = 64 * 1024
"""Bytes that are copied once more, at most, so that one call can write them all."""

_is_taken: Final = (0).__le__


class Writer:
    """A socket, and how many frames it has taken: `written`. Whoever calls has it to himself."""

    groups = True
    """Whether several frames can be one message."""

    def __init__(self, socket: Socket) -> None:
        self.written = 0
        self.size: Callable[[bytes], int] = len
        """Returns for how many bytes a frame counts."""
        self._send = _send_of(socket)
        self._send_all = _send_all_of(socket)
        self._length = _Size()
        self._lengths = (self._length,)

    def write_one(self, frame: bytes) -> bool:
        """Write a frame, without waiting; return whether it was taken."""
        sending = map(self._send, (frame,), self._lengths, _ONE)
        self._length.value = len(frame)
        # Handlers strike after calls, and `for` is none: not before this is done.
        for taken in sending:
            if taken >= 0:
                self.written += 1
                return True
        return failed()

    def write(self, frames: list[bytes], count: int) -> int:
        """Write the first so many frames as one message, without waiting, and take them out.

        Return how many were taken. If the first one is, the others are, unless the other side has
        just left.
        """
        part = frames[:count]
        sizes = list(map(len, part))
        if self._send_all is None or sum(sizes) > _COPIED:
            return self._write_each(frames, part, sizes)
        content = array("B", b"".join(part))
        start, _ = content.buffer_info()
        places = list(accumulate(sizes, initial=start))
        vectors = array(_WORD, bytes(2 * count * _WIDTH))
        vectors[::2] = array(_WORD, places[:count])  # there is a place behind the last
        vectors[1::2] = array(_WORD, sizes)
        address, _ = vectors.buffer_info()
        sending = map(self._send_all, (address,), (count,), (_MORE,))
        for taken in sending:  # as above
            if taken >= 0:
                self.written += count
                del frames[:count]
                return count
        failed()
        return 0

    def end(self) -> None:
        """Write nothing more: the socket is about to be closed."""
        self._send = _take_nothing
        self._send_all = None

    def _write_each(
        self, frames: list[bytes], part: list[bytes], sizes: list[int]
    ) -> int:
        done: deque[tuple[int, int]] = deque([(0, 0)], maxlen=1)
        flags = (_MORE,) * (len(part) - 1) + _ONE
        sending = map(self._send, part, map(_Size, sizes), flags)
        taken = takewhile(_is_taken, sending)
        try:
            done.extend(zip(taken, numbers(1), strict=False))
        finally:
            # No call before both is done.
            self.written += done[0][1]
            del frames[: done[0][1]]
        if done[0][1] < len(part):
            failed()
        return done[0][1]


def _send_of(socket: Socket) -> _Send:
    functions = libzmq()
    if functions is None:
        return partial(_send_by_pyzmq, socket)
    return partial(functions.zmq_send, ctypes.c_void_p(int(socket.underlying)))


def _send_all_of(socket: Socket) -> _SendAll | None:
    send = getattr(libzmq(), "zmq_sendiov", None)
    return None if send is None else partial(send, int(socket.underlying))


def _send_by_pyzmq(socket: Socket, frame: bytes, _: _Size, flags: int) -> int:
    try:
        socket.send(frame, flags)
    except zmq.ZMQError as error:
        ctypes.set_errno(error.errno or 0)
        return -1
    return 0


def _take_nothing(frame: bytes, length: _Size, flags: int) -> int:
    ctypes.set_errno(TRANSIENT[0])
    return -1
