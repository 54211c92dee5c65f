"""When the messages of a channel are written in groups: while they are sent in a hurry.

Rule 1: who sends while more than a few follow each other takes a permit, and leaves his message to
        be written with others, without a lock. Between a step of a C iterator and the C call that
        follows it, CPython neither runs a signal handler nor lets another thread run, so who has
        taken a permit has used it when others look. Without the GIL, there are no permits.
Rule 2: permits are given by the receiver thread, under the outbox's lock, and only while it is
        about to catch up with whatever was left: so somebody writes it.
Rule 3: there are no more permits than there is room. Who counts what room there is withdraws them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from time import monotonic
from typing import Final

from runtime.backlog import PARTS
from runtime.gate import PARALLEL

_HURRY: Final = 20e-6
"""Seconds between two messages, at most, if they are sent in a hurry."""

_NONE: Final[Iterator[None]] = iter(())


class Rush:
    """How quickly messages follow each other. All under the outbox's lock, but taking a permit."""

    def __init__(self) -> None:
        self.permits = _NONE
        """Has as many steps as messages may be left."""
        self.is_due = False
        """The receiver thread is about to catch up."""
        self._sent_at = 0.0
        self._accepted = 0
        # They follow each other, or would if there were room.
        self._is_dense = False

    def hurries(self) -> bool:
        """Return whether the message before this one was sent just now."""
        now = monotonic()
        before, self._sent_at = self._sent_at, now
        return now - before < _HURRY

    def goes_on(self, accepted: int, room: int) -> bool:
        """Return whether messages were accepted since this was last called.

        Args:
            accepted: how many there are.
            room: for how many more there is room.
        """
        came = accepted - self._accepted
        self._accepted = accepted
        self._is_dense = came >= PARTS or (self._is_dense and room <= 0)
        self.is_due = came > 0
        return self.is_due

    def resumes(self) -> bool:
        """Return whether, now that there is room, it goes on; it is due then."""
        resumes = self._is_dense and not self.is_due
        self.is_due = self.is_due or resumes
        return resumes

    def permit(self, room: int) -> None:
        """Permit to leave so many messages, if they are many; none was permitted before."""
        if self._is_dense and room > 0 and not PARALLEL:
            self.permits = repeat(None, room)

    def withdraw(self) -> None:
        """Permit nothing."""
        self.permits = _NONE
