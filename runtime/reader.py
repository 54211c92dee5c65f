"""Reading frames where a signal handler may strike: received and kept in one step.

The counterpart of `writer`. One call that stays in C has libzmq receive a frame, and adds it to a
list: a handler strikes before or after.
"""

from __future__ import annotations

import ctypes
from functools import partial
from typing import Final

import zmq
from runtime.libzmq import libzmq
from runtime.sockets import Socket

_NOBLOCK: Final = (int(zmq.NOBLOCK),)

_MESSAGE: Final = 64
"""Bytes of a `zmq_msg_t`: https://libzmq.readthedocs.io/en/latest/zmq_msg_init.html."""

_LARGE: Final = 64 * 1024
"""Bytes of a frame that libzmq does not keep until the next one is read."""

_is_received: Final = (0).__le__

# Not `ctypes.string_at`, which is a function of Python, after whose call a handler may strike.
_bytes: Final = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_ssize_t)(
    ("PyBytes_FromStringAndSize", ctypes.pythonapi)
)


class Reader:
    """Reads a socket, which whoever calls has to himself. `frames` has what nobody took out yet."""

    def __init__(self, socket: Socket, functions: ctypes.PyDLL) -> None:
        self.frames: list[bytes] = []
        # What libzmq receives into; and what never has anything in it.
        self._received = ctypes.create_string_buffer(_MESSAGE)
        self._empty = ctypes.create_string_buffer(_MESSAGE)
        functions.zmq_msg_init(self._received)
        functions.zmq_msg_init(self._empty)
        address = ctypes.addressof(self._received)
        self._address = (address,)
        self._receive = partial(functions.zmq_msg_recv, address, int(socket.underlying))
        self._data = partial(functions.zmq_msg_data, address)
        self._size = functions.zmq_msg_size
        self._more = partial(functions.zmq_msg_more, address)
        self._forget = partial(functions.zmq_msg_move, address, self._empty)

    def read(self) -> int:
        """Add a frame to `frames`, without waiting; return 0, or why there is none: an `errno`."""
        before = len(self.frames)
        sizes = filter(_is_received, map(self._receive, _NOBLOCK))
        # `zmq_msg_data` is called for each size, and ignores it.
        data = map(self._data, sizes)
        self.frames.extend(map(_bytes, data, map(self._size, self._address)))
        if len(self.frames) == before:
            return ctypes.get_errno()
        if len(self.frames[-1]) > _LARGE:
            self.let_go()
        return 0

    def more(self) -> bool:
        """Return whether the last frame came with others, which are there."""
        return bool(self._more())

    def let_go(self) -> None:
        """Have libzmq keep nothing of what was read: nobody else frees it."""
        self._forget()


def reader_of(socket: Socket) -> Reader | None:
    """Return what reads a socket in this way, if libzmq can be called here."""
    functions = libzmq()
    return None if functions is None else Reader(socket, functions)
