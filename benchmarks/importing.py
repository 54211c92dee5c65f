"""What it costs to import the generated notebook package, against the two libraries under it."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import Final

from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds, figure, ratio
from benchmarks.process import run_python

_GENERATED, _LIBRARIES = "import_generated", "import_msgspec_zmq"

_IMPORTS: Final = {
    _LIBRARIES: "import msgspec, zmq",
    _GENERATED: "import generated",
}

_PATIENCE: Final = 30.0


def _steps(effort: Effort) -> list[Step]:
    return [Step("both", partial(_import_all, effort.imports))]


def _import_all(times: int) -> dict[str, float]:
    """Return the medians of several imports of each, taken in turns."""
    taken = [
        {name: _import(statement) for name, statement in _IMPORTS.items()}
        for _ in range(times)
    ]
    return {name: median(each[name] for each in taken) for name in _IMPORTS}


def _import(statement: str) -> float:
    """Import once in a fresh interpreter; the first run has left compiled modules behind."""
    # Whatever the environment says: what is installed is compiled.
    compiling = "import sys; sys.dont_write_bytecode = False"
    clock = "from time import perf_counter; begin = perf_counter()"
    program = f"{compiling}\n{clock}\n{statement}\nprint(perf_counter() - begin)"
    return float(run_python(["-c", program], _PATIENCE))


def _figures(rounds: Rounds) -> list[Figure]:
    return [
        *(figure(rounds, name, "seconds") for name in _IMPORTS),
        ratio(rounds, f"{_GENERATED}_vs_{_LIBRARIES}", _GENERATED, _LIBRARIES),
    ]


IMPORTING: Final = Family(
    "importing",
    "import generated, against import msgspec, zmq",
    steps=_steps,
    figures=_figures,
)
