"""stubwire: messages sent in batches, with `send_many`; otherwise as `stubwire`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import loads as generated_loads
from benchmarks import wire
from benchmarks.loads import Log, Trace
from benchmarks.peers import loads
from benchmarks.peers.ends import Ends
from benchmarks.peers.exchange import run_load
from benchmarks.peers.stubwire import ends, far
from benchmarks.peers.task import Task, read_task
from benchmarks.wire import Alarm, Reading


@contextmanager
def small(task: Task) -> Iterator[list[Ends[Reading | Alarm]]]:
    with wire.Near.bind() as near:
        process = near.spawn(far(task))
        both = ends(near.forth, near.back)
        yield [both._replace(send_many=near.forth.send_many)]
    process.wait()


@contextmanager
def medium(task: Task) -> Iterator[list[Ends[Trace | Log]]]:
    with generated_loads.Near.bind() as near:
        process = near.spawn(far(task))
        both = ends(near.reports, near.reports_back)
        yield [both._replace(send_many=near.reports.send_many)]
    process.wait()


if __name__ == "__main__":
    task = read_task()
    if task.load == "small":
        run_load(task, loads.small(), small)
    else:
        run_load(task, loads.medium(), medium)
