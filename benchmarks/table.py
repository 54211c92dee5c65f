"""Figures as a table for people."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import assert_never

import zmq
from rich.table import Table

from benchmarks.family import Family
from benchmarks.figures import Figure, Unit


def table(family: Family, figures: Sequence[Figure]) -> Table:
    """Return the figures of a family, each with its extremes, and its target if any has one."""
    shown = Table()
    shown.add_column(family.name)
    judged = any(_target(each) for each in figures)
    for column in ("median", "lowest", "highest", *(["target"] if judged else [])):
        shown.add_column(column, justify="right", no_wrap=True)
    for each in figures:
        numbers = (each.median, min(each.samples), max(each.samples))
        row = [amount(number, each.unit) for number in numbers]
        name = each.name.removeprefix(f"{family.name}.").removesuffix(f".{each.unit}")
        shown.add_row(name, *row, *([_target(each)] if judged else []))
    return shown


def heading(family: Family, figures: Sequence[Figure]) -> str:
    """Return what a table is about, and how often it was measured."""
    count = len(figures[0].samples)
    return f"{family.about} ({'1 round' if count == 1 else f'{count} rounds'})"


def amount(number: float, unit: Unit) -> str:
    """Return a number with its unit, to three digits or so."""
    match unit:
        case "seconds":
            return f"{number:.3f} s"
        case "microseconds":
            return f"{number:,.0f} us"
        case "per_second":
            return f"{number:,.0f} /s"
        case "times":
            return f"{number:.2f} x"
        case _:
            assert_never(unit)


def machine() -> str:
    """Return what the figures were measured on, in one line."""
    return (
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"msgspec {version('msgspec')}, pyzmq {version('pyzmq')}, libzmq {zmq.zmq_version()}, "
        f"{platform.system()}, {os.cpu_count()} cores"
    )


def _target(each: Figure) -> str:
    sign, target = (
        ("<=", each.at_most) if each.at_least is None else (">=", each.at_least)
    )
    if target is None:
        return ""
    colour, word = ("red", "missed") if each.missed else ("green", "met")
    return f"{sign} {amount(target, each.unit)} [{colour}]{word}[/{colour}]"
