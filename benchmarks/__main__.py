"""The command line of the benchmarks: the only module here that writes files or exits."""

from __future__ import annotations

import signal
import sys
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated, Final

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.comparing import COMPARING
from benchmarks.exchanging import LATENCY, THROUGHPUT
from benchmarks.family import FULL, QUICK, Effort, Family, measure
from benchmarks.figures import Figure, Rounds, flat
from benchmarks.generation import GENERATION
from benchmarks.importing import IMPORTING
from benchmarks.process import ROOT, MeasurementFailed
from benchmarks.table import heading, machine, table

MISSED, FAILED = 1, 2


class Name(StrEnum):
    """What can be measured by itself."""

    generation = "generation"
    breaking = "breaking"
    importing = "importing"
    throughput = "throughput"
    latency = "latency"


FAMILIES: Final = {
    Name.generation: GENERATION,
    Name.breaking: COMPARING,
    Name.importing: IMPORTING,
    Name.throughput: THROUGHPUT,
    Name.latency: LATENCY,
}

EPILOG: Final = """\
Each family takes turns among what it compares; ratios are taken within a turn, then their median.
The machine should have nothing else to do.

[bold]Exit status[/bold]: 0 all is measured, and every target met; 1 a target was missed (--quick \
measures too little to judge: it shows targets only); 2 wrong usage, or something could not be measured.
"""

app = typer.Typer(
    add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@app.command(epilog=EPILOG)
def command(
    names: Annotated[
        list[Name] | None,
        typer.Argument(
            metavar="[NAME]...", help=f"Any of {', '.join(FAMILIES)}; all, if none."
        ),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Few rounds: does it work, and roughly what?"),
    ] = False,
    results: Annotated[
        Path,
        typer.Option(
            "--out",
            help="Where to write the figures, as JSON.",
            show_default="build/bench.json",
        ),
    ] = ROOT / "build" / "bench.json",
) -> None:
    """Measure the generator, `breaking`, the import, and the exchange of messages against other ways."""
    effort = QUICK if quick else FULL
    figures: list[Figure] = []
    out.print(machine())
    for name in dict.fromkeys(names or FAMILIES):
        family = FAMILIES[name]
        try:
            found = family.figures(run(family, effort))
        except MeasurementFailed as failure:
            err.print(f"error: {name}: {failure}", markup=False)
            raise typer.Exit(FAILED) from None
        out.print(f"\n{heading(family, found)}", markup=False)
        out.print(table(family, found))
        figures += found
    write(results, figures)
    if not quick and any(each.missed for each in figures):
        raise typer.Exit(MISSED)


def run(family: Family, effort: Effort) -> Rounds:
    """Measure a family, with a bar on a terminal.

    The bar moves between steps only: one that moves by itself would take time from what is measured.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns,
        console=err,
        auto_refresh=False,
        transient=True,
        disable=not err.is_terminal,
    ) as progress:
        task = progress.add_task(family.name, total=1.0)
        progress.refresh()
        return measure(
            family,
            effort,
            lambda done: progress.update(task, completed=done, refresh=True),
        )


def write(path: Path, figures: list[Figure]) -> None:
    content = msgspec.json.format(msgspec.json.encode(flat(figures)), indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content + b"\n")
    except OSError as error:
        err.print(f"error: cannot write {path}: {error.strerror}", markup=False)
        raise typer.Exit(FAILED) from None


def terminate(signum: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that no measured process is left behind."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminate)
    app(prog_name="python -m benchmarks")
