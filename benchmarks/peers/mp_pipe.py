"""`multiprocessing.Pipe`: pickled objects over a pair of sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from typing import TypeAlias

from benchmarks.peers.child import SPAWN, child
from benchmarks.peers.ends import Ends, calling
from benchmarks.peers.exchange import answer, run
from benchmarks.peers.loads import Message, load_of
from benchmarks.peers.task import Task

Side: TypeAlias = "Connection[Message, Message]"


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[Message]]]:
    lanes: list[tuple[Side, Side]] = [SPAWN.Pipe() for _ in range(task.lanes)]
    with ExitStack() as stack:
        for near, far in lanes:
            stack.enter_context(near)
            stack.enter_context(far)
        stack.enter_context(child(other, task, [far for _, far in lanes]))
        yield [ends(near) for near, _ in lanes]


def other(task: Task, sides: list[Side]) -> None:
    answer(task, load_of(task), list(map(ends, sides)))


def ends(side: Side) -> Ends[Message]:
    return Ends(side.send, calling(side.recv))


if __name__ == "__main__":
    run(connected)
