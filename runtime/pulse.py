"""Whether the other process does anything at all: its I/O thread answers, whatever Python does.

libzmq asks and answers by itself, on a socket of its own, and drops that connection when no
answer comes; the connecting side then makes it anew. Channels notice nothing of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic
from typing import Final

from runtime.events import Events, PeerRecovered, PeerUnresponsive
from runtime.links import Link
from runtime.receiver import Receiver
from runtime.sockets import Context, open_pulse
from runtime.wiring import Wiring

_DOUBT: Final = 0.3
"""Seconds without a connection before that means anything: the other side may be closing, or, on
its return, be making it anew."""


class Pulse:
    """The socket, and what follows from its connection. For the receiver thread.

    `silent` is called with the seconds when the other side has gone silent, `answering` when it is
    back.
    """

    def __init__(
        self,
        context: Context,
        wiring: Wiring,
        receiver: Receiver,
        events: Events,
        silent: Callable[[float], None],
        answering: Callable[[], None],
    ) -> None:
        self.socket = open_pulse(context, wiring.heartbeat, pings=not wiring.greets)
        self._heartbeat = wiring.heartbeat
        self._receiver = receiver
        self._events = events
        self._silent = silent
        self._answering = answering
        self._since: float | None = None
        self._told = False

    def look(self, link: Link) -> None:
        """Draw the conclusions from the state of the connection."""
        if link.is_up and self._since is not None:
            self._receiver.clear_alarm(self._miss)
            seconds = monotonic() - self._since + self._heartbeat
            self._since = None
            if self._told:
                self._told = False
                event = PeerRecovered(seconds=seconds)
                text = f"the other side answers again, after {seconds:.1f} s"
                self._events.put(event, logging.WARNING, text)
                self._answering()
        elif not link.is_up and link.was_up and self._since is None:
            self._since = monotonic()
            self._receiver.set_alarm(self._since + _DOUBT, self._miss)

    def tell_silence(self) -> None:
        """Report that the other side is silent, and later that it is back."""
        self._told = True
        event = PeerUnresponsive(seconds=self._heartbeat)
        text = f"the other side has done nothing for about {self._heartbeat:g} s: "
        self._events.put(event, logging.WARNING, text + "is its process stopped?")

    def _miss(self) -> None:
        self._silent(self._heartbeat)
