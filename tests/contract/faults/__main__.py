"""The command line of the fault script: the only module here that writes files or exits."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tests.contract.faults.outcome import Fault, Outcome
from tests.contract.faults.page import EMPTY, Row, inserted, markdown, shown
from tests.contract.faults.script import SCRIPT
from tests.contract.faults.stage import StageFailed

FAULTS: Final = {fault.name: fault for fault in SCRIPT}

PAGE: Final = Path(__file__).parents[3] / "docs" / "reliability.md"

FELL, FAILED = 1, 2

EPILOG: Final = """\
[bold]Exit status[/bold]: 0 stubwire holds in every fault that was tried; 1 it does not; 2 wrong usage, or a \
fault could not be tried.
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
            metavar="[NAME]...",
            help=f"Any of {', '.join(FAULTS)}; all, if none, and then the page is written.",
        ),
    ] = None,
    page: Annotated[
        Path, typer.Option(help="The page that has the table.", show_default=False)
    ] = PAGE,
) -> None:
    """Try the same faults with PUSH/PULL by hand and with stubwire, and write what came of them."""
    if unknown := [name for name in names or () if name not in FAULTS]:
        raise typer.BadParameter(f"no fault named {unknown[0]!r}")
    faults = [FAULTS[name] for name in dict.fromkeys(names or FAULTS)]
    rows = tried(faults)
    out.print(shown(rows))
    if not names:
        text = page.read_text("utf-8") if page.exists() else EMPTY
        page.write_text(inserted(text, markdown(rows)), "utf-8")
    if not all(row.stubwire.holds for row in rows):
        raise typer.Exit(FELL)


def tried(faults: Sequence[Fault]) -> list[Row]:
    """Try each fault with both layers, with a bar on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    rows = []
    with Progress(
        *columns, console=err, transient=True, disable=not err.is_terminal
    ) as progress:
        task = progress.add_task("", total=2 * len(faults))
        for fault in faults:
            outcomes: list[Outcome] = []
            for layer in ("naive", "stubwire"):
                progress.update(task, description=f"{fault.name} ({layer})")
                try:
                    outcomes.append(fault.measure(layer))
                except StageFailed as failure:
                    err.print(f"error: {fault.name} ({layer}): {failure}", markup=False)
                    raise typer.Exit(FAILED) from None
                progress.advance(task)
            rows.append(Row(fault, *outcomes))
    return rows


def terminate(signum: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that no process is left behind."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminate)
    app(prog_name="python -m tests.contract.faults")
