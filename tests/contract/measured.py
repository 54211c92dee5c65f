"""What tests have measured, line by line in `build/contract.jsonl`; `table` makes a table of it."""

from __future__ import annotations

import os
import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

PLACE: Final = Path(__file__).parents[2] / "build" / "contract.jsonl"


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One value of one run of a test, or its outcome."""

    test: str
    """As pytest names it."""
    tier: Literal["small", "full"]
    name: str = ""
    value: float = 0.0
    limit: float | None = None
    """What the contract allows: the value is to be no greater."""
    outcome: str = ""
    seconds: float = 0.0


def measured(name: str, value: float, limit: float | None = None) -> float:
    """Record a value that a test has measured, and return it.

    Args:
        name: what was measured, with its unit: "p99 (ms)".
        value: the greater, the worse.
        limit: what the contract allows.
    """
    test = os.environ.get("PYTEST_CURRENT_TEST", "").removesuffix(" (call)")
    write(Line(test=test, tier=tier(), name=name, value=value, limit=limit))
    return value


def tier() -> Literal["small", "full"]:
    return "full" if os.environ.get("CONTRACT") == "full" else "small"


def write(line: Line) -> None:
    PLACE.parent.mkdir(exist_ok=True)
    with PLACE.open("ab", buffering=0) as file:
        file.write(msgspec.json.encode(line) + b"\n")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def memory() -> int:
    """Return how many bytes of memory this process has at the moment."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()
