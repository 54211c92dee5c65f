"""What the receiver thread does for the channels: it reads every inbox, and flushes what waits.

Rule 1: an inbox is watched while it has room; an outbox, while it has a backlog.
Rule 2: no channel waits for another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import zmq
from runtime.endings import Ending, closed_there
from runtime.inbox import Inbox
from runtime.outbox import Outbox
from runtime.receiver import Receiver


class Traffic:
    """All channels of a connection. `moved` is called after each batch, by the receiver thread.

    Any thread may call `claim` and `resume`; the rest is for the receiver thread.
    """

    def __init__(self, receiver: Receiver, moved: Callable[[], None]) -> None:
        self._receiver = receiver
        self._moved = moved
        self._outboxes: dict[str, Outbox] = {}
        self._inboxes: dict[str, Inbox[object]] = {}
        self._reading = True

    def add_outbox(self, channel: str, outbox: Outbox) -> None:
        """Take on a channel. Only before the thread starts."""
        self._outboxes[channel] = outbox

    def add_inbox(self, channel: str, inbox: Inbox[object]) -> None:
        """Take on a channel. Only before the thread starts."""
        self._inboxes[channel] = inbox

    def claim(self, outbox: Outbox) -> None:
        """Flush an outbox, as soon as its socket takes something."""
        flush = partial(self._flush, outbox)
        watch = self._receiver.watch
        self._receiver.post(partial(watch, outbox.socket, zmq.POLLOUT, flush))

    def resume(self, inbox: Inbox[object]) -> None:
        """Read an inbox again that was full."""
        self._receiver.post(partial(self._watch, inbox))

    def begin(self) -> None:
        """Read every inbox from now on."""
        for inbox in self._inboxes.values():
            self._watch(inbox)

    def expect(self, sent: dict[str, int]) -> None:
        """Take in all that the other side has sent: so many frames of each channel."""
        for channel, inbox in self._inboxes.items():
            inbox.expect(sent.get(channel, 0))
            self._watch(inbox)

    def take_all(self) -> None:
        """Take in what comes, whatever the capacity: it cannot be much more."""
        for inbox in self._inboxes.values():
            inbox.take_all()
            self._watch(inbox)

    def complete(self) -> bool:
        """Return whether all has arrived that the other side announced."""
        return all(inbox.complete() for inbox in self._inboxes.values())

    def end_complete(self) -> None:
        """End the channels of which all has arrived."""
        for inbox in self._inboxes.values():
            if inbox.complete():
                self._receiver.unwatch(inbox.socket)
                inbox.end(closed_there)

    def end_sending(self, ending: Ending) -> None:
        """Drop what nobody will read."""
        for outbox in self._outboxes.values():
            outbox.abandon(ending)

    def end_receiving(self, ending: Ending) -> None:
        """Read nothing more; what was read is still delivered."""
        self._reading = False
        for inbox in self._inboxes.values():
            self._receiver.unwatch(inbox.socket)
            inbox.end(ending)

    def close(self, ending: Ending) -> dict[str, int]:
        """Accept nothing more, drop what was not read; return what each channel is owed."""
        self.end_receiving(ending)
        for inbox in self._inboxes.values():
            inbox.discard()
        return {name: outbox.end(ending) for name, outbox in self._outboxes.items()}

    def drained(self) -> bool:
        """Return whether everything is written that anybody was there to read."""
        return all(outbox.drained() for outbox in self._outboxes.values())

    def release(self, linger: int) -> None:
        """Close the sockets; what they hold may take so many milliseconds."""
        for outbox in self._outboxes.values():
            outbox.socket.close(linger)
        for inbox in self._inboxes.values():
            inbox.socket.close(0)

    def _watch(self, inbox: Inbox[object]) -> None:
        if self._reading:
            read = partial(self._read, inbox)
            self._receiver.watch(inbox.socket, zmq.POLLIN, read)

    def _read(self, inbox: Inbox[object]) -> None:
        if not inbox.read():
            self._receiver.unwatch(inbox.socket)
        self._moved()

    def _flush(self, outbox: Outbox) -> None:
        if outbox.flush():
            self._receiver.unwatch(outbox.socket)
        self._moved()
