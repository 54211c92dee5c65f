"""The command line: run a notebook, cell by cell, in a process of its own."""

import argparse
import ast
import os
import sys
import tokenize
from io import TextIOWrapper
from pathlib import Path

from examples.notebook.cells import Cell, parse_cells
from examples.notebook.display import Display
from examples.notebook.follower import Wishes
from examples.notebook.host import RESTARTS, Notebook, run_notebook
from generated import (
    Batchable,
    ElementId,
    ModelCommand,
    ModelId,
    UIValue,
    UpdateUIElement,
)

DESCRIPTION = """\
Run a notebook: a Python file with cells that begin with "# %%".

The cells run one after the other, in a kernel of their own. What they print, return
and raise shows while it happens. A cell that fails or is interrupted does not keep the
next from running. Ctrl-C interrupts the cell that runs; a second one, if the cell still
runs and asks for nothing, ends the kernel.

A kernel that dies takes the variables of the notebook with it. A new one can run the
cells that had not begun: in a terminal you are asked, elsewhere --restart does it.
"""

EPILOG = """\
example:
  python -m examples.notebook examples/notebook/notebooks/waves.py --complete math.s

exit status:
  0    all cells succeeded
  1    a cell failed or was interrupted, or a kernel died
  2    no such notebook, or bad usage
  130  the kernel was ended by Ctrl-C
"""


def run_command() -> int:
    """Do what the command line says, and return the exit status."""
    arguments = _parser().parse_args()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A notebook may print what this terminal cannot show.
            stream.reconfigure(errors="replace")
    try:
        cells = _read(arguments.notebook)
    except (OSError, SyntaxError, UnicodeError) as error:
        print(f"{arguments.notebook}: {error}", file=sys.stderr)
        return 2
    wishes = Wishes(
        settings=arguments.set,
        slides=arguments.slide,
        completion=arguments.complete,
        restart=arguments.restart,
    )
    display = Display(sys.stdout, sys.stderr)
    try:
        kind = notebook_kind(arguments.asyncio)
        notebook = kind(str(arguments.notebook), cells, wishes, display)
        return run_notebook(notebook, display)
    except BrokenPipeError:
        # Who read the output has left, as `head` does; let Python not try once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def notebook_kind(with_tasks: bool) -> type[Notebook]:
    """Return what runs a notebook."""
    if not with_tasks:
        return Notebook
    # Only now: this takes some time.
    from examples.notebook.async_host import AsyncNotebook

    return AsyncNotebook


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m examples.notebook",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "notebook", metavar="NOTEBOOK", type=Path, help="the file to run"
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        type=change,
        action="append",
        default=[],
        help="give a variable a value once the first cell has run; NAME.KEY for one in a dict",
    )
    parser.add_argument(
        "--slide",
        metavar="NAME=VALUE",
        type=change,
        action="append",
        default=[],
        help="the same, while the first cell runs that takes some time, as a slider would",
    )
    parser.add_argument(
        "--complete",
        metavar="CODE",
        help="show how CODE may go on, while the first cell runs that takes some time",
    )
    parser.add_argument(
        "--restart",
        action="store_true",
        help="if the kernel dies, run the cells that had not begun in a new one, without "
        f"asking; at most {RESTARTS} times",
    )
    parser.add_argument(
        "--asyncio",
        action="store_true",
        help="follow the kernel with the tasks of an event loop, and not with threads",
    )
    return parser


def change(text: str) -> Batchable:
    """Return what `NAME=VALUE` or `NAME.KEY=VALUE` changes.

    A value that is no Python literal is a string.
    """
    name, equals, value = text.partition("=")
    model, dot, key = name.partition(".")
    if not equals or not model.isidentifier() or (dot and not key):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not NAME=VALUE or NAME.KEY=VALUE"
        )
    if dot:
        return ModelCommand(model_id=ModelId(model), state={key: _value(value)})
    return UpdateUIElement(element_id=ElementId(model), value=_value(value))


def _value(text: str) -> UIValue:
    try:
        value: object = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    if isinstance(value, list):
        return [str(item) for item in value]
    return (
        value if value is None or isinstance(value, bool | int | float | str) else text
    )


def _read(path: Path) -> list[Cell]:
    with tokenize.open(path) as file:
        return parse_cells(file.read())
