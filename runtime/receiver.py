"""The receiver thread: waits for sockets, and for other threads, and reacts.

Rule 1: what is watched belongs to this thread; other threads have things done through `post`.
Rule 2: it waits for nothing but all of it at once, and without a timeout unless an alarm is
        set.
Rule 3: it does not die in silence: `died` hears of whatever it cannot handle.
"""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from time import monotonic
from typing import Final, Protocol, TypeAlias

import zmq

STACK: Final = 8 * 1024 * 1024
"""Bytes: decoding recurses on this thread; with 256 KiB, a deeply nested frame is a SIGSEGV."""

Source: TypeAlias = zmq.Socket[bytes] | int
"""A ZeroMQ socket or a file descriptor."""


class Work(Protocol):
    """What a receiver thread is for."""

    def begin(self) -> None: ...
    def died(self, cause: BaseException) -> None: ...
    def release(self) -> None: ...


class Receiver:
    """A thread that polls. Only `post`, `start` and `join` are for other threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._poller = zmq.Poller()
        self._reactions: dict[Source, Callable[[], None]] = {}
        self._alarm: tuple[float, Callable[[], None]] | None = None
        self._running = True
        self._thread: threading.Thread | None = None
        # The mailbox; the pair of sockets does nothing but end a poll.
        self._posted: deque[Callable[[], None]] = deque()
        self._bell, self._button = socket.socketpair()
        self._bell.setblocking(False)
        self._button.setblocking(False)
        self.watch(self._bell.fileno(), zmq.POLLIN, self._open_mail)

    def post(self, task: Callable[[], None]) -> None:
        """Have the thread do something, soon. Any thread may call this, even a signal handler."""
        self._posted.append(task)
        # Always: a note that the bell has been rung could outlive a ringing that was interrupted.
        with suppress(OSError):  # full: it is awake; closed: it is no more
            self._button.send(b"\0")

    def watch(self, source: Source, event: int, react: Callable[[], None]) -> None:
        """Call `react` whenever the source is ready."""
        self._poller.register(source, event)
        self._reactions[source] = react

    def unwatch(self, source: Source) -> None:
        """Leave a source alone, watched or not."""
        if self._reactions.pop(source, None) is not None:
            self._poller.unregister(source)

    def set_alarm(self, at: float, ring: Callable[[], None]) -> None:
        """Call `ring` once, at a moment of `monotonic()`; this replaces the alarm set before."""
        self._alarm = (at, ring)

    def start(self, work: Work) -> None:
        """Start the thread."""
        self._thread = threading.Thread(
            target=self._run, args=(work,), name=self._name, daemon=True
        )
        before = threading.stack_size(STACK)
        try:
            self._thread.start()
        finally:
            threading.stack_size(before)

    def discard(self) -> None:
        """Let go of a thread that was never started."""
        self._bell.close()
        self._button.close()

    def stop(self) -> None:
        """Have the thread end after what it does now."""
        self._running = False

    def join(self, timeout: float) -> None:
        """Wait for the thread to end; its own call returns at once."""
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _run(self, work: Work) -> None:
        try:
            work.begin()
            while self._running:
                self._step()
        except BaseException as cause:
            work.died(cause)
        finally:
            work.release()
            self.discard()

    def _step(self) -> None:
        for source, _ in self._poller.poll(self._patience()):
            react = self._reactions.get(source)
            if (
                react is not None
            ):  # else an earlier reaction of this round has unwatched it
                react()
        if self._alarm is not None and self._alarm[0] <= monotonic():
            _, ring = self._alarm
            self._alarm = None
            ring()

    def _patience(self) -> int | None:
        """Return the milliseconds until the alarm."""
        if self._alarm is None:
            return None
        return max(0, ceil((self._alarm[0] - monotonic()) * 1000))

    def _open_mail(self) -> None:
        with suppress(BlockingIOError):
            while self._bell.recv(4096):
                pass
        while self._posted:
            self._posted.popleft()()
