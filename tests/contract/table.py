"""`python -m tests.contract.table`: each promise, its tests, their runs, the worst that was measured.

The lines are those of every run since `build/contract.jsonl` was removed; `make contract` does that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from tests.contract.measured import PLACE, Line


@dataclass
class Row:
    """What is known of one test function, whatever its parameters."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    tiers: set[str] = field(default_factory=set)
    worst: dict[str, Line] = field(default_factory=dict)


def rows_of(lines: Iterable[Line]) -> dict[tuple[str, str], Row]:
    """Return a row for each promise and test."""
    rows: dict[tuple[str, str], Row] = {}
    for line in lines:
        row = rows.setdefault(key_of(line.test), Row())
        row.tiers.add(line.tier)
        row.seconds += line.seconds
        row.passed += line.outcome == "passed"
        row.failed += line.outcome == "failed"
        row.skipped += line.outcome == "skipped"
        if line.name and line.value >= row.worst.get(line.name, line).value:
            row.worst[line.name] = line
    return rows


def key_of(test: str) -> tuple[str, str]:
    """Return the promise (R1, S3, B4; else the module) and the function of a test."""
    path, _, function = test.partition("::")
    module = path.rpartition("/")[2].removesuffix(".py").removeprefix("test_")
    found = re.match(r"([rsb])0*(\d+)_", module)
    promise = f"{found[1].upper()}{found[2]}" if found else module
    return promise, function.partition("[")[0]


def order_of(key: tuple[str, str]) -> tuple[int, str, int, str]:
    """Return what sorts R before S before B, and each by number; then the rest."""
    promise, function = key
    number = promise[1:]
    if number.isdigit():
        return "RSB".index(promise[0]), promise[0], int(number), function
    return 3, promise, 0, function


def render(rows: dict[tuple[str, str], Row]) -> str:
    """Return a table in Markdown."""
    head = ["promise", "test", "tier", "runs", "failed", "seconds", "worst measured"]
    body = [
        [
            key[0],
            key[1].removeprefix("test_").replace("_", " "),
            "+".join(sorted(row.tiers)),
            str(row.passed + row.failed),
            str(row.failed) + (f", {row.skipped} skipped" if row.skipped else ""),
            f"{row.seconds:.1f}",
            "; ".join(text_of(line) for line in row.worst.values()),
        ]
        for key, row in sorted(rows.items(), key=lambda item: order_of(item[0]))
    ]
    return "\n".join(map(line_of, [head, ["---"] * len(head), *body]))


def text_of(line: Line) -> str:
    allowed = "" if line.limit is None else f" (allowed {line.limit:.6g})"
    return f"{line.name} {line.value:.4g}{allowed}"


def line_of(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    if not PLACE.exists():
        sys.exit(f"{PLACE}: no contract test has run")
    decoder = msgspec.json.Decoder(Line)
    with PLACE.open("rb") as file:
        rows = rows_of(map(decoder.decode, file))
    print(render(rows))
    passed = sum(row.passed for row in rows.values())
    failed = sum(row.failed for row in rows.values())
    skipped = sum(row.skipped for row in rows.values())
    print(f"\n{passed} runs passed, {failed} failed, {skipped} skipped")


if __name__ == "__main__":
    main()
