"""stubwire without a session: the same generated ends, nobody who counts what arrives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.peers.child import child
from benchmarks.peers.ends import Ends
from benchmarks.peers.exchange import answer, run_load
from benchmarks.peers.loads import small
from benchmarks.peers.stubwire import ends
from benchmarks.peers.task import Task, read_task
from benchmarks.wire import Alarm, Far, Near, Reading


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[Reading | Alarm]]]:
    with Near.bare() as near, child(other, task, dict(near.endpoints)):
        yield [ends(near.forth, near.back)]


def other(task: Task, endpoints: dict[str, str]) -> None:
    with Far.bare(endpoints) as far:
        answer(task, small(), [ends(far.back, far.forth)])


if __name__ == "__main__":
    task = read_task()
    run_load(task, small(), connected)
