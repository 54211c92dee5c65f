"""The end of a channel that receives.

Rule 1: the socket belongs to the receiver thread, which decodes; the lock guards the queue between it
        and the callers, and is taken once per batch.
Rule 2: a full queue is no reason to wait: the socket is left alone until a caller has made room.
Rule 3: every frame that arrives is delivered, or kept as a dead letter. Nothing is lost in silence.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import inf
from threading import Condition, RLock
from time import monotonic
from typing import Final, Generic, TypeVar

import zmq

from runtime.channel import Channel
from runtime.dead_letters import DeadLetters
from runtime.endings import Ending
from runtime.errors import ChannelClosed, ChannelEmpty
from runtime.stats import Stats

M_co = TypeVar("M_co", covariant=True)

BATCH: Final = 128
"""How many frames are read from one socket before the others get their turn, at most."""


class Pull(Generic[M_co]):
    """Receives the messages of its channel. Any thread may call any method.

    When the other side has closed, what it had sent is still delivered, then the channel ends. When
    this side closes, the channel ends at once, and what was not yet read is dropped.

    A connection makes its ends; `resume` asks the receiver thread to read the socket again.
    """

    channel: Channel[M_co]

    def __init__(
        self,
        socket: zmq.Socket[bytes],
        resume: Callable[[Pull[object]], None],
        dead_letters: DeadLetters,
    ) -> None:
        self.socket = socket
        self._resume = resume
        self._dead_letters = dead_letters
        # Reentrant: a signal handler, or a finalizer, may use the channel it interrupts.
        self._arrived = Condition(RLock())
        self._queue: deque[M_co] = deque()
        self._capacity: float = self.channel.capacity
        self._expected: int | None = None
        self._paused = False
        self._ending: Ending | None = None
        self._received = 0
        self._rejected = 0
        self._dropped = 0

    def recv(self, timeout: float | None = None) -> M_co:
        """Return the next message, waiting while there is none.

        Args:
            timeout: how many seconds to wait; None is for ever.

        Raises:
            ChannelEmpty: nothing arrived in time.
            ChannelClosed: all has been delivered and the other side has closed, or this side has.
            PeerLost: all that arrived has been delivered, and the other side is gone.
        """
        with self._arrived:
            if not self._queue:
                self._wait(timeout)
            message = self._queue.popleft()
            # Room for a whole batch, so that a reader that is behind does not wake the receiver
            # thread for each message.
            if self._paused and self._capacity - len(self._queue) >= min(
                BATCH, (self._capacity + 1) // 2
            ):
                self._paused = False
                self._resume(self)
            return message

    def recv_nowait(self) -> M_co:
        """Return the next message, or raise `ChannelEmpty` at once; otherwise as `recv`."""
        return self.recv(0)

    def __iter__(self) -> Pull[M_co]:
        return self

    def __next__(self) -> M_co:
        """Return the next message as `recv` does; a channel that was closed ends the loop."""
        try:
            return self.recv()
        except ChannelClosed:
            raise StopIteration from None

    def stats(self) -> Stats:
        """Return what this end has counted so far."""
        with self._arrived:
            return Stats(
                received=self._received,
                queued=len(self._queue),
                rejected=self._rejected,
                dropped=self._dropped,
            )

    def read(self) -> bool:
        """Take in a batch of frames; return whether there is room for more.

        Called by the receiver thread only.
        """
        recv, decode = self.socket.recv, self.channel.decoder.decode
        messages: list[M_co] = []
        received = rejected = 0
        try:
            # Only this thread adds to the queue, so the room can but grow meanwhile.
            for _ in range(int(min(BATCH, self._capacity - len(self._queue)))):
                # The parts of a multipart message come out one by one, each a message.
                frame = recv(zmq.NOBLOCK)
                received += 1
                try:
                    messages.append(decode(frame))
                except Exception as error:
                    rejected += 1
                    position = self._received + received - 1
                    self._dead_letters.add(self.channel, position, error, frame)
        except zmq.Again:
            pass
        with self._arrived:
            self._received += received
            self._rejected += rejected
            self._queue.extend(messages)
            self._arrived.notify(len(messages))
            self._paused = len(self._queue) >= self._capacity
            return not self._paused

    def take_all(self) -> None:
        """Take in, whatever the capacity, what is still on its way: the other side has ended.

        It sends nothing more, so this is bounded by what it could have sent ahead.
        """
        with self._arrived:
            self._capacity = inf
            self._paused = False

    def expect(self, count: int) -> None:
        """Take in all; the other side has sent `count` frames altogether."""
        self._expected = count
        self.take_all()

    def complete(self) -> bool:
        """Return whether all that the other side announced has arrived."""
        return self._expected is not None and self._received >= self._expected

    def end(self, ending: Ending) -> None:
        """End once the queue has been read, and wake who waits. The first ending holds."""
        with self._arrived:
            self._ending = self._ending or ending
            self._arrived.notify_all()

    def abandon(self, ending: Ending) -> None:
        """End at once, and drop what was not read."""
        with self._arrived:
            self.end(ending)
            self._dropped += len(self._queue)
            self._queue.clear()

    def _wait(self, timeout: float | None) -> None:
        """Return when there is a message. Called under the lock."""
        deadline = None if timeout is None else monotonic() + timeout
        while not self._queue:
            if self._ending is not None:
                raise self._ending(repr(self))
            left = None if deadline is None else deadline - monotonic()
            if left is not None and left <= 0:
                raise ChannelEmpty(
                    f"{self!r}: nothing has arrived in {timeout} s; wait longer"
                )
            self._arrived.wait(left)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.channel.name!r}>"
