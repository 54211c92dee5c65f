"""Frames that were accepted and not yet written, in order.

Rule 1: a frame is here, or the socket has taken it and it is counted, whatever strikes. One call of
        C brings some into the group that is written next; one step writes them and takes them out.
Rule 2: a group becomes one multipart message: libzmq does for all of it at once what it would do
        for each. What is in a group is as good as written: only what waits behind may be dropped.
"""

from __future__ import annotations

from collections import deque
from itertools import islice, repeat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from runtime.writer import Writer

PARTS: Final = 64
"""How many messages are written as one multipart message, at most."""


class Backlog:
    """What waits for a socket. All under the outbox's lock.

    `later` has what is in no group yet; whoever appends to it has had `write` called soon.
    """

    def __init__(self, writer: Writer) -> None:
        self.later: deque[bytes] = deque()
        self.group: list[bytes] = []
        self._writer = writer
        self._oldest = map(deque.popleft, repeat(self.later))

    def __len__(self) -> int:
        return len(self.group) + len(self.later)

    def write(self, count: int) -> bool:
        """Write so many frames at most; return False if the socket has not taken them all."""
        group, later = self.group, self.later
        while True:
            if not group and later and count > 0:
                group.extend(islice(self._oldest, min(PARTS, count, len(later))))
            wanted = min(len(group), count)
            if wanted <= 0:
                return True
            if self._writer.write(group, wanted) < wanted:
                return False
            count -= wanted

    def shed(self, kept: int) -> bool:
        """Drop the oldest frame if there are more than so many; return whether there were."""
        if len(self) <= kept or not self.later:
            return False
        self.later.popleft()
        return True
