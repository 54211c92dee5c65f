"""`multiprocessing.Pipe`: pickled objects over a pair of sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeAlias

from benchmarks.peers.child import SPAWN, child
from benchmarks.peers.exchange import MESSAGES, Ends, Task, answer, run
from benchmarks.wire import Alarm, Reading

Side: TypeAlias = "Connection[Reading | Alarm, Reading | Alarm]"


@contextmanager
def connected(task: Task) -> Iterator[Ends[Reading | Alarm]]:
    near: Side
    far: Side
    near, far = SPAWN.Pipe()
    with near, far, child(other, task, far):
        yield Ends(near.send, near.recv)


def other(task: Task, far: Side) -> None:
    answer(task, Ends(far.send, far.recv))


if __name__ == "__main__":
    run(connected, MESSAGES)
