"""The session: one host and one kernel, from hello to goodbye.

Rule 1: all of it happens on the receiver thread, which owns every socket; other threads `post`.
Rule 2: nothing is written to a channel or read from one before both sides have agreed.
Rule 3: a session ends once - closed here, closed there, the peer lost or at fault or of another
        catalogue, the receiver dead - and every end of the connection hears of it.
Rule 4: linger is not delivery. Who says goodbye waits for receipts, but not longer than it was
        told to; who hears goodbye takes in all that is on its way.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Final, Literal, Never, assert_never

from runtime.cables import Cables
from runtime.channel import Channel, M
from runtime.course import Course, State
from runtime.dead_letters import DeadLetter, DeadLetters
from runtime.endings import (
    Ending,
    closed_here,
    closed_there,
    died,
    faulty,
    lost,
    mismatched,
    refused,
)
from runtime.events import CataloguesDiffer, MessageRejected, PeerEnded, PeerReady
from runtime.greeting import Greeting
from runtime.guard import Guard
from runtime.handshake import Agreement, terms_of
from runtime.inbox import Inbox
from runtime.loan import loan_of
from runtime.log import log
from runtime.outbox import Outbox
from runtime.pulse import Pulse
from runtime.receiver import Receiver
from runtime.session_messages import (
    Goodbye,
    Hello,
    Model,
    Receipt,
    Refusal,
    Rejected,
    SessionMessage,
    Terms,
    Welcome,
    words,
)
from runtime.sockets import (
    Context,
    open_pull,
    open_push,
)
from runtime.stats import CloseReport
from runtime.traffic import Traffic
from runtime.voice import Voice
from runtime.wiring import PULSE, SESSION, Wiring

SETTLE: Final = 0.05
"""Seconds of silence after which nothing more comes from a peer that is gone."""

EXIT: Final = 0.2
"""Seconds that a child which has left its session is given to end, for its exit code."""

EXIT_TOLD: Final = 1.0
"""The same, for one that has said why: it may have something to do as it ends."""

ORPHANED: Final = 1.0
"""Seconds that a spawned process has to end by itself when its host is gone."""

_PARTING: Final = 0.1
"""Seconds between the break of one connection and that of all others, if the peer is gone."""

_LAST_WORD: Final = 0.2
"""Seconds for the reason of an end to arrive, before the sockets are closed."""

_LEFT: Final = "left before the two had agreed"

_TOLD: Final = 10_000
"""Characters of what the other side says that go into a log or an error."""


class Session(Course):
    """What the two sides have said to each other so far, and what follows from it."""

    def __init__(
        self,
        wiring: Wiring,
        name: str,
        module: str,
        context: Context,
        receiver: Receiver,
    ) -> None:
        super().__init__(name)
        self.receiver = receiver
        self.traffic = Traffic(
            receiver,
            self._outboxes,
            self._inboxes,
            self._moved,
            self.say,
            self._fault,
        )
        self.is_local = wiring.is_local
        self._wiring = wiring
        self._terms: dict[str, Terms] = {}
        self._context = context
        self._cables = Cables(context, receiver, wiring, self._links_changed)
        links = self._cables.links
        self._greeting = Greeting(wiring, module, self._terms, links, self)
        self._voice = Voice(context, receiver, self._hear, lambda: links[SESSION].is_up)
        self._cables.plug(self._voice.socket, SESSION)
        self._pulse = Pulse(
            context, wiring, receiver, self.events, self._silent, self._answering
        )
        self._cables.plug(self._pulse.socket, PULSE)
        self._peer_closed = False
        self._peer_error = ""
        self._gone: float | None = None
        self._why = "is gone without closing"
        self._exitcode: int | None = None
        self._closing: float | None = None
        self._report: CloseReport | None = None
        self._letters: DeadLetters | None = None

    def open_outbox(
        self, name: str, channel: Channel[Never] | Channel[object]
    ) -> Outbox:
        socket = open_push(self._context)
        self._cables.plug(socket, channel.name)
        claim = self.traffic.claim
        outbox = Outbox(name, channel.capacity, channel.overflow, socket, claim)
        self._outboxes[channel.name] = outbox
        self._terms[channel.name] = terms_of(channel, sends=True)
        return outbox

    def open_inbox(
        self, name: str, channel: Channel[M], letters: DeadLetters, raises: bool
    ) -> Inbox[M]:
        socket = open_pull(self._context, channel.max_message_bytes)
        self._cables.plug(socket, channel.name)
        notice = self.traffic.notice
        loan = loan_of(socket, self.receiver)
        inbox = Inbox(
            name, channel, socket, notice, letters, self._reject, raises, loan
        )
        self._inboxes[channel.name] = inbox
        self._letters = letters
        self._terms[channel.name] = terms_of(channel, sends=False)
        return inbox

    # For other threads.

    def lose(self, exitcode: int | None = None) -> None:
        self.receiver.post(partial(self._lose, exitcode))

    def close(self, deadline: float, error: str = "") -> None:
        # At once: the receiver thread may be busy with what the other side has sent.
        self.traffic.shut(closed_here)
        self.receiver.post(partial(self._close, deadline, error))

    def report(self) -> CloseReport:
        return self._report or self.traffic.report()

    # For the receiver thread.

    def begin(self) -> None:
        self._begin_boxes()
        self._cables.begin()
        self._voice.begin()
        lifeline = self._wiring.lifeline
        if lifeline is not None:
            self.hold(partial(os.close, lifeline))
            if sys.platform != "win32":  # there, only sockets can be polled
                os.set_blocking(lifeline, False)
                self.receiver.watch(lifeline, partial(self._feel, lifeline))
        self._greeting.begin()

    def died(self, cause: BaseException) -> None:
        log(logging.ERROR, "%s: the receiver thread has died", self.name, cause=cause)
        self.healthy = False
        self._over(died(cause), "failed", f"the receiver thread has died: {cause!r}")
        self._report = self.traffic.report()

    def release(self) -> None:
        try:
            self._hang_up()
        finally:
            self._context.destroy(linger=0)
            self._release_held()

    def _hang_up(self) -> None:
        """Close every socket: whatever it is, the other side shall notice."""
        self._cables.close()
        self._pulse.socket.close(0)
        self.traffic.release()
        self._voice.close()

    def _moved(self) -> None:
        """Go on with what waits for the channels."""
        if self._gone is not None:
            self._settle()
        elif self._peer_closed:
            self._conclude()

    # What is under the sockets.

    def _links_changed(self) -> None:
        links = self._cables.links
        self.strangers.note(self._cables.strangers())
        if self.ended is not None and not self.ready:
            return
        if not self.ready:
            self._greeting.look()
            return
        if not links[SESSION].is_up and links[SESSION].was_up:
            self._voice.listen()  # what was said before is older
            self._lose(None)
            return
        self._pulse.look(links[PULSE])
        if self._cables.broken():
            self.receiver.set_alarm(monotonic() + _PARTING, self._part)

    def _part(self) -> None:
        """End the session if the connection of one channel is gone, and the peer is not."""
        broken = self._cables.broken()
        if broken and self._gone is None and not self._peer_closed:
            what = f"its connection of {', '.join(map(repr, broken))} broke"
            if self._wiring.is_private:  # there is no network that could have done it
                self._fault(f"{what}: it sent a message over the limit")
            else:
                self._why = f"is out of reach: {what}"
                self._lose(None)

    # What the other side says.

    def say(self, message: SessionMessage) -> None:
        """Tell the other side. For the receiver thread, as all that follows."""
        self._voice.say(message)

    def _hear(self, message: SessionMessage | None) -> None:
        if not self.ready:
            if self.ended is None:
                self._greeting.hear(message)
            return
        match message:
            case Receipt():
                self._hear_receipt(message)
            case Rejected():
                self._hear_rejected(message)
            case Goodbye():
                self._hear_goodbye(message)
            case Hello() | Model() | Welcome() | Refusal() | None:
                self._fault("it has said what no peer says at this point")
            case unknown:
                assert_never(unknown)

    def agreed(
        self,
        agreement: Agreement,
        versions: tuple[str, str] | None,
        guards: Mapping[str, Guard],
    ) -> None:
        """Open the channels."""
        if agreement.remarks:
            text = "; ".join(agreement.remarks)[:_TOLD]
            log(logging.WARNING, "%s: the catalogues differ: %s", self.name, text)
        with self.changed.lock:
            self.ready = True
            self.state = "ready"
            self.changed.wake()
        self.events.put(PeerReady(), logging.DEBUG, "the other side is ready")
        if versions is not None:
            self._note(agreement, *versions)
        self.traffic.open(agreement.channels, guards)
        # It may have left since.
        self.receiver.set_alarm(monotonic(), self._links_changed)

    def _note(self, agreement: Agreement, here: str, there: str) -> None:
        """Take note that the catalogues differ."""
        if self._letters is not None:
            self._letters.note_versions(here, there)
        event = CataloguesDiffer(
            version=here,
            peer_version=there,
            degraded=agreement.degraded,
            partial=agreement.partial,
        )
        text = f"its catalogue is {here}, that of the other side is {there}"
        self.events.put(event, logging.DEBUG, text)

    def refused(self, kind: Literal["catalogue", "handshake"], why: str) -> None:
        """End before it has begun."""
        make = refused
        if kind == "catalogue":
            make = mismatched
            why = f"the two catalogues do not understand each other: {why}"
        why = why[:_TOLD]
        self._over(make(why), "failed", why)

    def left(self) -> None:
        """End because the other side is gone, perhaps with a word that is still on its way."""
        if self.awaits_exit:  # its exit code says more
            self.receiver.set_alarm(monotonic() + EXIT, self._give_up)
        elif self._cables.links[SESSION].is_up:
            self.receiver.set_alarm(monotonic() + _PARTING, self._give_up)
        else:
            self._give_up()

    def _give_up(self) -> None:
        self._voice.listen()
        if not self.ready and self.ended is None:
            self._over(self._lost(_LEFT), "lost", f"the other side {_LEFT}")

    def _hear_receipt(self, receipt: Receipt) -> None:
        self.traffic.confirm(receipt.consumed)
        self._finish_if_confirmed()

    def _reject(self, letter: DeadLetter) -> None:
        self.say(
            Rejected(
                channel=letter.channel,
                position=letter.position,
                reason=letter.reason,
                path=words(letter.path),
            )
        )

    def _hear_rejected(self, rejected: Rejected) -> None:
        channel, position = rejected.channel, rejected.position
        outbox = self._outboxes.get(channel)
        if outbox is None or position not in range(outbox.accepted()):
            self._fault("it has rejected what was never sent")
            return
        event = MessageRejected(
            channel=channel,
            position=position,
            reason=rejected.reason,
            path=rejected.path,
        )
        where = f" at {rejected.path}" if rejected.path else ""
        text = (
            f"channel {channel!r}: the other side could not decode message {position}: "
        )
        self.events.put(event, logging.DEBUG, f"{text}{rejected.reason}{where}")

    def _hear_goodbye(self, goodbye: Goodbye) -> None:
        if self._peer_closed:
            return
        self._peer_closed = True
        self._peer_error = goodbye.error
        self._why = "has closed its connection"
        ending: Ending = closed_there
        if goodbye.error:
            self._why = f"ended with {goodbye.error}"
            ending = self._lost(self._why)
        else:
            self._tell_end(clean=self.traffic.confirmed())
        self.state = "closing"
        self._end(ending)
        self.traffic.end_sending(ending)
        self.traffic.expect(goodbye.sent)
        self._conclude()
        self._finish()

    def _conclude(self) -> None:
        """End what is complete, after a goodbye."""
        if not self._peer_error:
            self.traffic.end_complete()
        elif self.traffic.complete():
            self._gone = monotonic()  # as good as: an exit code may follow
            self._settle()

    # The other side is gone, or as good as.

    def _silent(self, seconds: float) -> None:
        """Take note that the other side's process does nothing."""
        if self._gone is None and not self._peer_closed and self.ended is None:
            if self.is_local:
                self.state = "unresponsive"
                self._pulse.tell_silence()
            else:
                self._why = f"has not answered for {seconds:g} s"
                self._lose(None)

    def _answering(self) -> None:
        if self.state == "unresponsive":
            self.state = "ready"

    def _feel(self, lifeline: int) -> bool:
        """See whether the host of this process is gone; then this process shall end, too."""
        with suppress(BlockingIOError):
            if not os.read(lifeline, 4096):
                self.receiver.unwatch(lifeline)
                self._voice.listen()  # what was said before is older
                parted = self._peer_closed and not self._peer_error
                if not parted and self._closing is None:
                    self._lose(None)
                    if not self._wiring.detached:
                        at = monotonic() + ORPHANED
                        self.receiver.set_alarm(at, self._end_process)
        return False

    def _lose(self, exitcode: int | None) -> None:
        if exitcode is not None:
            self._exitcode = exitcode
        if not self.ready:
            begun = self._wiring.greets or self._cables.has_admitted()
            if self.ended is None and begun:
                self._over(self._lost(self._why), "lost", f"the other side {self._why}")
            return
        if self._gone is None:
            self._gone = monotonic()
            self.traffic.recall()
        self._settle()
        self._finish()

    def _settle(self) -> None:
        """Wait for silence: what had been sent is still on its way through this machine."""
        self.receiver.set_alarm(monotonic() + SETTLE, self._bury)

    def _bury(self) -> None:
        """Tell every end that the other side is gone."""
        if self._gone is not None and self.awaits_exit and self._exitcode is None:
            patience = self._gone + (EXIT_TOLD if self._peer_error else EXIT)
            if monotonic() < patience:
                self.receiver.set_alarm(patience, self._bury)
                return
        self._voice.listen()  # the last receipt
        ending = self._lost(self._why)
        self._end(ending)
        self.traffic.end_sending(ending)
        if not self._peer_error and self._peer_closed:
            self.traffic.end_complete()
            self.state = "closed"
        else:
            self.state = "lost"
            self._tell_end(clean=False)
        self.traffic.end_receiving(ending)
        self._hang_up()

    def _lost(self, why: str) -> Ending:
        self.traffic.bar()
        unconfirmed = self.traffic.unconfirmed()
        # The exit code may become known later than the loss.
        return lambda end: lost(self._exitcode, unconfirmed, why)(end)

    def _fault(self, what: str) -> None:
        """End the session because of what the other side has done."""
        if self._gone is None and not self._peer_closed:
            # No more is to be expected than what has been read already.
            delivered = self.traffic.report().delivered
            self.say(Goodbye(sent=delivered, error="ProtocolFault"))
            self._over(faulty(what), "failed", what)
            self._peer_closed = True
            self._finish()

    def _over(self, ending: Ending, state: State, why: str) -> None:
        """End everything here and now."""
        if self.ended is None:
            self.state = state
            self._why = why
            self._end(ending)
            self._tell_end(clean=False)
        self.traffic.end_sending(ending)
        self.traffic.end_receiving(ending)
        # Not before the other side has been told why.
        self.receiver.set_alarm(monotonic() + _LAST_WORD, self._hang_up)

    def _tell_end(self, *, clean: bool) -> None:
        unconfirmed = self.traffic.unconfirmed()
        event = PeerEnded(
            clean=clean,
            why=self._why,
            exitcode=self._exitcode,
            unconfirmed=unconfirmed,
        )
        level = logging.DEBUG if clean else logging.WARNING
        self.events.put(event, level, f"the session is over: {self._why}")

    def _end_process(self) -> None:
        log(
            logging.CRITICAL,
            "%s: the host of this process is gone: ending it",
            self.name,
        )
        os._exit(1)

    # This side closes.

    def _close(self, deadline: float, error: str) -> None:
        if self._closing is not None:  # another call is less patient
            deadline = min(deadline, self._closing)
            self.receiver.set_alarm(deadline, self._finish)
            return
        self._closing = deadline
        over = self.ended is not None and not (self._peer_closed and self._gone is None)
        self._end(closed_here)
        sent = self.traffic.close(closed_here)
        # After that: what a reader took out meanwhile is confirmed before the goodbye, too.
        self.traffic.settle_accounts()
        if self.ready and not over:
            self.say(Goodbye(sent=sent, error=words(error)))
        if over or not self.ready or self._peer_closed or self._gone is not None:
            self._finish()
        else:
            self.state = "closing"
            self.receiver.set_alarm(deadline, self._finish)
            self._finish_if_confirmed()

    def _finish_if_confirmed(self) -> None:
        """End if this side has closed, and the other one has read everything."""
        if self._closing is not None and self.traffic.confirmed():
            self._finish()

    def _finish(self) -> None:
        """End what was closed."""
        if self._closing is not None:
            self._report = self.traffic.report()
            if self.state not in ("lost", "failed"):
                self.state = "closed"
            self.receiver.stop()
