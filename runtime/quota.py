"""How much is logged: no more than so many records in any second, whatever the other side does."""

from __future__ import annotations

from collections import deque
from time import monotonic


class Quota:
    """Counts records. For one thread."""

    def __init__(self, records: int) -> None:
        self._times: deque[float] = deque(maxlen=records)
        self._silent = 0

    def take(self) -> int | None:
        """Return how many were not logged since the last one, or None if this one is not, either."""
        now = monotonic()
        if len(self._times) == self._times.maxlen and now - self._times[0] <= 1:
            self._silent += 1
            return None
        self._times.append(now)
        silent, self._silent = self._silent, 0
        return silent
