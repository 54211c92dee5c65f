"""What two processes do with each other, however they are connected.

Rule 1: the same work for all: one process sends, the other one receives every message as it was
        sent, and says so; what it says is compared.
Rule 2: between the clock's readings stand only the calls that a user would write.
Rule 3: each lane of the side that answers has a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from threading import Thread
from typing import Final, TypeAlias, TypeVar

import msgspec

from benchmarks.peers.ends import Ends
from benchmarks.peers.holding import hold
from benchmarks.peers.loads import Load, Message, frames, load_of
from benchmarks.peers.streaming import compare, stream, trips
from benchmarks.peers.task import Task, read_task

M = TypeVar("M")

Connected: TypeAlias = Callable[[Task], AbstractContextManager[Sequence[Ends[M]]]]
"""Starts the process that answers; what it gives are the ends of the one that measures, by lane."""

_WARM_UP: Final = 1000
"""Round trips before the clock is read, on all lanes together."""


def run(connected: Connected[Message]) -> None:
    """Do the task that the command line names, with typed messages."""
    task = read_task()
    run_load(task, load_of(task), connected)


def run_frames(connected: Connected[bytes]) -> None:
    """Do the task that the command line names, with messages that are bytes already."""
    task = read_task()
    run_load(task, frames(load_of(task)), connected)


def run_load(task: Task, load: Load[M], connected: Connected[M]) -> None:
    """Do a task; print what was measured as JSON."""
    with connected(task) as lanes:
        measured = _measure(task, load, lanes)
    print(msgspec.json.encode(measured).decode())


def answer(task: Task, load: Load[M], lanes: Sequence[Ends[M]]) -> None:
    """Be the other side, of all lanes."""
    threads = [Thread(target=_answer, args=(task, load, ends)) for ends in lanes]
    for thread in threads[1:]:
        thread.start()
    _answer(task, load, lanes[0])
    for thread in threads[1:]:
        thread.join()


def _answer(task: Task, load: Load[M], ends: Ends[M]) -> None:
    for message in replies(task, load, ends.incoming):
        ends.send(message)


def replies(task: Task, load: Load[M], incoming: Iterator[M]) -> Iterator[M]:
    """Yield what the other side says to what comes in on a lane."""
    yield from islice(incoming, _warm_up(task))
    if task.kind == "trip":
        yield from islice(incoming, task.messages)
        return
    # A `hold` task is one message on each lane, at the end of it.
    expected = 1 if task.kind == "hold" else task.messages // task.lanes
    last = _last(islice(incoming, expected))
    yield load.taken
    # The clock has been read.
    yield load.taken if last in load.sent else load.refused


def _last(incoming: Iterator[M]) -> M:
    last = next(incoming)
    for message in incoming:
        last = message
    return last


def _warm_up(task: Task) -> int:
    return 1 if task.kind == "hold" else _WARM_UP // task.lanes


def _measure(task: Task, load: Load[M], lanes: Sequence[Ends[M]]) -> dict[str, float]:
    for ends in lanes:
        for _ in range(_warm_up(task)):
            ends.send(load.taken)
            compare(load.taken, next(ends.incoming))
    match task.kind:
        case "stream":
            return stream(task, load, lanes)
        case "trip":
            return trips(task, load, lanes[0])
        case "hold":
            return hold(task, load, lanes)
