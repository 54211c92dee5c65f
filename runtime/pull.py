"""The end of a channel that receives: frames in, messages out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from runtime.channel import Channel
from runtime.errors import ChannelClosed
from runtime.stats import Stats

if TYPE_CHECKING:
    from runtime.inbox import Inbox

M_co = TypeVar("M_co", covariant=True)


class Pull(Generic[M_co]):
    """Receives the messages of its channel. Any thread may call any method.

    When the other side has closed, what it had sent is still delivered, then the channel ends. When
    this side closes, the channel ends at once, and what was not yet read is dropped.

    A connection makes its ends.
    """

    channel: Channel[M_co]

    def __init__(self, inbox: Inbox[M_co]) -> None:
        self._inbox = inbox
        self._supply = inbox.supply

    def recv(self, timeout: float | None = None) -> M_co:
        """Return the next message, waiting while there is none.

        Args:
            timeout: how many seconds to wait; None is for ever.

        Raises:
            ChannelEmpty: nothing arrived in time.
            ValueError: the timeout is negative.
            ChannelClosed: all has been delivered and the other side has closed, or this side has.
            PeerLost: all that arrived has been delivered, and the other side is gone.
        """
        return self._inbox.get(timeout)

    def recv_nowait(self) -> M_co:
        """Return the next message, or raise `ChannelEmpty` at once; otherwise as `recv`."""
        return self.recv(0)

    def __iter__(self) -> Pull[M_co]:
        return self

    def __next__(self) -> M_co:
        """Return the next message as `recv` does; a channel that was closed ends the loop."""
        for message in self._supply.run:
            return message
        try:
            return self._inbox.get(None)
        except ChannelClosed:
            raise StopIteration from None

    def stats(self) -> Stats:
        """Return what this end has counted so far.

        Raises:
            ForkedConnection: the connection belongs to the process this one was forked from.
        """
        return self._inbox.stats()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.channel.name!r}>"
