"""The end of a channel that sends: messages in, frames out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

from runtime.channel import Channel
from runtime.stats import Stats

if TYPE_CHECKING:
    from runtime.outbox import Outbox

M_contra = TypeVar("M_contra", contravariant=True)


class Push(Generic[M_contra]):
    """Sends the messages of its channel. Any thread may call any method.

    A connection makes its ends.
    """

    channel: Channel[M_contra]

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def send(self, message: M_contra, timeout: float | None = None) -> None:
        """Send a message, waiting while the channel is full.

        It is on its way at once, unless many are: of those that follow each other without a pause, one
        may wait a millisecond for the next ones.

        Args:
            message: what to send; a later change to it is not seen by the other side, but in
                large buffers, which are not copied.
            timeout: how many seconds to wait for room; None is for ever.

        Raises:
            ChannelFull: there was no room in time (`overflow` "block"), or at once ("error").
            ChannelClosed: one of the two sides has closed its connection.
            PeerLost: the other side is gone.
            EncodeError: the message cannot be put on the wire.
            PeerCannotDecode: the other side's catalogue is of another version, and lacks this.
            ValueError: the timeout is negative.
        """
        self._outbox.put(self.channel.encode(message), timeout)

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
            ChannelClosed, PeerLost, EncodeError, PeerCannotDecode: as `send`.
        """
        self._outbox.put_many(self.channel.encode_all(messages), timeout)

    def stats(self) -> Stats:
        """Return what this end has counted so far.

        Raises:
            ForkedConnection: the connection belongs to the process this one was forked from.
        """
        return self._outbox.stats()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.channel.name!r}>"
