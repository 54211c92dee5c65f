"""The command line: plants bugs, one at a time, and tells which test has found each."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.contract.mutations.copy import CopyError, Result, copied
from tests.contract.mutations.mutation import Mutation, StaleError
from tests.contract.mutations.planted import PLANTED

ESCAPED, FAILED = 1, 2

LIMIT: Final = 90.0
"""Seconds for the tests of one bug."""

EPILOG: Final = """\
[bold]Exit status[/bold]: 0 every bug was caught; 1 one was not; 2 wrong usage, or nothing could be tried: the \
tests are red without a bug, or a bug has no place any more.
"""

app = typer.Typer(
    add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@app.command(epilog=EPILOG)
def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...", help=f"Any of {', '.join(PLANTED)}; all, if none."
        ),
    ] = None,
    limit: Annotated[
        float, typer.Option(help="Seconds for the tests of one bug.")
    ] = LIMIT,
) -> None:
    """Plant known bugs in a copy of the tree, one at a time; a test must turn red for each."""
    if unknown := [name for name in names or () if name not in PLANTED]:
        raise typer.BadParameter(f"no bug named {unknown[0]!r}")
    chosen = [PLANTED[name] for name in dict.fromkeys(names or PLANTED)]
    try:
        results = tried(chosen, limit)
    except (CopyError, StaleError) as error:
        err.print(f"error: {error}", markup=False)
        raise typer.Exit(FAILED) from None
    caught = sum(result.caught for result in results)
    out.print(table(chosen, results))
    out.print(f"{caught} of {len(chosen)} bugs were caught")
    if caught < len(chosen):
        raise typer.Exit(ESCAPED)


def tried(mutations: Sequence[Mutation], limit: float) -> list[Result]:
    """Plant each bug and run its tests, with a bar on a terminal; first the tests without a bug.

    Raises:
        CopyError: they are red then.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    results = []
    with (
        copied() as copy,
        Progress(
            *columns, console=err, transient=True, disable=not err.is_terminal
        ) as progress,
    ):
        task = progress.add_task("without a bug", total=1 + len(mutations))
        tests = dict.fromkeys(test for one in mutations for test in one.tests)
        sound = copy.test(list(tests), limit * len(mutations))
        if sound.caught:
            raise CopyError(f"red without a bug: {sound.told()}")
        progress.advance(task)
        for one in mutations:
            progress.update(task, description=one.name)
            with copy.planted(one):
                results.append(copy.test(one.tests, limit, "-x"))
            progress.advance(task)
    return results


def table(mutations: Sequence[Mutation], results: Sequence[Result]) -> Table:
    """Return who has caught what."""
    shown = Table("bug", "what is wrong, and what has caught it", "seconds")
    shown.columns[0].no_wrap = True
    shown.columns[1].overflow = "fold"
    for one, result in zip(mutations, results, strict=True):
        told = escape(result.told() or "NOT CAUGHT")
        shown.add_row(one.name, f"{one.says}\n{told}", f"{result.seconds:.0f}")
    return shown


def terminate(signum: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that no process is left behind."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminate)
    app(prog_name="python -m tests.contract.mutations")
