"""Versions and dates that things end with.

A version is numbers with dots between, and perhaps the name of a release before it (`2.0-rc.1`), as
in Semantic Versioning: what is not written counts as zero, and `2.0-rc.1` comes before `2.0`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeAlias

Until: TypeAlias = str | dt.date
_VERSION = re.compile(
    r"v?(\d+(?:\.\d+)*)(?:[-.]?([a-zA-Z][\w.-]*))?(?:\+[\w.-]+)?", re.ASCII
)
_Place: TypeAlias = tuple[tuple[int, ...], bool, tuple[tuple[int, int, str], ...]]


def place(version: str) -> _Place | None:
    """Return what sorts as versions do; None for what is none."""
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        return None
    numbers = [int(number) for number in found[1].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    words: list[str] = re.findall(r"\d+|[a-zA-Z_]+", found[2] or "")
    before = tuple(
        (0, int(w), "") if w.isdecimal() else (1, 0, w.lower()) for w in words
    )
    return tuple(numbers), not before, before


def reached(until: Until, version: str, today: dt.date) -> bool:
    """Return whether the version or the day has come; also if that cannot be told."""
    if isinstance(until, dt.date):
        return today >= until
    end, now = place(until), place(version)
    return end is None or now is None or now >= end
