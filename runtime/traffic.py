"""What the receiver thread does for the channels: reads, flushes, and keeps the receipts.

Rule 1: nothing is read or written before the session says so.
Rule 2: no channel waits for another, and the thread for none.
Rule 3: a receipt goes out when a part of a capacity was consumed, and a moment after any was;
        what nobody consumes costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic
from typing import Final

from runtime.endings import Ending, closed_there, mismatched
from runtime.errors import ProtocolFault
from runtime.guard import Guard
from runtime.inbox import Inbox
from runtime.outbox import Outbox
from runtime.receiver import Receiver
from runtime.session_messages import Receipt, Terms
from runtime.stats import CloseReport

MOMENT: Final = 0.005
"""Seconds between a message being consumed and its receipt, at most, if callers do not wait."""

GROUPING: Final = 0.001
"""Seconds that a message in a stream waits for others to be written with, at most."""


class Traffic:
    """All channels of a connection. `arrived` is called after each batch, by the receiver thread;
    `send_receipt` has a receipt sent; `fault` ends the session for what the other side has done.

    Any thread may call `claim`, `hurry`, `notice` and `shut`; the rest is for the receiver thread.
    """

    def __init__(
        self,
        receiver: Receiver,
        outboxes: Mapping[str, Outbox],
        inboxes: Mapping[str, Inbox[object]],
        arrived: Callable[[], None],
        send_receipt: Callable[[Receipt], None],
        fault: Callable[[str], None],
    ) -> None:
        self._receiver = receiver
        self._arrived = arrived
        self._send_receipt = send_receipt
        self._fault = fault
        self._outboxes = outboxes
        self._inboxes = inboxes
        self._open: set[str] = set()
        self._reading = True
        self._ticking = False
        self._released = False

    # For other threads.

    def claim(self, outbox: Outbox) -> None:
        """Flush an outbox, as soon as its socket takes something."""
        self._receiver.post(partial(self._watch_outbox, outbox))

    def hurry(self, outbox: Outbox) -> None:
        """Write what was sent in a hurry, in case nothing follows."""
        self._receiver.post(partial(self._catch_up_soon, outbox))

    def notice(self, inbox: Inbox[object]) -> None:
        """Heed that callers have consumed messages."""
        self._receiver.post(self.settle_accounts)

    def shut(self, ending: Ending) -> None:
        """Accept nothing more, drop what was not read, and wake who waits."""
        for inbox in self._inboxes.values():
            inbox.end(ending)
            inbox.discard()
        for outbox in self._outboxes.values():
            outbox.end(ending)

    def unconfirmed(self) -> dict[str, int]:
        """Return how many messages the other side has not said it consumed."""
        return {
            name: outbox.accepted() - outbox.confirmed()
            for name, outbox in self._outboxes.items()
        }

    def report(self) -> CloseReport:
        """Return what is known of what was sent."""
        delivered = {name: box.confirmed() for name, box in self._outboxes.items()}
        return CloseReport(delivered=delivered, unconfirmed=self.unconfirmed())

    # For the receiver thread.

    def open(self, channels: Mapping[str, Terms], guards: Mapping[str, Guard]) -> None:
        """Read and write the channels that both sides have; shut the others.

        `guards` has those of channels on which not everything may be sent.
        """
        lacking = "the other side's catalogue has no such channel; upgrade it"
        for name, outbox in self._outboxes.items():
            if name not in channels:
                outbox.abandon(mismatched(lacking))
                continue
            terms = channels[name]
            limits = terms.capacity, terms.max_message_bytes
            if not outbox.open(*limits, guards.get(name)):
                self._watch_outbox(outbox)
        for name, inbox in self._inboxes.items():
            if name not in channels:
                inbox.end(mismatched(lacking))
            else:
                terms = channels[name]
                inbox.open(terms.capacity, terms.max_message_bytes)
                self._open.add(name)
                self._watch_inbox(inbox)
                inbox.lend()

    def confirm(self, consumed: Mapping[str, tuple[int, int]]) -> None:
        """Take note of a receipt; it is a fault to confirm what was never sent."""
        for name, counts in consumed.items():
            outbox = self._outboxes.get(name)
            if outbox is None or not outbox.confirm(*counts):
                text = f"it has confirmed {counts[0]} messages on {name!r}, which is not so"
                self._fault(text)
                return

    def expect(self, sent: Mapping[str, int]) -> None:
        """Take in all that the other side has sent: so many frames of each channel."""
        for channel, inbox in self._inboxes.items():
            inbox.expect(sent.get(channel, 0))
        self.recall()

    def recall(self) -> None:
        """Read everything here, whoever waits for it: all of it counts now."""
        for inbox in self._inboxes.values():
            inbox.recall()
            self._watch_inbox(inbox)

    def complete(self) -> bool:
        """Return whether all has arrived that the other side announced."""
        return all(inbox.complete() for inbox in self._inboxes.values())

    def confirmed(self) -> bool:
        """Return whether the other side has consumed everything."""
        return not any(self.unconfirmed().values())

    def end_complete(self) -> None:
        """End the channels of which all has arrived."""
        for inbox in self._inboxes.values():
            if inbox.complete():
                inbox.end(closed_there)
                self._receiver.unwatch(inbox.descriptor)

    def bar(self) -> None:
        """Accept nothing more, just before sending ends: the error shall say how much is lost."""
        for outbox in self._outboxes.values():
            outbox.bar()

    def end_sending(self, ending: Ending) -> None:
        """Write nothing more: nobody will read it."""
        for outbox in self._outboxes.values():
            outbox.abandon(ending)
            self._receiver.unwatch(outbox.descriptor)

    def end_receiving(self, ending: Ending) -> None:
        """Read nothing more; what was read is still delivered."""
        self._reading = False
        for inbox in self._inboxes.values():
            inbox.end(ending)
            self._receiver.unwatch(inbox.descriptor)

    def close(self, ending: Ending) -> dict[str, int]:
        """Accept nothing more, drop what was not read; return what each channel is owed."""
        self.end_receiving(ending)
        self.shut(ending)
        return {name: outbox.accepted() for name, outbox in self._outboxes.items()}

    def settle_accounts(self) -> None:
        """Send the receipt for what was consumed so far."""
        news = {}
        for name in self._open:
            counts = self._inboxes[name].reckon()
            if counts is not None:
                news[name] = counts
        if news:
            self._send_receipt(Receipt(consumed=news))
        self._ticking = bool(news)
        if news:
            self._receiver.set_alarm(monotonic() + MOMENT, self.settle_accounts)

    def release(self) -> None:
        """Close the sockets; their descriptors may soon be something else's."""
        self._released = True
        self._reading = False
        for outbox in self._outboxes.values():
            self._receiver.unwatch(outbox.descriptor)
            outbox.close()
        for inbox in self._inboxes.values():
            self._receiver.unwatch(inbox.descriptor)
            inbox.socket.close(0)

    def _watch_outbox(self, outbox: Outbox) -> None:
        if not self._released:
            self._receiver.watch(outbox.descriptor, partial(self._flush, outbox))

    def _watch_inbox(self, inbox: Inbox[object]) -> None:
        if self._reading and inbox.channel.name in self._open:
            self._receiver.watch(inbox.descriptor, partial(self._read, inbox))

    def _read(self, inbox: Inbox[object]) -> bool:
        try:
            more = inbox.read()
        except ProtocolFault as fault:
            self._fault(str(fault))
            return False
        if not self._ticking:
            self._ticking = True
            self._receiver.set_alarm(monotonic() + MOMENT, self.settle_accounts)
        self._arrived()
        return more

    def _catch_up(self, outbox: Outbox) -> None:
        if not self._released and outbox.catch_up():
            self._catch_up_soon(outbox)

    def _catch_up_soon(self, outbox: Outbox) -> None:
        soon = monotonic() + GROUPING
        self._receiver.set_alarm(soon, partial(self._catch_up, outbox))

    def _flush(self, outbox: Outbox) -> bool:
        if outbox.flush():
            self._receiver.unwatch(outbox.descriptor)
        return False
