"""How long the generator takes for 10, 100 and 1,000 messages: the command, as a user runs it."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec

from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds, figure
from benchmarks.process import MeasurementFailed, run_python
from benchmarks.workload import catalogue

SIZES: Final = (10, 100, 1000)

SECONDS: Final = 3.0
"""What 1,000 messages on 100 channels may take."""

GROWTH: Final = 1.5
"""What each of the last 900 messages may cost, in terms of the 90 before them: 1 is linear, 10 quadratic."""

_PATIENCE: Final = 60.0


def _steps(effort: Effort) -> list[Step]:
    generate = [Step(f"{size:,} messages", partial(_generate, size)) for size in SIZES]
    return [*generate, Step("growth", _grow)]


def _generate(size: int) -> dict[str, float]:
    """Generate a package from nothing, then check it."""
    with tempfile.TemporaryDirectory(prefix="stubwire-bench-") as folder:
        schema, out = Path(folder, "schema.toml"), Path(folder, "wire")
        schema.write_text(catalogue(size), encoding="utf-8")
        command = ["-m", "codegen", "--schema", str(schema), "--out", str(out)]
        generated = _seconds(command)
        checked = _seconds([*command, "--check"])
    return {
        f"generation.generate.{size}": generated,
        f"generation.check.{size}": checked,
    }


def _seconds(command: list[str]) -> float:
    begin = perf_counter()
    run_python(command, _PATIENCE)
    return perf_counter() - begin


def _grow() -> dict[str, float]:
    output = run_python(["-m", "benchmarks.growth"], _PATIENCE)
    return msgspec.json.decode(output, type=dict[str, float])


def _figures(rounds: Rounds) -> list[Figure]:
    figures = []
    for command in ("generate", "check"):
        for size in SIZES:
            at_most = SECONDS if size == SIZES[-1] else None
            name = f"generation.{command}.{size}"
            figures.append(figure(rounds, name, "seconds", at_most))
        figures.append(_growth(rounds, command))
    return figures


def _growth(rounds: Rounds, command: str) -> Figure:
    """Return how much more a message costs in a large catalogue than in a small one."""
    name = f"generation.growth.{command}"
    small, middle, large = SIZES
    samples = []
    for measured in rounds:
        first = measured[f"{name}.{middle}"] - measured[f"{name}.{small}"]
        if first <= 0:
            text = f"{middle} messages cost no more than {small}; is the machine busy?"
            raise MeasurementFailed(text)
        second = measured[f"{name}.{large}"] - measured[f"{name}.{middle}"]
        samples.append(second / (large - middle) / (first / (middle - small)))
    return Figure(f"{name}.times", "times", tuple(samples), GROWTH)


GENERATION: Final = Family(
    "generation",
    "python -m codegen for 10, 100 and 1,000 messages",
    rounds=lambda effort: effort.generations,
    steps=_steps,
    figures=_figures,
)
