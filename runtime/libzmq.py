"""libzmq's own functions, for what pyzmq cannot do: leave signal handlers alone.

pyzmq runs them inside `send` and `recv`, which then raise what a handler raised although the frame
is gone. A function of C that is called from C, as `map` calls it, returns what it did.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache
from typing import Final, Literal

import zmq
from runtime.sockets import TRANSIENT

_SOCKET: Final = ctypes.c_void_p
_MESSAGE: Final = ctypes.c_void_p


@cache
def libzmq() -> ctypes.PyDLL | None:
    """Return libzmq, if it can be called: on some platforms it is hidden inside pyzmq.

    Nothing that is called here waits, so the interpreter's lock is kept: letting go of it costs
    more.
    """
    try:
        from zmq.backend.cython import _zmq

        found = ctypes.PyDLL(_zmq.__file__, use_errno=True)
        # Without `argtypes`, which would cost as much as the call: its caller passes what C expects.
        found.zmq_send.restype = ctypes.c_int
        found.zmq_msg_init.argtypes = (_MESSAGE,)
        found.zmq_msg_move.argtypes = (_MESSAGE, _MESSAGE)
        found.zmq_msg_recv.argtypes = (_MESSAGE, _SOCKET, ctypes.c_int)
        found.zmq_msg_more.argtypes = (_MESSAGE,)
        found.zmq_msg_data.argtypes = (_MESSAGE,)
        found.zmq_msg_data.restype = ctypes.c_void_p
        found.zmq_msg_size.argtypes = (_MESSAGE,)
        found.zmq_msg_size.restype = ctypes.c_size_t
        # Public, but without a page of the manual: not every build may have it.
        with suppress(AttributeError):
            found.zmq_sendiov.argtypes = (
                _SOCKET,
                ctypes.c_void_p,
                ctypes.c_size_t,
                ctypes.c_int,
            )
    except (ImportError, AttributeError, OSError):
        return None
    return found


def failed() -> Literal[False]:
    """Return, if what has just failed may be done again.

    Raises:
        ZMQError: it may not.
    """
    if (number := ctypes.get_errno()) not in TRANSIENT:
        raise zmq.ZMQError(number)
    return False
