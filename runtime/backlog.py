"""The frames that a Push could not write yet, in order.

Rule 1: frames that were sent together stay together, in a group: they are written as one
        multipart message.
Rule 2: `size` counts frames, not groups.
"""

from __future__ import annotations

from collections import deque


class Backlog:
    """A queue of groups of frames that knows how many frames it holds. Not thread-safe."""

    def __init__(self) -> None:
        self.size = 0
        self._groups: deque[tuple[bytes, ...]] = deque()

    def append(self, group: tuple[bytes, ...]) -> None:
        """Add a group of at least one frame."""
        self._groups.append(group)
        self.size += len(group)

    def first(self) -> tuple[bytes, ...]:
        """Return the oldest group, and keep it."""
        return self._groups[0]

    def remove_first(self) -> None:
        """Forget the oldest group."""
        self.size -= len(self._groups.popleft())

    def shed(self, count: int) -> None:
        """Forget the `count` oldest frames."""
        while count > 0:
            group = self._groups.popleft()
            self.size -= len(group)
            rest = group[count:]
            count -= len(group) - len(rest)
            if rest:
                self._groups.appendleft(rest)
                self.size += len(rest)
