"""The command line of the benchmarks: the only module here that writes files or exits.

The page about them has a command of its own, `python -m benchmarks.page`.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated, Final

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.comparing import COMPARING
from benchmarks.family import FULL, QUICK, Effort, Family, Results, measure
from benchmarks.figures import Figure, flat, there
from benchmarks.generation import GENERATION
from benchmarks.idling import IDLE
from benchmarks.importing import IMPORTING
from benchmarks.latency import ROUNDTRIP
from benchmarks.payloads import PAYLOAD_1MB, PAYLOAD_50MB, SIZES_BETWEEN
from benchmarks.process import ROOT
from benchmarks.table import judged, machine, notes, table
from benchmarks.targets import TARGETS
from benchmarks.throughput import CHANNELS_AT_ONCE, MEDIUM, SENDERS, SMALL

MISSED, FAILED, INTERRUPTED = 1, 2, 130


class Name(StrEnum):
    """What can be measured by itself."""

    throughput_small = "throughput_small"
    throughput_medium = "throughput_medium"
    roundtrip = "roundtrip"
    payload_1mb = "payload_1mb"
    payload_50mb = "payload_50mb"
    senders = "senders"
    channels = "channels"
    sizes = "sizes"
    idle = "idle"
    importing = "importing"
    generation = "generation"
    breaking = "breaking"


FAMILIES: Final = {
    Name(family.name): family
    for family in (
        SMALL,
        MEDIUM,
        ROUNDTRIP,
        PAYLOAD_1MB,
        PAYLOAD_50MB,
        SENDERS,
        CHANNELS_AT_ONCE,
        SIZES_BETWEEN,
        IDLE,
        IMPORTING,
        GENERATION,
        COMPARING,
    )
}

EPILOG: Final = """\
Everything is measured once in each round; ratios are taken within a round, then their median.
The machine should have nothing else to do.

[bold]Exit status[/bold]: 0 all is measured, and every target reached; 1 a target was not reached (--quick \
measures too little to judge); 2 wrong usage, or something could not be measured; 130 interrupted: \
what was measured is shown, and no file is written.
"""

app = typer.Typer(
    add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
)
_WIDE: Final = 120
"""Columns, where there is no terminal to say."""

out = Console(
    highlight=False,
    markup=False,
    record=True,
    width=None if sys.stdout.isatty() else _WIDE,
)
err = Console(stderr=True, highlight=False, markup=False)


@app.command(epilog=EPILOG)
def command(
    only: Annotated[
        list[Name] | None,
        typer.Option(
            "--only",
            metavar="NAME",
            help=f"One of {', '.join(FAMILIES)}; may be repeated.",
        ),
    ] = None,
    repeats: Annotated[
        int | None,
        typer.Option("--repeats", min=1, help="How many rounds.", show_default="5"),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help="Little of each, once: does it work, and roughly what?"
        ),
    ] = False,
    results: Annotated[
        Path,
        typer.Option(
            "--out",
            help="Where to write the figures, as JSON; what is printed goes beside it, as .txt.",
            show_default="build/bench.json",
        ),
    ] = ROOT / "build" / "bench.json",
) -> None:
    """Measure stubwire against other ways for two processes to exchange messages, and its commands."""
    effort = QUICK if quick else FULL
    if repeats is not None:
        effort = effort._replace(rounds=repeats)
    families = [FAMILIES[name] for name in dict.fromkeys(only or FAMILIES)]
    found = Results()
    out.print(machine(), soft_wrap=True)
    try:
        with scratch():
            run(families, effort, found)
    except KeyboardInterrupt:
        show(families, found, "-")
        raise typer.Exit(INTERRUPTED) from None
    figures = show(families, found, "-" if quick else "")
    write(results, {"rounds": len(found.rounds), **flat(figures)})
    if found.failed:
        raise typer.Exit(FAILED)
    if not quick and any(each.missed for each in figures):
        raise typer.Exit(MISSED)


@contextmanager
def scratch() -> Iterator[None]:
    """Have all temporary files made in one directory, and remove it."""
    with tempfile.TemporaryDirectory(prefix="stubwire-bench-") as folder:
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = None
            os.environ.pop("TMPDIR")
            if before is not None:
                os.environ["TMPDIR"] = before


def run(families: Sequence[Family], effort: Effort, results: Results) -> None:
    """Measure, with a bar on a terminal.

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
        task = progress.add_task("", total=1.0)
        measure(
            families,
            effort,
            results,
            lambda done, name: progress.update(
                task, completed=done, description=name, refresh=True
            ),
        )


def show(families: Sequence[Family], results: Results, no_verdict: str) -> list[Figure]:
    """Print and return the figures of what has been measured."""
    every: list[Figure] = []
    for family in families:
        figures = there(family.figures(results.rounds))
        if figures:
            count = max(len(each.samples) for each in figures)
            rounds = "1 round" if count == 1 else f"{count} rounds"
            out.print(f"\n{family.about} ({rounds})")
            out.print(table(family.name, figures))
        every += figures
    for title, reasons in (
        ("not measured", results.absent),
        ("failed", results.failed),
    ):
        if reasons:
            out.print()
            out.print(notes(title, reasons))
    names = {each.name for each in every}
    whole = len(families) == len(FAMILIES)
    out.print()
    out.print(
        judged(every, [name for name in TARGETS if whole or name in names], no_verdict)
    )
    return every


def write(path: Path, figures: dict[str, float]) -> None:
    content = msgspec.json.format(msgspec.json.encode(figures), indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content + b"\n")
        path.with_suffix(".txt").write_text(out.export_text(), encoding="utf-8")
    except OSError as error:
        err.print(f"error: cannot write {path}: {error.strerror}")
        raise typer.Exit(FAILED) from None


def terminate(signum: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that no measured process is left behind."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminate)
    app(prog_name="python -m benchmarks")
