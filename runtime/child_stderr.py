"""What a child writes to its standard error: passed on to ours as it comes, and its end kept.

Rule 1: the child is not blocked, whatever happens to our standard error.
Rule 2: when the child has ended, so does this, whoever else can still write to the pipe.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextlib import suppress
from typing import Final

from runtime.our_stderr import STDERR, OurStderr

if sys.platform != "win32":
    import select
    import signal

_TAIL: Final = 4096
_READ: Final = 64 * 1024
_LATE: Final = 1024 * 1024
"""As much as a pipe can hold: what comes after that was not written by a child that has ended."""
_PATIENCE: Final = 1.0
"""How many seconds to wait for what hardly takes any time."""


class ChildStderr:
    """The reading end of a pipe, and the thread that empties it.

    Args:
        source: the descriptor; from now on it is this object's to close.
        pid: who writes to it.
    """

    def __init__(self, source: int, pid: int) -> None:
        self._tail = b""
        self._cut = False
        self._ended = False
        self._complete = threading.Event()
        self._ours = OurStderr(f"process {pid}")
        end, self._end = pipe()
        self._thread = threading.Thread(
            target=self._run,
            args=(source, end),
            name=f"stubwire-stderr-{pid}",
            daemon=True,
        )
        atexit.register(self._leave)
        try:
            self._thread.start()
        except BaseException:
            atexit.unregister(self._leave)
            os.close(end)
            os.close(self._end)
            raise

    def end(self) -> None:
        """Read what is there, and no more: the child has ended. To be called once."""
        self._ended = True
        os.close(self._end)

    def tail(self) -> str:
        """Return the last 4 kB so far; from the start of a line, if that leaves half of them."""
        tail = self._tail
        if self._cut:
            tail = tail[tail.find(b"\n", 0, _TAIL // 2) + 1 :]
        return tail.decode(errors="replace")

    def wait(self) -> None:
        """Wait until the tail is complete. After `end` that is at once, or nearly so."""
        self._complete.wait(_PATIENCE)

    def _leave(self) -> None:
        """When this program ends, let the last words of a child that has ended get out."""
        if self._ended:
            self._thread.join(_PATIENCE)

    def _run(self, source: int, end: int) -> None:
        try:
            if sys.platform != "win32":
                # Where a program lets this signal end it, that is for what it writes itself.
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPIPE])
            self._empty(source, end)
        finally:
            self._complete.set()
            os.close(source)
            os.close(end)
        self._ours.flush()
        atexit.unregister(self._leave)

    def _keep(self, data: bytes) -> None:
        self._cut = self._cut or len(self._tail) + len(data) > _TAIL
        self._tail = (self._tail + data)[-_TAIL:]
        self._ours.put(data)

    if sys.platform == "win32":

        def _empty(self, source: int, end: int) -> None:
            """Without `poll`: until nobody can write to the pipe, and at the pace of ours."""
            while data := os.read(source, _READ):
                self._keep(data)
                self._ours.flush()

    else:

        def _empty(self, source: int, end: int) -> None:
            """Read until nobody can write to the pipe, or the child has ended and it is empty."""
            idle, busy = select.poll(), select.poll()
            for poll in (idle, busy):
                poll.register(source, select.POLLIN)
                poll.register(end, select.POLLIN)
            busy.register(STDERR, select.POLLOUT)
            while True:
                ready = dict((busy if self._ours.waits else idle).poll())
                if end in ready:
                    break
                if source in ready:
                    data = os.read(source, _READ)
                    if not data:
                        return
                    self._keep(data)
                self._ours.flow()
            os.set_blocking(source, False)
            late = 0
            with suppress(BlockingIOError):
                while late < _LATE and (data := os.read(source, _READ)):
                    late += len(data)
                    self._keep(data)


def pipe() -> tuple[int, int]:
    """Return the two ends of a pipe, which are never taken for a standard stream."""
    ends = os.pipe()
    if min(ends) > STDERR:
        return ends
    try:  # a stream is closed; while its number is taken, make another one
        return pipe()
    finally:
        for end in ends:
            os.close(end)
