"""`multiprocessing.Queue`: one there, one back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.queues import Queue
from typing import TypeAlias

from benchmarks.peers.child import SPAWN, child
from benchmarks.peers.ends import CAPACITY, Ends, calling
from benchmarks.peers.exchange import answer, run
from benchmarks.peers.loads import Message, load_of
from benchmarks.peers.task import Task

Lane: TypeAlias = "tuple[Queue[Message], Queue[Message]]"
"""There, and back."""


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[Message]]]:
    lanes: list[Lane] = [
        (SPAWN.Queue(CAPACITY), SPAWN.Queue(CAPACITY)) for _ in range(task.lanes)
    ]
    with child(other, task, lanes):
        yield [ends(forth, back) for forth, back in lanes]


def other(task: Task, lanes: list[Lane]) -> None:
    answer(task, load_of(task), [ends(back, forth) for forth, back in lanes])


def ends(there: Queue[Message], here: Queue[Message]) -> Ends[Message]:
    return Ends(there.put, calling(here.get), any_thread=True)


if __name__ == "__main__":
    run(connected)
