"""Random pairs of models, the engine's verdict against what msgspec does: `make fuzz-evolution`.

Rule 1: the pairs of a seed are the same, however many processes judge them.
Rule 2: a pair that cannot be judged is told, with what repeats it, and does not end the run.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import count, islice
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from tests.evolution.proofs import proof
from tests.evolution.random_pairs import Broken, Judge, Pair, judged, pair
from tests.evolution.tally import Tally

WRONG, INTERRUPTED = 1, 130
PROGRAM = "python -m tests.evolution.fuzz"
EPILOG = """\
[bold]Exit status[/bold]: 0 msgspec does what the engine says; 1 it does not, or a pair could not be judged; \
2 wrong usage; 130 interrupted, and nothing was wrong until then.
"""
_CHUNK = 100
"""Seeds that a process is given at once."""

app = typer.Typer(
    add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False)


class DiedError(Exception):
    """A process has died of a pair, which Python cannot tell more of."""


@app.command(epilog=EPILOG)
def command(
    pairs: Annotated[int, typer.Option(min=1, help="How many.")] = 20_000,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Which ones; at random, if not given.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
    only: Annotated[
        int | None, typer.Option("--pair", min=0, help="Repeat this one alone.")
    ] = None,
    witnesses: Annotated[
        bool, typer.Option("--witnesses", help="Look for messages that prove it, too.")
    ] = False,
) -> None:
    """Judge random pairs of models: does msgspec do with messages what the engine says?"""
    judge, repeat = (proof, f"{PROGRAM} --witnesses") if witnesses else (pair, PROGRAM)
    seed = random.randrange(10**6) if seed is None else seed
    began = time.monotonic()
    which, found = f"seed {seed}", in_processes(judge, seed, jobs)
    if only is not None:
        which, found = f"pair {only}", iter(judged(judge, [only]))
    counted = Tally()
    status = count_pairs(counted, found, pairs)
    for told in counted.told(f"{repeat} --pair"):
        out.print(told, markup=False)
    out.print(counted.table())
    wrong, broken = len(counted.wrong), len(counted.broken)
    what = f"{wrong:,} wrong, {broken:,} could not be judged"
    took = f"{time.monotonic() - began:.0f} s"
    out.print(f"{which}: {counted.total():,} pairs, {what}; {took}")
    raise typer.Exit(WRONG if wrong or broken else status)


def count_pairs(counted: Tally, found: Iterator[Pair | Broken], pairs: int) -> int:
    """Count up to this many, as far as it goes; return the exit status."""
    try:
        add(counted, found, pairs)
    except KeyboardInterrupt:
        err.print(f"interrupted; {pairs:,} pairs were asked for")
        return INTERRUPTED
    except DiedError as error:
        err.print(f"error: {error}", markup=False)
        return WRONG
    return 0


def add(counted: Tally, found: Iterator[Pair | Broken], pairs: int) -> None:
    """Count pairs up to this many, with a bar on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    ) as progress:
        task = progress.add_task("0 wrong", total=pairs)
        for shown in islice(found, pairs):
            counted.add(shown)
            wrong = len(counted.wrong) + len(counted.broken)
            progress.update(task, advance=1, description=f"{wrong} wrong")


def in_processes(judge: Judge, seed: int, jobs: int) -> Iterator[Pair | Broken]:
    """Yield what pairs have shown, in the order of their seeds, without end.

    Raises:
        DiedError: a process has died.
    """
    starts = count(seed * 10**9 + 1, _CHUNK)
    chunks = (range(start, start + _CHUNK) for start in starts)
    # Not forked: a process of this one's has a thread that shows the bar.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_obey_the_parent)
    with pool:
        waiting = deque(
            (chunk, pool.submit(judged, judge, chunk))
            for chunk in islice(chunks, 2 * jobs)
        )
        try:
            while True:
                chunk, future = waiting.popleft()
                yield from future.result()
                following = next(chunks)
                waiting.append((following, pool.submit(judged, judge, following)))
        except BrokenProcessPool as error:
            first, last = chunk[0], chunk[-1]
            raise DiedError(
                f"a process died at a pair of {first} to {last}, or soon after"
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _obey_the_parent() -> None:
    """Leave Ctrl-C to it, and end when it is gone, whatever ended it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(WRONG)


if __name__ == "__main__":
    app(prog_name=PROGRAM)
