"""What happens to a connection besides messages: typed events, for the program and for its log.

Rule 1: an event is put once, by the receiver thread, and read once, by whoever asks first; what one
was about to get when a signal struck, the next one gets.
Rule 2: nobody has to read them: the oldest give way, and that is counted.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Final, TypeAlias

import msgspec
from runtime.dead_letters import Reason
from runtime.endings import Ending, forked
from runtime.errors import ChannelClosed, ChannelEmpty, StubwireError
from runtime.gate import Gate, deadline_of
from runtime.log import log
from runtime.quota import Quota

_KEPT: Final = 1000

_REJECTIONS: Final = 5
"""Records in a second, of messages that the other side has rejected."""


class PeerReady(msgspec.Struct, frozen=True, kw_only=True):
    """The other side has proved itself, and the channels are open."""


class CataloguesDiffer(msgspec.Struct, frozen=True, kw_only=True):
    """The other side is of another version of the catalogue, and the two go on nevertheless.

    `version` is that of this side's catalogue, `peer_version` that of the other side's.
    `degraded` has, by channel, what does not reach the reader because it never knew it; `partial`,
    what it cannot decode: who sends that gets `PeerCannotDecode`, but for texts against a pattern
    that only the reader has: these are sent, and become `MessageRejected`.
    """

    version: str
    peer_version: str
    degraded: dict[str, list[str]]
    partial: dict[str, list[str]]


class PeerUnresponsive(msgspec.Struct, frozen=True, kw_only=True):
    """The process of the other side does nothing at all, for about so many seconds: it is stopped,
    or the machine is overloaded. Nothing is lost so far.
    """

    seconds: float


class PeerRecovered(msgspec.Struct, frozen=True, kw_only=True):
    """The other side is back, after so many seconds."""

    seconds: float


class PeerEnded(msgspec.Struct, frozen=True, kw_only=True):
    """The session is over.

    `clean` says that the other side said goodbye and that everything sent was read, both ways;
    `why` says in words what happened; `unconfirmed` and `exitcode` are those of `PeerLost`.
    """

    clean: bool
    why: str
    exitcode: int | None
    unconfirmed: dict[str, int]


class MessageRejected(msgspec.Struct, frozen=True, kw_only=True):
    """The other side could not decode a message of this one.

    `position` counts the messages of the channel from 0; `path` is where in it, as `$.codes[0]`.
    """

    channel: str
    position: int
    reason: Reason
    path: str


class StrangersRefused(msgspec.Struct, frozen=True, kw_only=True):
    """So many came to the sockets and were not let in, since the last such event."""

    count: int


Event: TypeAlias = (
    PeerReady
    | CataloguesDiffer
    | PeerUnresponsive
    | PeerRecovered
    | PeerEnded
    | MessageRejected
    | StrangersRefused
)


class Events:
    """The events of a connection that nobody has read yet; `dropped` counts what gave way.

    Iteration ends when the connection has ended and all are read. `connection` is for texts.
    """

    def __init__(self, connection: str) -> None:
        self.dropped = 0
        self._connection = connection
        self._quota = Quota(_REJECTIONS)
        self._gate = Gate()
        self._queue: deque[Event] = deque()
        self._returned: deque[Event] = deque()
        self._ending: Ending | None = None

    def recv(self, timeout: float | None = None) -> Event:
        """Return the next event, waiting while there is none.

        Raises:
            ChannelEmpty: there was none in time.
            ChannelClosed: there will be none.
            ForkedConnection: the connection belongs to the process this one was forked from.
            ValueError: the timeout is negative.
        """
        deadline = deadline_of(timeout)
        while True:
            # As in `Inbox.get`: a handler may strike as `with` ends, and then the event is kept.
            found: tuple[Event] | None = None
            try:
                with self._gate.lock:
                    if source := self._returned or self._queue:
                        found = (source[0],)
                        del source[0]
                    else:
                        left = self._patience(deadline)
                        sleeper = self._gate.enlist()
                if found is not None:
                    return found[0]
            except BaseException:
                if found is not None:
                    # One call, and one that stays in C: a second handler strikes after it.
                    self._returned.append(found[0])
                    with self._gate.lock:
                        self._gate.wake()  # for others who wait
                raise
            self._gate.sleep(sleeper, left)

    def _patience(self, deadline: float | None) -> float | None:
        """Return how long to wait for an event; raise if that is over. Called under the lock."""
        if self._ending is not None:
            raise self._ending(self._connection)
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0:
            raise ChannelEmpty(f"{self._connection}: there is no event")
        return left

    def recv_nowait(self) -> Event:
        """Return the next event, or raise `ChannelEmpty` at once."""
        return self.recv(0)

    def __iter__(self) -> Events:
        return self

    def __next__(self) -> Event:
        try:
            return self.recv()
        except ChannelClosed:
            raise StopIteration from None

    @property
    def gate(self) -> Gate:
        """What wakes tasks of an event loop, which call `recv_nowait`."""
        return self._gate

    def ready(self) -> bool:
        """Return whether `recv` would not wait. Under the lock."""
        return bool(self._queue) or self._ending is not None

    def put(self, event: Event, level: int, text: str) -> None:
        """Add an event and log it. For the receiver thread.

        There can be any number of rejections; of these, few are logged in a second.
        """
        silent = self._quota.take() if isinstance(event, MessageRejected) else 0
        if silent is not None:
            more = f"; and {silent} more" if silent else ""
            log(level, "%s: %s%s", self._connection, text, more)
        with self._gate.lock:
            self._queue.append(event)
            if len(self._queue) > _KEPT:
                self._queue.popleft()
                self.dropped += 1
            self._gate.wake()

    def forget_locks(self) -> None:
        """End in a forked child, whose other threads held what they will never release."""
        self._gate = Gate()
        self._queue = deque()
        self._returned = deque()
        self._ending = forked

    def end(self) -> None:
        """End once all are read."""
        with self._gate.lock:
            self._ending = _over
            self._gate.wake()


def _over(connection: str) -> StubwireError:
    return ChannelClosed(f"{connection}: there are no more events")
