"""Frames on their way into a channel, from one socket to any thread.

Rule 1: the socket belongs to the receiver thread, which decodes; the lock guards the queue
        between it and the callers, and is taken once per batch.
Rule 2: a full queue is no reason to wait: the socket is left alone until a caller has made
        room.
Rule 3: every frame that arrives is delivered, or kept as a dead letter. Nothing is lost in
        silence.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Final, Generic, TypeVar

import zmq
from runtime.channel import Channel
from runtime.dead_letters import DeadLetters
from runtime.endings import Ending
from runtime.errors import ChannelEmpty
from runtime.gate import Gate, deadline_of
from runtime.sockets import Socket
from runtime.stats import Stats

M_co = TypeVar("M_co", covariant=True)

BATCH: Final = 128
"""How many frames are read from one socket before the others get their turn, at most."""


class Inbox(Generic[M_co]):
    """Gives messages to any thread.

    `name` is the end it belongs to, for its errors. `resume` asks the receiver thread to
    `read` again, whenever the socket is ready.
    """

    def __init__(
        self,
        name: str,
        channel: Channel[M_co],
        socket: Socket,
        resume: Callable[[Inbox[object]], None],
        dead_letters: DeadLetters,
    ) -> None:
        self.channel = channel
        self.socket = socket
        self._name = name
        self._resume = resume
        self._dead_letters = dead_letters
        self._gate = Gate()
        self._queue: deque[M_co] = deque()
        self._capacity: float = channel.capacity
        self._expected: int | None = None
        self._paused = False
        self._ending: Ending | None = None
        self._received = 0
        self._rejected = 0
        self._dropped = 0

    def get(self, timeout: float | None) -> M_co:
        """Return the next message, waiting while there is none; raises as `Pull.recv`."""
        deadline = deadline_of(timeout)
        while True:
            with self._gate.lock:
                if self._queue:
                    return self._take()
                if self._ending is not None:
                    raise self._ending(self._name)
                left = None if deadline is None else deadline - monotonic()
                if left is not None and left <= 0:
                    waited = f"in {timeout} s" if timeout else "yet"
                    raise ChannelEmpty(f"{self._name}: nothing has arrived {waited}")
                sleeper = self._gate.enlist()
            self._gate.sleep(sleeper, left)

    def stats(self) -> Stats:
        """Return what has been counted so far."""
        with self._gate.lock:
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
        with self._gate.lock:
            self._received += received
            self._rejected += rejected
            self._queue.extend(messages)
            if messages:
                self._gate.wake()
            self._paused = len(self._queue) >= self._capacity
            return not self._paused

    def take_all(self) -> None:
        """Take in, whatever the capacity, what is still on its way: the other side has ended.

        It sends nothing more, so this is bounded by what it could have sent ahead.
        """
        with self._gate.lock:
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
        with self._gate.lock:
            self._ending = self._ending or ending
            self._gate.wake()

    def discard(self) -> None:
        """Drop what was not read."""
        with self._gate.lock:
            self._dropped += len(self._queue)
            self._queue.clear()

    def _take(self) -> M_co:
        """Return the next message. Called under the lock."""
        left = len(self._queue) - 1
        # Room for a whole batch, so that a reader that is behind does not wake the receiver
        # thread for each message. Before the message is out: a signal handler may strike between,
        # and a socket that is watched without need does no harm.
        if self._paused and self._capacity - left >= min(
            BATCH, (self._capacity + 1) // 2
        ):
            self._resume(self)
            self._paused = False
        return self._queue.popleft()
