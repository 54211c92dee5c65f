"""The end of a channel that sends.

Rule 1: the socket is used under the lock, and never blocks.
Rule 2: a frame that cannot be written waits in the backlog. While one waits there, nobody writes but
        the receiver thread, which also polls the socket; so order holds and the socket has one user.
Rule 3: what was accepted is written, unless `overflow` or the end of the connection says otherwise;
        that is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Condition, RLock
from time import monotonic
from typing import Final, Generic, Never, TypeVar

import zmq

from runtime.backlog import Backlog
from runtime.channel import Channel
from runtime.endings import Ending
from runtime.errors import ChannelFull
from runtime.stats import Stats

M_contra = TypeVar("M_contra", contravariant=True)

PARTS: Final = 64
"""How many messages `send_many` writes as one multipart message, at most."""

_LAST: Final = int(zmq.NOBLOCK)
_MORE: Final = int(zmq.NOBLOCK | zmq.SNDMORE)


class Push(Generic[M_contra]):
    """Sends the messages of its channel. Any thread may call any method.

    A connection makes its ends; `claim` asks the receiver thread to write the backlog.
    """

    channel: Channel[M_contra]

    def __init__(
        self, socket: zmq.Socket[bytes], claim: Callable[[Push[Never]], None]
    ) -> None:
        self.socket = socket
        self._claim = claim
        # Reentrant: a signal handler, or a finalizer, may send on the channel it interrupts.
        self._lock = RLock()
        self._room = Condition(self._lock)
        self._backlog = Backlog()
        self._ending: Ending | None = None
        self._sent = 0
        self._dropped = 0

    def send(self, message: M_contra, timeout: float | None = None) -> None:
        """Send a message, waiting while the channel is full.

        Args:
            message: what to send; a later change to it is not seen by the other side.
            timeout: how many seconds to wait for room; None is for ever.

        Raises:
            ChannelFull: there was no room in time (`overflow` "block"), or at once ("error").
            ChannelClosed: one of the two sides has closed its connection.
            PeerLost: the other side is gone.
            EncodeError: the message cannot be put on the wire.
        """
        frame = self.channel.encode(message)
        with self._lock:
            if self._ending is None and not self._backlog.size:
                try:
                    self.socket.send(frame, _LAST)
                except zmq.Again:
                    pass
                else:
                    self._sent += 1
                    return
            self._accept((frame,), _deadline(timeout))

    def send_nowait(self, message: M_contra) -> None:
        """Send a message, or raise at once; otherwise as `send`."""
        self.send(message, 0)

    def send_many(
        self, messages: Iterable[M_contra], timeout: float | None = None
    ) -> None:
        """Send messages in order, for less than `send` costs for each.

        All are encoded before any is sent: one that cannot be sent rejects all.

        Raises:
            ChannelFull: there was no room for all of them in time; `accepted` says for how many.
            ChannelClosed, PeerLost, EncodeError: as `send`.
        """
        frames = tuple(map(self.channel.encode, messages))
        deadline = _deadline(timeout)
        step = min(PARTS, self.channel.capacity)
        for start in range(0, len(frames), step):
            try:
                with self._lock:
                    self._accept(frames[start : start + step], deadline)
            except ChannelFull as full:
                raise self._full(start + full.accepted) from None

    def stats(self) -> Stats:
        """Return what this end has counted so far."""
        with self._lock:
            return Stats(
                sent=self._sent, queued=self._backlog.size, dropped=self._dropped
            )

    def flush(self) -> bool:
        """Write what the socket takes of the backlog; return whether none is left.

        Called by the receiver thread only.
        """
        with self._lock:
            before = self._backlog.size
            while self._backlog.size and self._write(self._backlog.first()):
                self._backlog.remove_first()
            self._room.notify(before - self._backlog.size)
            return not self._backlog.size

    def idle(self) -> bool:
        """Return whether there is nothing to write, or nothing could ever be written."""
        with self._lock:
            written = self._sent - self._dropped - self._backlog.size
            return not (self._backlog.size and written)

    def end(self, ending: Ending) -> int:
        """Accept nothing more, and wake who waits; return how many messages the wire is owed.

        The backlog may still be flushed. The first ending holds.
        """
        with self._lock:
            self._ending = self._ending or ending
            self._room.notify_all()
            return self._sent - self._dropped

    def abandon(self, ending: Ending) -> None:
        """End, and drop the backlog: nobody is there to read it."""
        with self._lock:
            self.end(ending)
            self._drop(self._backlog.size)

    def _accept(self, frames: tuple[bytes, ...], deadline: float | None) -> None:
        """Write the frames or put them into the backlog. Called under the lock."""
        accepted = 0
        while True:
            if self._ending is not None:
                raise self._ending(repr(self))
            if not self._backlog.size and self._write(frames):
                self._sent += len(frames)
                return
            stored = self._store(frames)
            self._sent += stored
            accepted += stored
            frames = frames[stored:]
            if not frames:
                return
            left = None if deadline is None else deadline - monotonic()
            if self.channel.overflow == "error" or (left is not None and left <= 0):
                raise self._full(accepted)
            self._room.wait(left)

    def _store(self, frames: tuple[bytes, ...]) -> int:
        """Put frames into the backlog as `overflow` says; return how many are dealt with."""
        waiting, capacity = self._backlog.size, self.channel.capacity
        excess = max(0, waiting + len(frames) - capacity)
        match self.channel.overflow:
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
            self._backlog.append(kept)
            if not waiting:
                self._claim(self)
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
        text = f"{self!r}: {waiting} messages wait for the other side; read there, or send later"
        return ChannelFull(text, accepted)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.channel.name!r}>"


def _deadline(timeout: float | None) -> float | None:
    return None if timeout is None else monotonic() + timeout
