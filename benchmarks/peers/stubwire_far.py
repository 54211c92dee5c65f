"""The process that answers to `stubwire` and its variants, which start it."""

from __future__ import annotations

from benchmarks import loads as generated_loads
from benchmarks import wire
from benchmarks.peers import loads, stubwire_made
from benchmarks.peers.exchange import answer
from benchmarks.peers.stubwire import ends
from benchmarks.peers.task import Task, read_task


def main(task: Task) -> None:
    if task.package:
        stubwire_made.answer_all(task)
    elif task.load == "small":
        with wire.Far.connect() as far:
            answer(task, loads.small(), [ends(far.back, far.forth)])
    else:
        with generated_loads.Far.connect() as larger:
            if task.load == "medium":
                reports = ends(larger.reports_back, larger.reports)
                answer(task, loads.medium(), [reports])
            else:
                blocks = ends(larger.blocks_back, larger.blocks)
                answer(task, loads.blocks(task.size), [blocks])


if __name__ == "__main__":
    main(read_task())
