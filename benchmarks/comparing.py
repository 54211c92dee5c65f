"""How long `breaking` takes for 100 and 1,000 messages: the command, as a user runs it."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds, figure
from benchmarks.process import run_python
from benchmarks.workload import catalogue

CHANGED: Final = 30

_EDITS: Final = (
    ('fields.labels = "dict[str, str | int]"', 'fields.labels = "dict[str, str]"'),
    ("fields.samples = ", "fields.values = "),
    ("max_length = 1000", "max_length = 10"),
    ('fields.unit_id = "UnitId"', 'fields.unit_id = "UnitId"\nfields.line = "int"'),
    ('fields.state = "State"', 'fields.state = "State | None"'),
)
"""What somebody may do to a message: each breaks somebody, and is proved by a message."""

_CASES: Final = {
    "breaking_100": (100, CHANGED),
    "breaking_1000": (1000, CHANGED),
    "breaking_1000_unchanged": (1000, 0),
}
_FINDINGS: Final = 1  # the exit status
_PATIENCE: Final = 60.0


def changed(text: str, changes: int) -> str:
    """Return a catalogue in which so many messages have changed, one edit each, all over it."""
    head, *messages = text.split("\n[messages.")
    for number in range(changes):
        place = number * len(messages) // changes
        messages[place] = messages[place].replace(*_EDITS[number % len(_EDITS)])
    return "\n[messages.".join([head, *messages])


def _steps(effort: Effort) -> list[Step]:
    return [Step(name, partial(_compare, name, *case)) for name, case in _CASES.items()]


def _compare(name: str, messages: int, changes: int) -> dict[str, float]:
    """Compare two catalogues, from a cold start."""
    with tempfile.TemporaryDirectory(prefix="stubwire-bench-") as folder:
        old, new = Path(folder, "old.toml"), Path(folder, "new.toml")
        text = catalogue(messages)
        old.write_text(text, encoding="utf-8")
        new.write_text(changed(text, changes), encoding="utf-8")
        command = ["-m", "codegen", "breaking", "--schema", str(new)]
        begin = perf_counter()
        status = _FINDINGS if changes else 0
        run_python([*command, "--against", str(old)], _PATIENCE, status)
        return {name: perf_counter() - begin}


def _figures(rounds: Rounds) -> list[Figure]:
    return [figure(rounds, name, "seconds") for name in _CASES]


COMPARING: Final = Family(
    "breaking",
    f"python -m codegen breaking for 100 and 1,000 messages, {CHANGED} of them changed, or none",
    steps=_steps,
    figures=_figures,
)
