"""The side that measures: what connections cost while nothing happens on them.

Both processes count. The numbers are those the system has for each, so this needs `/proc`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

from benchmarks.peers.ends import Ends
from benchmarks.peers.loads import Load
from benchmarks.peers.streaming import compare
from benchmarks.peers.task import Task

M = TypeVar("M")


def hold(task: Task, load: Load[M], lanes: Sequence[Ends[M]]) -> dict[str, float]:
    """Return what part of a processor both processes use, in percent, and their memory in kB."""
    processes = _family()
    before = sum(map(_seconds, processes))
    begin = monotonic()
    sleep(task.seconds)  # idleness is what is measured
    used = sum(map(_seconds, processes)) - before
    took = monotonic() - begin
    memory = sum(map(_kilobytes, processes))
    for ends in lanes:
        ends.send(load.sent[0])
    for ends in lanes:
        for _ in range(2):
            compare(load.taken, next(ends.incoming))
    return {"percent": 100 * used / took if took else 0.0, "kb": memory}


def _family() -> list[int]:
    """Return this process and all it has started, as the system numbers them."""
    found = [os.getpid()]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def _seconds(pid: int) -> float:
    """Return the seconds of a processor that a process has had."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def _kilobytes(pid: int) -> float:
    """Return the memory that is a process's own."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    private = [line.split()[1] for line in lines if line.startswith("Private_")]
    return float(sum(map(int, private)))
