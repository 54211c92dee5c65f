"""The end of a channel that sends, for the tasks of an event loop."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from runtime.backlog import PARTS
from runtime.channel import Channel
from runtime.errors import ChannelFull, PeerCannotDecode
from runtime.gate import deadline_of
from runtime.stats import Stats
from runtime.tasks import Pace, until_ready

if TYPE_CHECKING:
    from runtime.outbox import Outbox

M_contra = TypeVar("M_contra", contravariant=True)


class AsyncPush(Generic[M_contra]):
    """Sends the messages of its channel. Any task of any loop may call any method.

    A connection makes its ends.
    """

    channel: Channel[M_contra]

    def __init__(self, outbox: Outbox, pace: Pace) -> None:
        self._outbox: Final = outbox
        self._pace: Final = pace

    async def send(self, message: M_contra, timeout: float | None = None) -> None:
        """Send a message, waiting while the channel is full; otherwise as `Push.send`.

        Cancelled, it has sent nothing. A cancellation that comes when the message is accepted is not
        for this call: it returns, and the next `await` hears of it.

        Raises:
            ChannelFull: there was no room in time (`overflow` "block"), or at once ("error").
            ChannelClosed: one of the two sides has closed its connection.
            PeerLost: the other side is gone.
            EncodeError: the message cannot be put on the wire.
            PeerCannotDecode: the other side's catalogue is of another version, and lacks this.
            ValueError: the timeout is negative.
        """
        deadline = deadline_of(timeout)
        frame = self.channel.encode(message)
        if monotonic() >= self._pace.due:
            await self._pace.turn()
        while True:
            try:
                return self._outbox.put(frame, 0)
            except ChannelFull:
                if self._is_over(deadline):
                    raise
            await until_ready(self._outbox, deadline, self._pace)

    def send_nowait(self, message: M_contra) -> None:
        """Send a message, or raise at once; otherwise as `send`. Any thread may call this."""
        self._outbox.put(self.channel.encode(message), 0)

    async def send_many(
        self, messages: Iterable[M_contra], timeout: float | None = None
    ) -> None:
        """Send messages in order, for less than `send` costs for each.

        All are encoded before any is sent: one that cannot be sent rejects all. Cancelled, it has sent
        the first of them: the `accepted` of the `CancelledError` says how many.

        Raises:
            ChannelFull: there was no room for all of them in time; `accepted` says for how many.
            ChannelClosed, PeerLost, EncodeError, PeerCannotDecode: as `send`.
        """
        import asyncio

        deadline = deadline_of(timeout)
        accepted = 0
        try:
            frames = await self._encoded(messages)
            while accepted < len(frames):
                if monotonic() >= self._pace.due:
                    await self._pace.turn()
                group = frames[accepted : accepted + PARTS]
                try:
                    self._outbox.put_many(group, 0)
                    accepted += len(group)
                    continue
                except (ChannelFull, PeerCannotDecode) as error:
                    accepted += error.accepted
                    error.accepted = accepted
                    if isinstance(error, PeerCannotDecode) or self._is_over(deadline):
                        raise
                await until_ready(self._outbox, deadline, self._pace)
        except asyncio.CancelledError as error:
            vars(error)["accepted"] = accepted
            raise

    def stats(self) -> Stats:
        """Return what this end has counted so far.

        Raises:
            ForkedConnection: the connection belongs to the process this one was forked from.
        """
        return self._outbox.stats()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.channel.name!r}>"

    async def _encoded(self, messages: Iterable[M_contra]) -> list[bytes]:
        frames = []
        for message in messages:
            if monotonic() >= self._pace.due:
                await self._pace.turn()
            frames.append(self.channel.encode(message))
        return frames

    def _is_over(self, deadline: float | None) -> bool:
        if self.channel.overflow == "error":
            return True
        return deadline is not None and monotonic() >= deadline
