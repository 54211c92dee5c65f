"""Messages that have arrived, and how callers take them: each message once.

Rule 1: a step of a C iterator takes a message out. Between that step and the `return` that follows,
        CPython neither runs a signal handler nor lets another thread run: who has taken one has it.
Rule 2: what waits in numbers is lined up, by the receiver thread or by who finds nothing lined up
        any more: so many may be taken without a line of Python for each. Meanwhile nobody takes in
        another way, so they are there. Without the GIL, nothing is lined up.
Rule 3: what a caller had taken when a signal struck is returned, and taken before all else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from operator import length_hint
from typing import Any, Final, Generic, TypeVar

from runtime.dead_letters import DeadLetter
from runtime.gate import PARALLEL

M = TypeVar("M")
M_co = TypeVar("M_co", covariant=True)

WORTH: Final = 16
"""Fewer messages than that are not lined up."""

_NOTHING: Final[Iterator[Any]] = iter(())


class Supply(Generic[M_co]):
    """All under the inbox's lock, but taking: from `run`, or `returns`, or `takes`; and `open`."""

    def __init__(self) -> None:
        self.queue: deque[M_co | DeadLetter] = deque()
        self.returned: deque[M_co | DeadLetter] = deque()
        self.run: Iterator[M_co] = _NOTHING
        """Has as many steps as messages are lined up and not taken yet: no dead letters."""
        self._one_by_one = _takes_of(self.queue)
        self.takes: Iterable[tuple[M_co | DeadLetter]] = self._one_by_one
        """Takes one out each time; has nothing to give, or raises IndexError, if it cannot."""
        self.returns: Iterable[tuple[M_co | DeadLetter]] = _takes_of(self.returned)
        """The same of those that were returned."""
        self._lined_up: Iterator[object] = _NOTHING
        self._is_shut = False

    def __len__(self) -> int:
        return len(self.queue) + len(self.returned)

    def line_up(self, most: int) -> None:
        """Have so many messages at most be lined up, if that is worth it; the others wait.

        For the receiver thread; and for callers, once nothing is lined up.
        """
        if self._is_shut:
            return
        closed: Iterator[M_co] = iter(())
        self.takes = self._lined_up = _NOTHING
        self.run = closed
        count = min(most, len(self.queue))  # from here on, there are no fewer
        lined_up: Iterator[deque[Any]] = repeat(self.queue, max(0, count))
        run = map(deque.popleft, lined_up)
        if count < WORTH or self.returned or PARALLEL:
            self.open()
        elif self.run is closed:  # or else a signal handler has taken some meanwhile
            self._lined_up, self.run = lined_up, run

    def clear(self) -> None:
        """Forget all: this is a forked child, where nobody else takes any."""
        self.queue.clear()
        self.returned.clear()
        self.open()

    def shut(self) -> None:
        """Have nobody take any more."""
        self._is_shut = True
        self.run = self.takes = self.returns = self._lined_up = _NOTHING

    def rest(self) -> Iterator[M_co | DeadLetter]:
        """Return what takes out the messages that were left when it was shut."""
        boxes = (self.returned, self.queue)
        return chain.from_iterable(
            map(deque.popleft, repeat(box, len(box))) for box in boxes
        )

    def open(self) -> None:
        """Have all be taken one by one."""
        if self._is_shut:
            return
        self.run = self._lined_up = _NOTHING
        self.takes = self._one_by_one

    def is_lined_up(self) -> bool:
        """Return whether the run has messages."""
        return length_hint(self._lined_up) > 0


def _takes_of(queue: deque[M]) -> Iterable[tuple[M]]:
    return _Takes(queue) if PARALLEL else _new_takes(queue)


def _new_takes(queue: deque[M]) -> Iterator[tuple[M]]:
    return zip(map(deque.popleft, repeat(queue)), strict=False)


class _Takes(Generic[M]):
    """The same for threads that run at once, each of which needs an iterator of its own."""

    def __init__(self, queue: deque[M]) -> None:
        self._queue = queue

    def __iter__(self) -> Iterator[tuple[M]]:
        return _new_takes(self._queue)
