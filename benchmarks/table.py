"""Figures as tables for people."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import assert_never

import zmq
from rich.table import Table
from rich.text import Text

from benchmarks.figures import Figure, Unit
from benchmarks.targets import TARGETS


def table(title: str, figures: Sequence[Figure]) -> Table:
    """Return figures, each with its extremes."""
    shown = Table()
    shown.add_column(title, no_wrap=True)
    for column in ("median", "lowest", "highest"):
        shown.add_column(column, justify="right", no_wrap=True)
    for each in figures:
        shown.add_row(each.name, *_numbers(each))
    return shown


def judged(
    figures: Sequence[Figure], targets: Iterable[str], no_verdict: str = ""
) -> Table:
    """Return targets with their figures, and whether they were reached.

    Args:
        figures: what was measured.
        targets: which to show, by name.
        no_verdict: what to say in place of a verdict, where too little was measured for one.
    """
    found = {each.name: each for each in figures}
    shown = Table()
    shown.add_column("target", no_wrap=True)
    for column in ("", "median", "lowest", "highest"):
        shown.add_column(column, justify="right", no_wrap=True)
    shown.add_column("")
    for name in targets:
        target = TARGETS[name]
        bound = f"{target.sign} {target.bound:g}"
        if name not in found:
            shown.add_row(name, bound, "", "", "", "not measured")
            continue
        verdict = Text("reached", "green")
        if found[name].missed:
            verdict = Text("not reached", "red")
        if no_verdict:
            verdict = Text(no_verdict)
        shown.add_row(name, bound, *_numbers(found[name]), verdict)
    return shown


def notes(title: str, reasons: Mapping[str, str]) -> Table:
    """Return what was not measured, and why."""
    shown = Table()
    shown.add_column(title, no_wrap=True)
    shown.add_column("why")
    for name, reason in reasons.items():
        shown.add_row(name, Text(reason))
    return shown


def amount(number: float, unit: Unit) -> str:
    """Return a number with its unit, to three digits or so."""
    match unit:
        case "seconds":
            return f"{number:.3f} s"
        case "microseconds":
            return f"{number:,.0f} us"
        case "per_second":
            return f"{number:,.0f} /s"
        case "megabytes_per_second":
            return f"{number:,.0f} MB/s"
        case "kilobytes":
            return f"{number:,.0f} kB"
        case "percent":
            return f"{number:.3f} %"
        case "times":
            return f"{number:.2f} x"
        case _:
            assert_never(unit)


def machine() -> str:
    """Return what the figures were measured on, in one line."""
    parts = [f"{platform.python_implementation()} {platform.python_version()}"]
    parts += filter(None, map(_version, ("msgspec", "pyzmq", "marimo", "grpcio")))
    parts += [
        f"libzmq {zmq.zmq_version()}",
        platform.system(),
        f"{os.cpu_count()} cores",
    ]
    return ", ".join(parts)


def _version(distribution: str) -> str:
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return ""


def _numbers(each: Figure) -> list[str]:
    numbers = (each.median, min(each.samples), max(each.samples))
    return [amount(number, each.unit) for number in numbers]
