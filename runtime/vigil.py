"""Sleeping beside a file descriptor: woken by other threads, as any sleeper, and by what it gets."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from typing import Final, final

if sys.platform == "linux":
    import select

    _LONGEST: Final = 24 * 3600.0
    """Seconds: epoll counts milliseconds in 31 bits."""

    @cache
    def _always_ready() -> int:
        """Return a descriptor that is readable for as long as the process lives.

        One that is closed would take a wake-up with it that its sleeper has not yet noticed.
        """
        return os.eventfd(1, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    @final
    class Vigil:
        """A sleeper of a gate, beside a descriptor that wakes it when it is readable."""

        # Who is interrupted does not close it. The epoll object does so itself, in C: a finalizer in
        # Python would be where a signal handler strikes, and nobody sees what it raises there.
        def __init__(self, descriptor: int) -> None:
            self._epoll = select.epoll()
            self._epoll.register(descriptor, select.EPOLLIN)
            # Asked about only when this is to wake.
            self._waker = _always_ready()
            self._epoll.register(self._waker, 0)

        def acquire(self, *, timeout: float) -> bool:
            """Wait for so many seconds, at most a day; return whether to wake up."""
            ready = self._epoll.poll(min(timeout, _LONGEST))
            for descriptor, _ in ready:
                if descriptor == self._waker:
                    self._epoll.modify(descriptor, 0)
            return bool(ready)

        def release(self) -> None:
            """Wake the thread that sleeps, or is about to. Any thread may call this."""
            with suppress(OSError, ValueError):  # closed: it has been woken before
                self._epoll.modify(self._waker, select.EPOLLIN)

        def close(self) -> None:
            """Let go of it now. For the thread that sleeps, and when nobody does."""
            self._epoll.close()

else:

    @final
    class Vigil:
        """Nothing is lent here, so nobody keeps one."""

        def __init__(self, descriptor: int) -> None:
            raise NotImplementedError(f"{sys.platform} has no epoll")

        def acquire(self, *, timeout: float) -> bool:
            raise NotImplementedError

        def release(self) -> None:
            raise NotImplementedError

        def close(self) -> None:
            raise NotImplementedError
