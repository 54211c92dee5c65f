"""How a session ends: by a goodbye, by a loss, by a fault.

Rule 1: it ends once; the first reason holds, and every end of the connection hears of it.
Rule 2: who says goodbye waits for receipts, but not longer than it was told to; who hears goodbye
takes in all that is on its way.
Rule 3: of a peer that is gone, what it had sent is still delivered, and its last receipts count.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic
from typing import Final

from runtime.course import Course, State
from runtime.endings import Ending, closed_here, closed_there, died, faulty, lost
from runtime.events import PeerEnded
from runtime.receiver import Receiver
from runtime.session_messages import Goodbye, words
from runtime.stats import CloseReport
from runtime.traffic import Traffic
from runtime.voice import Voice

SETTLE: Final = 0.05
"""Seconds of silence after which nothing more comes from a peer that is gone."""

EXIT: Final = 0.2
"""Seconds that a child which has left its session is given to end, for its exit code."""

EXIT_TOLD: Final = 1.0
"""The same, for one that has said why: it may have something to do as it ends."""

_LAST_WORD: Final = 0.2
"""Seconds for the reason of an end to arrive, before the sockets are closed."""


class Parting:
    """How far a session has come in ending. For the receiver thread.

    `hang_up` closes the sockets.
    """

    def __init__(
        self,
        course: Course,
        receiver: Receiver,
        traffic: Traffic,
        voice: Voice,
        hang_up: Callable[[], None],
    ) -> None:
        self.traffic = traffic
        self.exitcode: int | None = None
        """That of the other side's process, once it is known."""
        self.report: CloseReport | None = None
        """What became of everything, once that is settled."""
        self._course = course
        self._receiver = receiver
        self._voice = voice
        self._hang_up = hang_up
        self._peer_closed = False
        self._peer_error = ""
        self._gone: float | None = None
        self._closing: float | None = None
        self._why = "the other side is gone without closing"

    @property
    def peer_left(self) -> bool:
        """Whether the other side is gone, or has said goodbye."""
        return self._gone is not None or self._peer_closed

    @property
    def in_order(self) -> bool:
        """Whether one of the two sides has closed, and not because of an error."""
        closed_well = self._peer_closed and not self._peer_error
        return closed_well or self._closing is not None

    # At once.

    def died(self, cause: BaseException) -> None:
        """End because the receiver thread dies."""
        self.over(died(cause), "failed", f"the receiver thread has died: {cause!r}")
        self.report = self.traffic.report()

    def fault(self, what: str) -> None:
        """End because of what the other side has done."""
        if not self.peer_left:
            # No more is to be expected than what has been read already.
            delivered = self.traffic.report().delivered
            self._voice.say(Goodbye(sent=delivered, error="ProtocolFault"))
            why = f"the other side is at fault: {what}"
            self.over(faulty(what), "failed", why)
            self._peer_closed = True
            self._finish()

    def vanished(self, why: str = "") -> None:
        """End because the other side is gone before the two have agreed."""
        why = why or self._why
        self.over(self._lost(why), "lost", why)

    def over(self, ending: Ending, state: State, why: str) -> None:
        """End everything here and now."""
        if self._course.ended is None:
            self._course.state = state
            self._why = why
            self._course.note_end(ending)
            self._tell_end(clean=False)
        self.traffic.end_sending(ending)
        self.traffic.end_receiving(ending)
        # Not before the other side has been told why.
        self._receiver.set_alarm(monotonic() + _LAST_WORD, self._hang_up)

    # The other side closes, or is gone, or as good as.

    def hear_goodbye(self, goodbye: Goodbye) -> None:
        """End when all has arrived that the other side had sent."""
        if self._peer_closed:
            return
        self._peer_closed = True
        self._peer_error = goodbye.error
        self._why = "the other side has closed its connection"
        ending: Ending = closed_there
        if goodbye.error:
            self._why = f"the other side ended with {goodbye.error}"
            ending = self._lost(self._why)
        else:
            self._tell_end(clean=self.traffic.confirmed())
        self._course.state = "closing"
        self._course.note_end(ending)
        self.traffic.end_sending(ending)
        self.traffic.expect(goodbye.sent)
        self._conclude()
        self._finish()

    def gone(self, why: str = "") -> None:
        """End when nothing more comes from the other side; `why` it is gone, where that is known."""
        self._why = why or self._why
        if self._gone is None:
            self._gone = monotonic()
            self.traffic.recall()
        self._settle()
        self._finish()

    def arrived(self) -> None:
        """Go on: something has arrived. What is sent or read here meanwhile is no reason to wait."""
        if self._gone is not None:
            self._settle()
        elif self._peer_closed:
            self._conclude()

    def _conclude(self) -> None:
        """End what is complete, after a goodbye."""
        if not self._peer_error:
            self.traffic.end_complete()
        elif self.traffic.complete():
            self._gone = monotonic()  # as good as: an exit code may follow
            self._settle()

    def _settle(self) -> None:
        """Wait for silence: what had been sent is still on its way through this machine."""
        self._receiver.set_alarm(monotonic() + SETTLE, self._bury)

    def _bury(self) -> None:
        """Tell every end that the other side is gone."""
        awaits_exit = self._course.awaits_exit and self.exitcode is None
        if self._gone is not None and awaits_exit:
            patience = self._gone + (EXIT_TOLD if self._peer_error else EXIT)
            if monotonic() < patience:
                self._receiver.set_alarm(patience, self._bury)
                return
        self._voice.listen()  # the last receipt
        ending = self._lost(self._why)
        self._course.note_end(ending)
        self.traffic.end_sending(ending)
        if not self._peer_error and self._peer_closed:
            self.traffic.end_complete()
            self._course.state = "closed"
        else:
            self._course.state = "lost"
            self._tell_end(clean=False)
        self.traffic.end_receiving(ending)
        self._hang_up()

    def _lost(self, why: str) -> Ending:
        self.traffic.bar()
        unconfirmed = self.traffic.unconfirmed()
        # The exit code may become known later than the loss.
        return lambda end: lost(self.exitcode, unconfirmed, why)(end)

    def _tell_end(self, *, clean: bool) -> None:
        unconfirmed = self.traffic.unconfirmed()
        event = PeerEnded(
            clean=clean,
            why=self._why,
            exitcode=self.exitcode,
            unconfirmed=unconfirmed,
        )
        level = logging.DEBUG if clean else logging.WARNING
        self._course.events.put(event, level, f"the session is over: {self._why}")

    # This side closes.

    def close(self, deadline: float, error: str) -> None:
        """End when the other side has everything, at the deadline at the latest."""
        if self._closing is not None:  # another call is less patient
            deadline = min(deadline, self._closing)
            self._receiver.set_alarm(deadline, self._finish)
            return
        self._closing = deadline
        ready, ended = self._course.ready, self._course.ended
        over = ended is not None and not (self._peer_closed and self._gone is None)
        self._course.note_end(closed_here)
        sent = self.traffic.close(closed_here)
        # After that: what a reader took out meanwhile is confirmed before the goodbye, too.
        self.traffic.settle_accounts()
        if ready and not over:
            self._voice.say(Goodbye(sent=sent, error=words(error)))
        if over or not ready or self.peer_left:
            self._finish()
        else:
            self._course.state = "closing"
            self._receiver.set_alarm(deadline, self._finish)
            self.finish_if_confirmed()

    def finish_if_confirmed(self) -> None:
        """End if this side has closed, and the other one has read everything."""
        if self._closing is not None and self.traffic.confirmed():
            self._finish()

    def _finish(self) -> None:
        """End what was closed."""
        if self._closing is not None:
            self.report = self.traffic.report()
            if self._course.state not in ("lost", "failed"):
                self._course.state = "closed"
            self._receiver.stop()
