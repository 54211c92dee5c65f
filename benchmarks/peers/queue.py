"""`multiprocessing.Queue`: one there, one back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.queues import Queue

from benchmarks.peers.child import SPAWN, child
from benchmarks.peers.exchange import CAPACITY, MESSAGES, Ends, Task, answer, run
from benchmarks.wire import Alarm, Reading


@contextmanager
def connected(task: Task) -> Iterator[Ends[Reading | Alarm]]:
    forth: Queue[Reading | Alarm] = SPAWN.Queue(CAPACITY)
    back: Queue[Reading | Alarm] = SPAWN.Queue(CAPACITY)
    with child(other, task, forth, back):
        yield Ends(forth.put, back.get)


def other(
    task: Task, forth: Queue[Reading | Alarm], back: Queue[Reading | Alarm]
) -> None:
    answer(task, Ends(back.put, forth.get))


if __name__ == "__main__":
    run(connected, MESSAGES)
