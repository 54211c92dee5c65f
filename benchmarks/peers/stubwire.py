"""stubwire: generated ends with their defaults, `send` here and a `for` loop there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from runtime import Pull, Push

from benchmarks import loads as generated_loads
from benchmarks import wire
from benchmarks.loads import Block, Log, Trace
from benchmarks.peers import loads
from benchmarks.peers.ends import Ends
from benchmarks.peers.exchange import run_load
from benchmarks.peers.task import Task, read_task
from benchmarks.wire import Alarm, Reading

M = TypeVar("M")


def far(task: Task) -> Sequence[str]:
    """Return the command line of the process that answers."""
    return [sys.executable, "-m", "benchmarks.peers.stubwire_far", task.to_json()]


@contextmanager
def small(task: Task) -> Iterator[list[Ends[Reading | Alarm]]]:
    with wire.Near.bind() as near:
        process = near.spawn(far(task))
        yield [ends(near.forth, near.back)]
    process.wait()


@contextmanager
def medium(task: Task) -> Iterator[list[Ends[Trace | Log]]]:
    with generated_loads.Near.bind() as near:
        process = near.spawn(far(task))
        yield [ends(near.reports, near.reports_back)]
    process.wait()


@contextmanager
def blocks(task: Task) -> Iterator[list[Ends[Block]]]:
    with generated_loads.Near.bind() as near:
        process = near.spawn(far(task))
        yield [ends(near.blocks, near.blocks_back)]
    process.wait()


def ends(push: Push[M], pull: Pull[M]) -> Ends[M]:
    return Ends(push.send, iter(pull), any_thread=True)


def main(task: Task) -> None:
    match task.load:
        case "small":
            run_load(task, loads.small(), small)
        case "medium":
            run_load(task, loads.medium(), medium)
        case "blocks":
            run_load(task, loads.blocks(task.size), blocks)


if __name__ == "__main__":
    main(read_task())
