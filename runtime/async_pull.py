"""The end of a channel that receives, for the tasks of an event loop."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from runtime.channel import Channel
from runtime.errors import ChannelClosed, ChannelEmpty
from runtime.gate import deadline_of
from runtime.stats import Stats
from runtime.tasks import Pace, until_ready

if TYPE_CHECKING:
    from runtime.inbox import Inbox

M_co = TypeVar("M_co", covariant=True)


class AsyncPull(Generic[M_co]):
    """Receives the messages of its channel. Any task of any loop may call any method.

    When the other side has closed, what it had sent is still delivered, then the channel ends. When
    this side closes, the channel ends at once, and what was not yet read is dropped.

    A connection makes its ends.
    """

    channel: Channel[M_co]

    def __init__(self, inbox: Inbox[M_co], pace: Pace) -> None:
        self._inbox: Final = inbox
        self._pace: Final = pace

    async def recv(self, timeout: float | None = None) -> M_co:
        """Return the next message, waiting while there is none; otherwise as `Pull.recv`.

        Cancelled, it has taken nothing: the next call gets the message.

        Raises:
            ChannelEmpty: nothing arrived in time.
            ValueError: the timeout is negative.
            ChannelClosed: all has been delivered and the other side has closed, or this side has.
            PeerLost: all that arrived has been delivered, and the other side is gone.
        """
        deadline = deadline_of(timeout)
        if monotonic() >= self._pace.due:
            await self._pace.turn()
        while True:
            try:
                return self._inbox.get(0)
            except ChannelEmpty:
                if deadline is not None and monotonic() >= deadline:
                    raise
            await until_ready(self._inbox, deadline, self._pace)

    def recv_nowait(self) -> M_co:
        """Return the next message, or raise `ChannelEmpty` at once. Any thread may call this."""
        return self._inbox.get(0)

    def __aiter__(self) -> AsyncPull[M_co]:
        return self

    async def __anext__(self) -> M_co:
        """Return the next message as `recv` does; a channel that was closed ends the loop."""
        try:
            return await self.recv()
        except ChannelClosed:
            raise StopAsyncIteration from None

    def stats(self) -> Stats:
        """Return what this end has counted so far.

        Raises:
            ForkedConnection: the connection belongs to the process this one was forked from.
        """
        return self._inbox.stats()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.channel.name!r}>"
