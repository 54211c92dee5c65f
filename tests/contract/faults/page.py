"""The table of faults: for people at a terminal, and for docs/reliability.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Final, NamedTuple

import zmq
from rich.table import Table

from tests.contract.faults.outcome import Fault, Outcome

BEGIN: Final = "<!-- written by `make faults`: begin -->"
END: Final = "<!-- written by `make faults`: end -->"

EMPTY: Final = f"""\
# Reliability

## The same faults, by hand and here

The layer on the left is one that people write by hand over pyzmq, with care: typed frames, a receiver thread,
bounded queues, a line that says when the kernel is ready, a `close` that does not hang. It is short:
[naive.py](../tests/contract/faults/naive.py). `make faults` breaks both in the same way, in two processes each,
and writes what it has measured:

{BEGIN}
{END}
"""
"""The page, where there is none yet."""


class Row(NamedTuple):
    """One fault, tried with both layers."""

    fault: Fault
    naive: Outcome
    stubwire: Outcome


def shown(rows: Sequence[Row]) -> Table:
    """Return the table for a terminal."""
    table = Table(show_lines=True)
    for column in ("fault", "PUSH/PULL by hand", "stubwire"):
        table.add_column(column)
    for row in rows:
        outcomes = (row.naive, row.stubwire)
        cells = [
            f"[{'green' if each.holds else 'red'}]{_word(each)}[/]: {each.text}"
            for each in outcomes
        ]
        table.add_row(row.fault.says, *cells)
    return table


def markdown(rows: Sequence[Row]) -> str:
    """Return the table for the page."""
    lines = ["| fault | PUSH/PULL by hand | stubwire |", "|---|---|---|"]
    lines += [
        f"| {row.fault.says} | {_cell(row.naive)} | {_cell(row.stubwire)} |"
        for row in rows
    ]
    held = sum(row.stubwire.holds for row in rows)
    by_hand = sum(row.naive.holds for row in rows)
    count = f"Of {len(rows)} faults, stubwire holds in {held}, the layer by hand in {by_hand}."
    return "\n".join([*lines, "", f"{count} Measured on {machine()}."])


def inserted(page: str, content: str) -> str:
    """Return the page with new content between its markers.

    Raises:
        ValueError: the page has no markers.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN!r} and {END!r} after it")
    return f"{before}{BEGIN}\n{content}\n{END}{after}"


def machine() -> str:
    """Return what the faults were tried on."""
    return (
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"pyzmq {version('pyzmq')}, libzmq {zmq.zmq_version()}, "
        f"{platform.system()}, {os.cpu_count()} cores"
    )


def _cell(outcome: Outcome) -> str:
    return f"**{_word(outcome)}**: {outcome.text}"


def _word(outcome: Outcome) -> str:
    return "holds" if outcome.holds else "fails"
