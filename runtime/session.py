"""The session: one host and one kernel, from hello to goodbye.

Rule 1: all of it happens on the receiver thread, which owns every socket; other threads `post`.
Rule 2: nothing is written to a channel or read from one before both sides have agreed.
Rule 3: linger is not delivery: a session ends by what the two sides say, as `parting` has it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from functools import partial
from time import monotonic
from typing import Final, Literal, Never, assert_never

from runtime import orphan
from runtime.cables import Cables
from runtime.channel import Channel, M
from runtime.course import Course
from runtime.dead_letters import DeadLetter, DeadLetters
from runtime.endings import closed_here, mismatched, refused
from runtime.events import CataloguesDiffer, PeerReady
from runtime.greeting import Greeting
from runtime.guard import Guard
from runtime.handshake import Agreement, terms_of
from runtime.inbox import Inbox
from runtime.loan import loan_of
from runtime.log import log
from runtime.outbox import Outbox
from runtime.parcels import writer_of
from runtime.parting import EXIT, Parting
from runtime.pulse import Pulse
from runtime.receiver import Receiver
from runtime.rejections import heard, rejection
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

_PARTING: Final = 0.1
"""Seconds between the break of one connection and that of all others, if the peer is gone."""

_LEFT: Final = "the other side left before the two had agreed"

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
            lambda: self._parting.arrived(),
            self.say,
            lambda what: self._parting.fault(what),
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
        self._parting = Parting(
            self, receiver, self.traffic, self._voice, self._hang_up
        )
        self._pulse = Pulse(
            context, wiring, receiver, self.events, self._silent, self._answering
        )
        self._cables.plug(self._pulse.socket, PULSE)
        self._letters: DeadLetters | None = None

    def open_outbox(
        self, name: str, channel: Channel[Never] | Channel[object]
    ) -> Outbox:
        socket = open_push(self._context)
        self._cables.plug(socket, channel.name)
        outbox = Outbox(
            name,
            channel.capacity,
            channel.overflow,
            socket,
            claim=self.traffic.claim,
            hurry=self.traffic.hurry,
            writer=writer_of(channel, socket),
        )
        self._outboxes[channel.name] = outbox
        self._terms[channel.name] = terms_of(channel, sends=True)
        return outbox

    def open_inbox(
        self, name: str, channel: Channel[M], letters: DeadLetters, raises: bool
    ) -> Inbox[M]:
        socket = open_pull(self._context, channel.max_message_bytes)
        self._cables.plug(socket, channel.name)
        notice = self.traffic.notice
        loan = loan_of(channel, socket, self.receiver)
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
        self.receiver.post(partial(self._parting.close, deadline, error))

    def report(self) -> CloseReport:
        return self._parting.report or self.traffic.report()

    # For the receiver thread.

    def begin(self) -> None:
        self._begin_boxes()
        self._cables.begin()
        self._voice.begin()
        lifeline = self._wiring.lifeline
        if lifeline is not None:
            self.hold(partial(os.close, lifeline))
            orphan.watch(lifeline, self.receiver, self._orphaned)
        self._greeting.begin()

    def died(self, cause: BaseException) -> None:
        log(logging.ERROR, "%s: the receiver thread has died", self.name, cause=cause)
        self.healthy = False
        self._parting.died(cause)

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
        if broken and not self._parting.peer_left:
            what = f"its connection of {', '.join(map(repr, broken))} broke"
            if self._wiring.is_private:  # there is no network that could have done it
                self._parting.fault(f"{what}: it sent a message over the limit")
            else:
                self._lose(None, f"the other side is out of reach: {what}")

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
                self.traffic.confirm(message.consumed)
                self._parting.finish_if_confirmed()
            case Rejected():
                self._hear_rejected(message)
            case Goodbye():
                self._parting.hear_goodbye(message)
            case Hello() | Model() | Welcome() | Refusal() | None:
                self._parting.fault("it has said what no peer says at this point")
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
        self._parting.over(make(why), "failed", why)

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
            self._parting.vanished(_LEFT)

    def _reject(self, letter: DeadLetter) -> None:
        self.say(rejection(letter))

    def _hear_rejected(self, rejected: Rejected) -> None:
        found = heard(rejected, self._outboxes)
        if found is None:
            self._parting.fault("it has rejected what was never sent")
        else:
            event, text = found
            self.events.put(event, logging.DEBUG, text)

    # The other side is gone, or as good as.

    def _silent(self, seconds: float) -> None:
        """Take note that the other side's process does nothing."""
        if not self._parting.peer_left and self.ended is None:
            if self.is_local:
                self.state = "unresponsive"
                self._pulse.tell_silence()
            else:
                why = f"the other side has not answered for {seconds:g} s"
                self._lose(None, why)

    def _answering(self) -> None:
        if self.state == "unresponsive":
            self.state = "ready"

    def _orphaned(self) -> None:
        """Take note that the host of this process is gone; then this process shall end, too."""
        self._voice.listen()  # what was said before is older
        if not self._parting.in_order:
            self._lose(None)
            if not self._wiring.detached:
                orphan.end_soon(self.receiver, self.name)

    def _lose(self, exitcode: int | None, why: str = "") -> None:
        if exitcode is not None:
            self._parting.exitcode = exitcode
        if self.ready:
            self._parting.gone(why)
        elif self.ended is None and self._has_met():
            self._parting.vanished(why)

    def _has_met(self) -> bool:
        """Whether the other side has ever been there, or must have been."""
        return self._wiring.greets or self._cables.has_admitted()
