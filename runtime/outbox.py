"""Frames on their way out of a channel, from any thread to one socket.

Rule 1: the socket is used under the lock, and never blocks.
Rule 2: a frame that cannot be written waits in the backlog. While one waits there, nobody
        writes but the receiver thread, which also polls the socket; so order holds, and the
        socket has one user at a time.
Rule 3: what was accepted is written, unless `overflow` or the end of the connection says
        otherwise; that is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final

import zmq
from runtime.backlog import Backlog
from runtime.channel import Overflow
from runtime.endings import Ending
from runtime.errors import ChannelFull
from runtime.gate import Gate, deadline_of
from runtime.sockets import Socket
from runtime.stats import Stats

PARTS: Final = 64
"""How many messages `send_many` writes as one multipart message, at most."""

_LAST: Final = int(zmq.NOBLOCK)
_MORE: Final = int(zmq.NOBLOCK | zmq.SNDMORE)


class Outbox:
    """Takes frames from any thread.

    `name` is the end it belongs to, for its errors. `claim` asks the receiver thread to
    `flush`, until that returns True.
    """

    def __init__(
        self,
        name: str,
        capacity: int,
        overflow: Overflow,
        socket: Socket,
        claim: Callable[[Outbox], None],
    ) -> None:
        self.socket = socket
        self._name = name
        self._capacity = capacity
        self._overflow = overflow
        self._claim = claim
        self._gate = Gate()
        self._backlog = Backlog()
        self._ending: Ending | None = None
        self._sent = 0
        self._dropped = 0

    def put(self, frame: bytes, timeout: float | None) -> None:
        """Accept a frame, waiting while there is no room; raises as `Push.send`."""
        with self._gate.lock:
            if self._ending is None and not self._backlog.size:
                # Counted first: if a signal handler strikes, the other side would rather wait for
                # a frame that never comes than end the channel one too early.
                self._sent += 1
                try:
                    self.socket.send(frame, _LAST)
                except zmq.Again:
                    self._sent -= 1
                else:
                    return
        self._accept((frame,), deadline_of(timeout))

    def put_many(self, frames: tuple[bytes, ...], timeout: float | None) -> None:
        """Accept frames in order, in groups; raises as `Push.send_many`."""
        deadline = deadline_of(timeout)
        step = min(PARTS, self._capacity)
        for start in range(0, len(frames), step):
            try:
                self._accept(frames[start : start + step], deadline)
            except ChannelFull as full:
                raise self._full(start + full.accepted) from None

    def stats(self) -> Stats:
        """Return what has been counted so far."""
        with self._gate.lock:
            waiting = self._backlog.size
            return Stats(sent=self._sent, queued=waiting, dropped=self._dropped)

    def flush(self) -> bool:
        """Write what the socket takes of the backlog; return whether none is left.

        Called by the receiver thread only.
        """
        with self._gate.lock:
            before = self._backlog.size
            while self._backlog.size and self._write(self._backlog.first()):
                self._backlog.remove_first()
            if self._backlog.size < before:
                self._gate.wake()
            return not self._backlog.size

    def drained(self) -> bool:
        """Return whether the backlog is empty, or nobody ever was there to read it."""
        with self._gate.lock:
            written = self._sent - self._dropped - self._backlog.size
            return not (self._backlog.size and written)

    def end(self, ending: Ending) -> int:
        """Accept nothing more, and wake who waits; return how many messages the wire is owed.

        The backlog may still be flushed. The first ending holds.
        """
        with self._gate.lock:
            self._ending = self._ending or ending
            self._gate.wake()
            return self._sent - self._dropped

    def abandon(self, ending: Ending) -> None:
        """End, and drop the backlog: nobody is there to read it."""
        with self._gate.lock:
            self.end(ending)
            self._drop(self._backlog.size)

    def _accept(self, frames: tuple[bytes, ...], deadline: float | None) -> None:
        """Write the frames or put them into the backlog, waiting while there is no room."""
        accepted = 0
        while True:
            with self._gate.lock:
                if self._ending is not None:
                    raise self._ending(self._name)
                self._sent += len(frames)
                if not self._backlog.size and self._write(frames):
                    return
                stored = self._store(frames)
                self._sent -= len(frames) - stored
                accepted += stored
                frames = frames[stored:]
                if not frames:
                    return
                left = None if deadline is None else deadline - monotonic()
                if self._overflow == "error" or (left is not None and left <= 0):
                    raise self._full(accepted)
                sleeper = self._gate.enlist()
            self._gate.sleep(sleeper, left)

    def _store(self, frames: tuple[bytes, ...]) -> int:
        """Put frames into the backlog as `overflow` says; return how many are dealt with."""
        waiting, capacity = self._backlog.size, self._capacity
        excess = max(0, waiting + len(frames) - capacity)
        match self._overflow:
            case "block" | "error":
                kept = dealt_with = frames[: len(frames) - excess]
            case "drop_newest":
                kept, dealt_with = frames[: len(frames) - excess], frames
                self._dropped += excess
            case "drop_oldest":
                kept = dealt_with = frames
                self._drop(excess)
            case "latest":
                kept, dealt_with = frames[-1:], frames
                self._drop(waiting)
                self._dropped += len(frames) - 1
        if kept:
            if not self._backlog.size:
                # First: a frame that got into the backlog is certain to be written.
                self._claim(self)
            self._backlog.append(kept)
        return len(dealt_with)

    def _drop(self, count: int) -> None:
        self._backlog.shed(count)
        self._dropped += count

    def _write(self, frames: tuple[bytes, ...]) -> bool:
        """Write frames as one message; return whether the socket took it."""
        *others, last = frames
        try:
            self.socket.send(frames[0], _MORE if others else _LAST)
        except zmq.Again:
            return False
        # Once it has taken the first part, libzmq refuses another only when the peer has just
        # left; it then expects the rest to be offered all the same, and discards it.
        for frame in others[1:]:
            with suppress(zmq.Again):
                self.socket.send(frame, _MORE)
        if others:
            with suppress(zmq.Again):
                self.socket.send(last, _LAST)
        return True

    def _full(self, accepted: int) -> ChannelFull:
        waiting = self._backlog.size
        text = f"{self._name}: {waiting} messages wait for the other side; "
        return ChannelFull(text + "read there, or send later", accepted)
