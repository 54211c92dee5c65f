"""Which of many file descriptors are readable.

On Linux, one that is watched can be lent: another thread polls it, and the one that polls all of
them sleeps on.
"""

from __future__ import annotations

import selectors
import sys
from collections.abc import Callable
from typing import Final, Protocol, TypeAlias

SetMask: TypeAlias = Callable[[int, int], None]
"""Gives a watched descriptor away, with `LENT`, or takes it back, with `WATCHED`; with `READY`, it
ends a wait. Any thread may call this. It stays in C: a signal handler strikes before or after."""

LENT: Final = 0
WATCHED: Final = 1
"""EPOLLIN."""

READY: Final = 1 | 4
"""EPOLLIN | EPOLLOUT: with that, a descriptor that can be written to is ready, whatever it gets."""


class Poller(Protocol):
    """For one thread, but for `set_mask`."""

    lends: bool
    """Whether `set_mask` may be called."""

    set_mask: SetMask

    def add(self, descriptor: int) -> None:
        """Watch a descriptor from now on."""

    def remove(self, descriptor: int) -> None:
        """Watch it no more."""

    def wait(self, timeout: float | None) -> list[int]:
        """Return what is readable, after so many seconds at most; None is for ever."""

    def close(self) -> None: ...


class Portable:
    """What every platform has."""

    lends = False

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self.set_mask: SetMask = _cannot_lend

    def add(self, descriptor: int) -> None:
        self._selector.register(descriptor, selectors.EVENT_READ)

    def remove(self, descriptor: int) -> None:
        self._selector.unregister(descriptor)

    def wait(self, timeout: float | None) -> list[int]:
        return [key.fd for key, _ in self._selector.select(timeout)]

    def close(self) -> None:
        self._selector.close()


def _cannot_lend(descriptor: int, mask: int) -> None:
    raise NotImplementedError("nothing can be lent on this platform")


if sys.platform == "linux":
    import select

    class _Epoll:
        lends = True

        def __init__(self) -> None:
            self._epoll = select.epoll()
            self.set_mask: SetMask = self._epoll.modify

        def add(self, descriptor: int) -> None:
            self._epoll.register(descriptor, WATCHED)

        def remove(self, descriptor: int) -> None:
            self._epoll.unregister(descriptor)

        def wait(self, timeout: float | None) -> list[int]:
            return [descriptor for descriptor, _ in self._epoll.poll(timeout)]

        def close(self) -> None:
            self._epoll.close()


def new_poller() -> Poller:
    """Return the best poller of this platform."""
    if sys.platform == "linux":
        return _Epoll()
    return Portable()
