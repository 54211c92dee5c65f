"""Channels without a session, for peers that are not generated from a catalogue.

The same ends and the same frames, and ZeroMQ's own guarantees: nobody is asked who they are, and
nobody says what arrived. A capacity holds on each side, beyond what ZeroMQ and the system hold.

Rule 1: what libzmq has taken counts as consumed; nobody will ever say more about it.
Rule 2: a full inbox leaves its socket alone until a caller has made room.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Never, TypeVar

from runtime.batch import BATCH
from runtime.channel import Channel, M
from runtime.course import Course
from runtime.dead_letters import DeadLetter, DeadLetters
from runtime.endings import Ending, closed_here, died
from runtime.inbox import ALWAYS, NEVER, Inbox
from runtime.log import log
from runtime.outbox import NO_LIMIT, Outbox
from runtime.parcels import writer_of
from runtime.receiver import Receiver
from runtime.sockets import Context, Socket, open_bare_pull, open_bare_push
from runtime.stats import CloseReport

M_co = TypeVar("M_co", covariant=True)

Plug = Callable[[Socket, str], None]
"""Binds or connects the socket of a channel."""


class BareOutbox(Outbox):
    """An outbox that nobody sends receipts to."""

    def open_bare(self) -> bool:
        """Write from now on; return as `flush`."""
        with self._gate.lock:
            self._is_open = True
            self._window = NO_LIMIT
            return self.flush()

    def flush(self) -> bool:
        """Write what the socket takes of what waits; return False if it took not all."""
        with self._gate.lock:
            before = len(self._backlog)
            done = super().flush()
            if len(self._backlog) < before:
                self._gate.wake()
            return done

    def stuck(self) -> bool:
        """Return whether frames wait for a peer that has taken some before."""
        with self._gate.lock:
            return bool(self._backlog and self._writer.written)

    def _under_way(self) -> int:
        return 0

    def _groups(self) -> bool:
        return False  # who reads may be anybody, and expects what was sent


class BareInbox(Inbox[M_co]):
    """An inbox whose other side knows nothing of its capacity."""

    def open_bare(self) -> None:
        """Hold the other side to nothing: libzmq drops what is too large, or it is a dead letter."""
        self._limit = NO_LIMIT

    def read(self) -> bool:
        """Take in as many frames as there is room for; return whether more may be there."""
        return self._read(min(BATCH, self._capacity - len(self.supply.queue)), NEVER)

    def pause(self) -> bool:
        """Return whether it is full; callers then call for attention once they have made room."""
        with self._gate.lock:
            # First: who takes one just after they were counted says so.
            self._notice_at = ALWAYS
            queued = len(self.supply.queue)
            full = queued >= self._capacity
            # Room for a batch: a reader that is behind does not call for each message.
            room = min(BATCH, (self._capacity - 1) // 2)
            self._notice_at = self._added - queued + room if full else NEVER
            return full

    def _attend(self) -> None:
        self._notice_at = NEVER


class Bare(Course):
    """The work of a receiver thread without a session."""

    def __init__(
        self, plug: Plug, name: str, module: str, context: Context, receiver: Receiver
    ) -> None:
        super().__init__(name)
        self.ready, self.state = True, "ready"
        self._plug = plug
        self._context = context
        self._receiver = receiver
        self._sending: list[BareOutbox] = []
        self._receiving: list[BareInbox[object]] = []
        self._closing: float | None = None

    def open_outbox(
        self, name: str, channel: Channel[Never] | Channel[object]
    ) -> Outbox:
        socket = open_bare_push(self._context, channel.capacity)
        self._plug(socket, channel.name)
        writer = writer_of(channel, socket)
        outbox = BareOutbox(
            name,
            channel.capacity,
            channel.overflow,
            socket,
            claim=self._claim,
            hurry=self._claim,
            writer=writer,
        )
        self._outboxes[channel.name] = outbox
        self._sending.append(outbox)
        if not outbox.open_bare():
            self._claim(outbox)
        return outbox

    def open_inbox(
        self, name: str, channel: Channel[M], letters: DeadLetters, raises: bool
    ) -> Inbox[M]:
        socket = open_bare_pull(
            self._context, channel.capacity, channel.max_message_bytes
        )
        self._plug(socket, channel.name)
        inbox = BareInbox(
            name, channel, socket, self._notice, letters, _tell_nobody, raises
        )
        inbox.open_bare()
        self._inboxes[channel.name] = inbox
        self._receiving.append(inbox)
        return inbox

    def lose(self, exitcode: int | None = None) -> None:
        pass  # nobody watches a peer that is not known

    def close(self, deadline: float, error: str = "") -> None:
        self._receiver.post(partial(self._close, deadline))

    def report(self) -> CloseReport:
        sent = {name: box.accepted() for name, box in self._outboxes.items()}
        return CloseReport(delivered=dict.fromkeys(sent, 0), unconfirmed=sent)

    def begin(self) -> None:
        self._begin_boxes()
        for inbox in self._receiving:
            self._watch(inbox)

    def died(self, cause: BaseException) -> None:
        log(logging.ERROR, "%s: the receiver thread has died", self.name, cause=cause)
        self.healthy, self.state = False, "failed"
        self._end_all(died(cause))

    def release(self) -> None:
        linger = 0
        if self._closing is not None:
            linger = max(0, int((self._closing - monotonic()) * 1000))
        for outbox in self._sending:
            outbox.close(linger)
        for inbox in self._receiving:
            inbox.socket.close(0)
        self._context.term()
        self._release_held()

    def _claim(self, outbox: Outbox) -> None:
        self._receiver.post(
            lambda: self._receiver.watch(
                outbox.descriptor, partial(self._flush, outbox)
            )
        )

    def _notice(self, inbox: Inbox[object]) -> None:
        for known in self._receiving:
            if known is inbox:
                self._receiver.post(partial(self._watch, known))

    def _watch(self, inbox: BareInbox[object]) -> None:
        if self._closing is None:
            self._receiver.watch(inbox.socket, partial(self._read, inbox))

    def _read(self, inbox: BareInbox[object]) -> bool:
        more = inbox.read()
        if inbox.pause():
            self._receiver.unwatch(inbox.socket)
            return False
        return more

    def _flush(self, outbox: Outbox) -> bool:
        if outbox.flush():
            self._receiver.unwatch(outbox.descriptor)
            self._finish_if_flushed()
        return False

    def _close(self, deadline: float) -> None:
        if self._closing is not None:
            deadline = min(deadline, self._closing)
        self._closing = deadline
        self.state = "closing"
        self._end_all(closed_here)
        for inbox in self._receiving:
            self._receiver.unwatch(inbox.socket)
            inbox.discard()
        self._receiver.set_alarm(deadline, self._finish)
        self._finish_if_flushed()

    def _finish_if_flushed(self) -> None:
        """End when libzmq has everything, or nobody ever was there to take anything."""
        if self._closing is not None and not any(box.stuck() for box in self._sending):
            self._finish()

    def _finish(self) -> None:
        self.state = "closed"
        self._receiver.stop()

    def _end_all(self, ending: Ending) -> None:
        self.note_end(ending)
        for outbox in self._sending:
            outbox.end(ending)
        for inbox in self._receiving:
            inbox.end(ending)


def _tell_nobody(letter: DeadLetter) -> None:
    """The peer has no session on which it could be told."""
