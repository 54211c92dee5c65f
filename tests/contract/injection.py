"""Faults that befall the receiver thread of a connection, at a point of one's choice.

It is the one test module that knows what the runtime is made of.
"""

from __future__ import annotations

import ctypes
import errno
import threading
from collections.abc import Callable
from time import monotonic
from typing import Final

import zmq

from tests.contract.wire import Host, Kernel

POINTS: Final = ("poll", "recv", "decode", "enqueue", "ack", "wake")
TRANSIENT: Final = ("EINTR", "EAGAIN")
"""What libzmq may say although nothing is wrong."""

FATAL: Final = (
    "ETERM",
    "ENOTSOCK",
    "EMFILE",
    "MemoryError",
    "RecursionError",
    "SystemExit",
    "KeyboardInterrupt",
)

ERRNOS: Final = {
    "EINTR": errno.EINTR,
    "EAGAIN": errno.EAGAIN,
    "ETERM": int(zmq.ETERM),
    "ENOTSOCK": errno.ENOTSOCK,
    "EMFILE": errno.EMFILE,
}
RAISED: Final = {
    "MemoryError": MemoryError,
    "RecursionError": RecursionError,
    "SystemExit": SystemExit,
}


class Injection:
    """A fault that happens once, as the thread gets to the point the next time."""

    def __init__(
        self, side: Host | Kernel, point: str, fault: str, channel: str
    ) -> None:
        self.at = 0.0
        self.errno = ERRNOS.get(fault, 0)
        self._fault = fault
        self._happened = threading.Event()
        inbox = getattr(side, channel)._inbox
        # It is the receiver thread that is to fail, not a caller who reads in its place.
        side._receiver.post(vars(side._session)["traffic"].recall)
        owner: object
        match point:
            case "poll":
                owner, name = side._receiver._poller, "wait"
            case "recv":
                owner, name = inbox.socket, "recv"
            case "decode":
                owner, name = inbox._batch, "unpack"
            case "enqueue":
                owner, name = inbox, "_add"
            case "ack":
                owner, name = vars(side._session)["_voice"].socket, "send"
            case "wake":
                owner, name = inbox._gate, "wake"
            case _:
                raise ValueError(f"no such point: {point!r}")
        self._lay(owner, name)

    def happened(self, timeout: float) -> bool:
        """Wait for the fault."""
        return self._happened.wait(timeout)

    def is_cause(self, error: BaseException | None) -> bool:
        """Return whether an exception is the fault."""
        if self._fault in ERRNOS:
            return isinstance(error, zmq.ZMQError) and error.errno == self.errno
        return type(error).__name__ == self._fault

    def _lay(self, owner: object, name: str) -> None:
        original: Callable[..., object] = getattr(owner, name)

        def fail(*args: object, **options: object) -> object:
            if threading.current_thread() is threading.main_thread():
                return original(*args, **options)
            delattr(owner, name)
            self.at = monotonic()
            self._happened.set()
            self._raise()
            return original(*args, **options)

        setattr(owner, name, fail)

    def _raise(self) -> None:
        if self._fault in ERRNOS:
            raise zmq.ZMQError(self.errno)
        if self._fault in RAISED:
            raise RAISED[self._fault]
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(threading.get_ident()), ctypes.py_object(KeyboardInterrupt)
        )
        while True:  # until it strikes
            pass
