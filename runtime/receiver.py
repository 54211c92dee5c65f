"""The receiver thread: waits for sockets, and for other threads, and reacts.

Rule 1: what is watched belongs to this thread; other threads have things done through `post`.
Rule 2: it waits for nothing but all of it at once, and without a timeout unless an alarm is
        set.
Rule 3: it does not die in silence: `died` hears of whatever it cannot handle.

A ZeroMQ socket is watched by the descriptor that libzmq has for that. It is readable while the
socket has something to look at, and says nothing of what was left unread: a reaction that leaves
something returns True, and is called again.
"""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from math import inf
from time import monotonic
from typing import Final, Protocol, TypeAlias

import zmq
from runtime.gate import Gate
from runtime.poller import WATCHED, new_poller
from runtime.sockets import TRANSIENT

STACK: Final = 8 * 1024 * 1024
"""Bytes: decoding recurses on this thread; with 256 KiB, a deeply nested frame is a SIGSEGV."""

Source: TypeAlias = zmq.Socket[bytes] | int
"""A ZeroMQ socket or a file descriptor."""

React: TypeAlias = Callable[[], bool]
"""Does what there is to do, and returns whether some is left."""


class Work(Protocol):
    """What a receiver thread is for."""

    def begin(self) -> None: ...
    def died(self, cause: BaseException) -> None: ...
    def release(self) -> None: ...


class Receiver:
    """A thread that polls. Only `post`, `start` and `join` are for other threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._poller = new_poller()
        self._reactions: dict[int, React] = {}
        self._unfinished: dict[int, None] = {}
        self._alarms: dict[Callable[[], None], float] = {}
        self._running = True
        self._thread: threading.Thread | None = None
        self._over = Gate()
        self._has_ended = False
        # The mailbox; the pair of sockets does nothing but end a poll.
        self._posted: deque[Callable[[], None]] = deque()
        self._bell, self._button = socket.socketpair()
        self._bell.setblocking(False)
        self._button.setblocking(False)
        # For those who borrow a descriptor; see `loan`.
        self.lends = self._poller.lends
        self.set_mask = self._poller.set_mask
        self.returned: dict[int, None] = {}
        self.bell = self._bell.fileno()
        """What wakes the thread; it can always be written to, as nobody ever does."""
        self.watch(self._bell.fileno(), self._open_mail)

    def post(self, task: Callable[[], None]) -> None:
        """Have the thread do something, soon. Any thread may call this, even a signal handler."""
        self._posted.append(task)
        # Always: a note that the bell has been rung could outlive a ringing that was interrupted.
        with suppress(OSError):  # full: it is awake; closed: it is no more
            self._button.send(b"\0")

    def watch(self, source: Source, react: React) -> None:
        """Call `react` whenever the source is ready, and once to begin with."""
        descriptor = _descriptor(source)
        if descriptor not in self._reactions:
            self._poller.add(descriptor)
        elif self.lends:
            self.set_mask(descriptor, WATCHED)
        self._reactions[descriptor] = react
        self._unfinished[descriptor] = None

    def revisit(self, source: Source) -> None:
        """React to a source once more, if it is watched.

        Needed whenever it was used outside of its reaction: libzmq may then have looked at what
        the descriptor was about to tell, and the descriptor says nothing twice.
        """
        descriptor = _descriptor(source)
        if descriptor in self._reactions:
            self._unfinished[descriptor] = None

    def take_back(self, source: Source) -> None:
        """Watch a source that was lent, and react to it once, if it is to be watched at all."""
        descriptor = _descriptor(source)
        if descriptor in self._reactions:
            if self.lends:
                self.set_mask(descriptor, WATCHED)
            self._unfinished[descriptor] = None

    def unwatch(self, source: Source) -> None:
        """Leave a source alone, watched or not."""
        descriptor = _descriptor(source)
        if self._reactions.pop(descriptor, None) is not None:
            self._poller.remove(descriptor)

    def set_alarm(self, at: float, ring: Callable[[], None]) -> None:
        """Call `ring` once, at a moment of `monotonic()`, and not when it was to be before."""
        self._alarms[ring] = at

    def clear_alarm(self, ring: Callable[[], None]) -> None:
        """Forget an alarm, set or not."""
        self._alarms.pop(ring, None)

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
        """Let go of a thread that was never started, or has ended."""
        self._bell.close()
        self._button.close()
        self._poller.close()

    def stop(self) -> None:
        """Have the thread end after what it does now."""
        self._running = False

    def join(self, timeout: float) -> None:
        """Wait for the thread to end; its own call returns at once."""
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return
        # Not at once `Thread.join`: interrupted, that takes the thread for ended on 3.11.
        if self._over.wait_for(lambda: self._has_ended, timeout):
            thread.join(timeout)

    def alive(self) -> bool:
        """Return whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def _run(self, work: Work) -> None:
        try:
            work.begin()
            while self._running:
                try:
                    self._step()
                except zmq.ZMQError as error:
                    if error.errno not in TRANSIENT:
                        raise
        except BaseException as cause:
            work.died(cause)
        finally:
            work.release()
            self.discard()
            with self._over.lock:
                self._has_ended = True
                self._over.wake()

    def _step(self) -> None:
        for descriptor in self._poller.wait(self._patience()):
            self._unfinished[descriptor] = None
        # A copy: reactions watch and unwatch. One that fails stays unfinished.
        for descriptor in tuple(self._unfinished):
            react = self._reactions.get(descriptor)
            if react is None or not react():
                self._unfinished.pop(descriptor, None)
        if self._alarms:
            now = monotonic()
            for ring in [ring for ring, at in self._alarms.items() if at <= now]:
                if self._alarms.get(ring, inf) <= now:
                    del self._alarms[ring]
                    try:
                        ring()
                    except zmq.ZMQError:  # perhaps transient
                        self._alarms.setdefault(ring, now)
                        raise

    def _patience(self) -> float | None:
        """Return the seconds until the next alarm; None is for ever."""
        if self._unfinished:
            return 0
        if not self._alarms:
            return None
        return max(0, min(self._alarms.values()) - monotonic())

    def _open_mail(self) -> bool:
        if self.lends:
            self.set_mask(self.bell, WATCHED)
        while self.returned:
            self.take_back(self.returned.popitem()[0])
        with suppress(BlockingIOError):
            while self._bell.recv(4096):
                pass
        while self._posted:
            # Left in the box while it is done: a transient error has it done again.
            self._posted[0]()
            self._posted.popleft()
        return False


def _descriptor(source: Source) -> int:
    return source if isinstance(source, int) else int(source.getsockopt(zmq.FD))
