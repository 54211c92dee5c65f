"""What happens to a connection besides messages, for the tasks of an event loop."""

from __future__ import annotations

from time import monotonic
from typing import Final

from runtime.errors import ChannelClosed, ChannelEmpty
from runtime.events import Event, Events
from runtime.gate import deadline_of
from runtime.tasks import Pace, until_ready


class AsyncEvents:
    """The events of a connection that nobody has read yet.

    Iteration ends when the connection has ended and all are read.
    """

    def __init__(self, events: Events, pace: Pace) -> None:
        self._events: Final = events
        self._pace: Final = pace

    @property
    def dropped(self) -> int:
        """How many gave way to newer ones."""
        return self._events.dropped

    async def recv(self, timeout: float | None = None) -> Event:
        """Return the next event, waiting while there is none; otherwise as `Events.recv`.

        Raises:
            ChannelEmpty: there was none in time.
            ChannelClosed: there will be none.
            ForkedConnection: the connection belongs to the process this one was forked from.
            ValueError: the timeout is negative.
        """
        deadline = deadline_of(timeout)
        if monotonic() >= self._pace.due:
            await self._pace.turn()
        while True:
            try:
                return self._events.recv_nowait()
            except ChannelEmpty:
                if deadline is not None and monotonic() >= deadline:
                    raise
            await until_ready(self._events, deadline, self._pace)

    def recv_nowait(self) -> Event:
        """Return the next event, or raise `ChannelEmpty` at once."""
        return self._events.recv_nowait()

    def __aiter__(self) -> AsyncEvents:
        return self

    async def __anext__(self) -> Event:
        try:
            return await self.recv()
        except ChannelClosed:
            raise StopAsyncIteration from None
