"""stubwire: as many connections as there are lanes, all between the same two processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from runtime import ConnectionInfo

from benchmarks.peers.child import child
from benchmarks.peers.ends import Ends
from benchmarks.peers.exchange import answer, run_load
from benchmarks.peers.loads import small
from benchmarks.peers.stubwire import ends
from benchmarks.peers.task import Task, read_task
from benchmarks.wire import Alarm, Far, Near, Reading


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[Reading | Alarm]]]:
    with ExitStack() as stack:
        crowd = [stack.enter_context(Near.bind()) for _ in range(task.lanes)]
        infos = [near.info.to_json() for near in crowd]
        stack.enter_context(child(other, task, infos))
        yield [ends(near.forth, near.back) for near in crowd]


def other(task: Task, infos: list[str]) -> None:
    with ExitStack() as stack:
        crowd = [
            stack.enter_context(Far.connect(ConnectionInfo.from_json(info)))
            for info in infos
        ]
        answer(task, small(), [ends(far.back, far.forth) for far in crowd])


if __name__ == "__main__":
    task = read_task()
    run_load(task, small(), connected)
