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
        f"generation_generate_{size}": generated,
        f"generation_check_{size}": checked,
    }


def _seconds(command: list[str]) -> float:
    begin = perf_counter()
    run_python(command, _PATIENCE)
    return perf_counter() - begin


def _grow() -> dict[str, float]:
    output = run_python(["-m", "benchmarks.growth"], _PATIENCE)
    measured = msgspec.json.decode(output, type=dict[str, float])
    small, middle, _ = SIZES
    for command in ("generate", "check"):
        name = f"generation_growth_{command}"
        if measured[f"{name}_{middle}"] <= measured[f"{name}_{small}"]:
            text = f"{middle} messages cost no more than {small}; is the machine busy?"
            raise MeasurementFailed(text)
    return measured


def _figures(rounds: Rounds) -> list[Figure]:
    figures = []
    for command in ("generate", "check"):
        for size in SIZES:
            name = f"generation_{command}_{size}"
            figures.append(figure(rounds, name, "seconds"))
        figures.append(_growth(rounds, command))
    return figures


def _growth(rounds: Rounds, command: str) -> Figure:
    """Return how much more a message costs in a large catalogue than in a small one."""
    name = f"generation_growth_{command}"
    small, middle, large = SIZES
    samples = []
    for measured in rounds:
        if f"{name}_{large}" not in measured:
            continue
        first = measured[f"{name}_{middle}"] - measured[f"{name}_{small}"]
        second = measured[f"{name}_{large}"] - measured[f"{name}_{middle}"]
        samples.append(second / (large - middle) / (first / (middle - small)))
    return Figure(name, "times", tuple(samples))


GENERATION: Final = Family(
    "generation",
    "python -m codegen for 10, 100 and 1,000 messages",
    steps=_steps,
    figures=_figures,
)
