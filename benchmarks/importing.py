"""What it costs to import the generated notebook package, against the two libraries under it."""

from __future__ import annotations

from functools import partial
from typing import Final

from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds, figure, ratio
from benchmarks.process import run_python

RATIO: Final = 1.5
"""How many times what the libraries cost alone the generated package may cost, with them."""

_IMPORTS: Final = {
    "importing.libraries": "import msgspec, zmq",
    "importing.generated": "import generated",
}

_PATIENCE: Final = 30.0


def _steps(effort: Effort) -> list[Step]:
    return [
        Step(statement, partial(_import, name, statement))
        for name, statement in _IMPORTS.items()
    ]


def _import(name: str, statement: str) -> dict[str, float]:
    """Import once in a fresh interpreter; the first run has left compiled modules behind."""
    clock = "from time import perf_counter; begin = perf_counter()"
    program = f"{clock}\n{statement}\nprint(perf_counter() - begin)"
    return {name: float(run_python(["-c", program], _PATIENCE))}


def _figures(rounds: Rounds) -> list[Figure]:
    generated, libraries = "importing.generated", "importing.libraries"
    return [
        *(figure(rounds, name, "seconds") for name in _IMPORTS),
        ratio(rounds, "importing.ratio", generated, libraries, at_most=RATIO),
    ]


IMPORTING: Final = Family(
    "importing",
    "import generated, against import msgspec, zmq",
    rounds=lambda effort: effort.imports,
    steps=_steps,
    figures=_figures,
)
