"""Writing frames to a socket, and counting them, in one step.

Python runs signal handlers after calls, and pyzmq runs them inside `send`, which then raises what
the handler raised although the frame may be gone. libzmq's own function, called through ctypes,
returns what it did; and one call that stays in C has it do that, and counts it. A handler strikes
before or after.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count, takewhile
from typing import Final, TypeAlias

import zmq
from runtime.sockets import TRANSIENT, Socket

_LAST: Final = int(zmq.NOBLOCK)
_MORE: Final = int(zmq.NOBLOCK | zmq.SNDMORE)

_Send: TypeAlias = Callable[[bytes, int, int], int]
"""From a frame, its length and flags to something negative if the frame was not taken."""

_is_taken: Final = (0).__le__


class Writer:
    """The frames that a socket has taken. Whoever calls has the socket to himself."""

    def __init__(self, socket: Socket) -> None:
        self._send = _send_of(socket)
        self._numbers = count(1)
        self._latest = deque([(0, 0)], maxlen=1)

    @property
    def written(self) -> int:
        """How many frames were taken so far."""
        return self._latest[0][1]

    def write(self, frames: Sequence[bytes]) -> int:
        """Write frames as one message, without waiting; return how many were taken.

        If the first one is, the others are, unless the other side has just left.
        """
        before = self.written
        flags = (_MORE,) * (len(frames) - 1) + (_LAST,)
        taken = takewhile(_is_taken, map(self._send, frames, map(len, frames), flags))
        self._latest.extend(zip(taken, self._numbers, strict=False))
        done = self.written - before
        if done < len(frames) and (number := ctypes.get_errno()) not in TRANSIENT:
            raise zmq.ZMQError(number)
        return done

    def end(self) -> None:
        """Write nothing more: the socket is about to be closed."""
        self._send = _take_nothing


def _send_of(socket: Socket) -> _Send:
    try:
        from zmq.backend.cython import _zmq

        # It does not wait, so the interpreter's lock is kept: letting go of it costs more.
        function = ctypes.PyDLL(_zmq.__file__, use_errno=True).zmq_send
    except (
        ImportError,
        AttributeError,
        OSError,
    ):  # libzmq is inside pyzmq, and cannot be called
        return partial(_send_by_pyzmq, socket)
    function.argtypes = (
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_int,
    )
    function.restype = ctypes.c_int
    return partial(function, int(socket.underlying))


def _send_by_pyzmq(socket: Socket, frame: bytes, _: int, flags: int) -> int:
    try:
        socket.send(frame, flags)
    except zmq.ZMQError as error:
        ctypes.set_errno(error.errno or 0)
        return -1
    return 0


def _take_nothing(frame: bytes, length: int, flags: int) -> int:
    ctypes.set_errno(TRANSIENT[0])
    return -1
