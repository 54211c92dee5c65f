"""A lock, and the threads that wait for what happens under it.

What `threading.Condition` does, made for signals. A handler that raises, as Ctrl-C does, can
strike inside `Condition.wait` just after it let go of the lock; its caller then gets a
RuntimeError about the lock instead of KeyboardInterrupt.

Rule 1: nobody waits while holding the lock, not even a signal handler that struck under it.
Rule 2: `wake` wakes everybody. Who was interrupted cannot swallow a wake-up meant for another.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import repeat
from math import inf
from threading import (
    TIMEOUT_MAX,
    Lock,
    RLock,
    current_thread,
    get_ident,
    main_thread,
)
from time import monotonic
from typing import Final, Protocol

PARALLEL: Final = not getattr(sys, "_is_gil_enabled", lambda: True)()
"""Whether threads run at once: there is no interpreter's lock."""

_NAP: Final = 0.5
"""Seconds after which a signal is noticed that came just as the main thread fell asleep: Python
runs its handler, and so raises KeyboardInterrupt, only when the thread wakes up."""


class Waiting(Protocol):
    """Who waits: a thread, or a task of an event loop."""

    def release(self) -> None:
        """Wake it. Any thread may call this."""


class Sleeper(Waiting, Protocol):
    """What a thread sleeps on: a lock that is held, or something like it."""

    def acquire(self, *, timeout: float) -> bool:
        """Sleep, for so many seconds at most; return whether it was woken."""


def deadline_of(timeout: float | None) -> float | None:
    """Return the moment of `monotonic()` at which a time-out is over; None is never.

    Raises:
        ValueError: the time-out is negative.
    """
    if timeout is None:
        return None
    if timeout < 0:
        raise ValueError(f"a timeout is 0 or more seconds, not {timeout!r}")
    return monotonic() + timeout


class Gate:
    """`with gate.lock:` guards; `enlist` there and `sleep` after it wait; `wake` ends that."""

    def __init__(self) -> None:
        # Reentrant: a signal handler, or a finalizer, may use what it interrupts.
        self.lock = RLock()
        self.attempts = map(self.lock.acquire, repeat(False))
        """For ever: try to take the lock, and say whether it was taken. For those of many threads who
        take it for each message. Who waits for a lock has it before he has Python's own; meanwhile
        who has that comes to wait for him, and so on: from then on, each message costs two switches
        of threads. And no handler strikes between `for` and what it does: `try` to release it."""
        self.sleepers: set[Waiting] = set()
        """Who is to be woken."""
        self.waker = 0
        """The thread that wakes the others, and so must not wait itself; 0 is none."""

    def enlist(self, sleeper: Sleeper | None = None) -> Sleeper:
        """Return what to `sleep` on, woken by whatever happens from now on. Under the lock."""
        if sleeper is None:
            sleeper = Lock()
            sleeper.acquire()
        self.sleepers.add(sleeper)
        return sleeper

    def admit(self, waiting: Waiting) -> None:
        """Wake somebody who does not `sleep`, once, by whatever happens from now on. Under the lock."""
        self.sleepers.add(waiting)

    def dismiss(self, waiting: Waiting) -> None:
        """Wake somebody no more."""
        with self.lock:
            self.sleepers.discard(waiting)

    def sleep(self, sleeper: Sleeper, timeout: float | None) -> None:
        """Return when woken, or after so many seconds.

        Raises:
            RuntimeError: this thread is the one that wakes, as in a log handler that sends.
        """
        if get_ident() == self.waker:
            text = "the receiver thread cannot wait for itself; "
            raise RuntimeError(text + "in a log handler, use send_nowait")
        held = self._let_go()
        nap = _NAP if current_thread() is main_thread() else TIMEOUT_MAX
        deadline = inf if timeout is None else monotonic() + timeout
        try:
            while not sleeper.acquire(timeout=max(0, min(nap, deadline - monotonic()))):
                if monotonic() >= deadline:
                    break
        finally:
            while held:
                self.lock.acquire()
                held -= 1
            with self.lock:
                self.sleepers.discard(sleeper)

    def wake(self) -> None:
        """Wake every sleeper, to look again. Under the lock."""
        sleepers, self.sleepers = self.sleepers, set()
        for sleeper in sleepers:
            sleeper.release()

    def wait_for(self, happened: Callable[[], bool], timeout: float) -> bool:
        """Return whether something happens, under the lock, within so many seconds."""
        deadline = monotonic() + timeout
        while True:
            with self.lock:
                if happened():
                    return True
                left = deadline - monotonic()
                if left <= 0:
                    return False
                sleeper = self.enlist()
            self.sleep(sleeper, left)

    def _let_go(self) -> int:
        """Release the lock as often as this thread holds it, and return how often that was."""
        held = 0
        while True:
            try:
                self.lock.release()
            except RuntimeError:  # it does not hold it any more
                return held
            held += 1
