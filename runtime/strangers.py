"""Who came to a socket and was not let in: counted, and told of once a second at most."""

from __future__ import annotations

import logging
from time import monotonic

from runtime.events import Events, StrangersRefused


class Strangers:
    """The count. For the receiver thread; `count` may be read by any."""

    def __init__(self, events: Events) -> None:
        self.count = 0
        self._events = events
        self._told = 0
        self._at = 0.0

    def note(self, count: int) -> None:
        """Take note of how many there were so far."""
        self.count = count
        now = monotonic()
        if count > self._told and now - self._at >= 1:
            event = StrangersRefused(count=count - self._told)
            text = f"{event.count} came to the sockets of this connection and were not let in"
            self._events.put(event, logging.WARNING, text)
            self._told, self._at = count, now
