"""Families of measurements, all taken in turns, so that a noisy machine is unfair to none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import NamedTuple

from benchmarks.figures import Figure, Rounds
from benchmarks.process import MeasurementFailed


class Effort(NamedTuple):
    """How much is measured: rounds, and what one sample consists of.

    No round begins that would not be done after `seconds`, so a slow machine gets fewer of them.
    """

    rounds: int
    seconds: float
    small: int
    """Messages, for the fastest."""
    medium: int
    trips: int
    megabytes: int
    """Of payload, for every size; at least two messages."""
    idle: float
    """Seconds in which nothing happens."""
    imports: int
    """In each round."""


FULL = Effort(
    rounds=5,
    seconds=780.0,
    small=60_000,
    medium=10_000,
    trips=4000,
    megabytes=300,
    idle=3.0,
    imports=5,
)
QUICK = Effort(
    rounds=1,
    seconds=300.0,
    small=4800,
    medium=480,
    trips=400,
    megabytes=10,
    idle=0.5,
    imports=1,
)


class Step(NamedTuple):
    """One thing to measure once in every round, unless there is a reason why not."""

    name: str
    measure: Callable[[], Mapping[str, float]]
    absent: str = ""


class Family(NamedTuple):
    """What belongs together, and the figures that come of it."""

    name: str
    about: str
    steps: Callable[[Effort], list[Step]]
    figures: Callable[[Rounds], list[Figure]]


class Results:
    """What has been measured so far; still there when the measuring is interrupted."""

    def __init__(self) -> None:
        self.rounds: list[dict[str, float]] = []
        self.absent: dict[str, str] = {}
        """Why a step was not taken, by family and name."""
        self.failed: dict[str, str] = {}
        """Why a step was given up."""


def measure(
    families: Sequence[Family],
    effort: Effort,
    results: Results,
    tell: Callable[[float, str], None],
) -> None:
    """Take all steps in each round, those of a family in another order each time.

    A step that fails is not taken again.

    Args:
        families: what to measure.
        effort: how much of it.
        results: takes what was measured, step by step.
        tell: is called before each step with the part of the work that is done and the step's name.
    """
    begin = monotonic()
    steps = {each.name: _present(each, effort, results) for each in families}
    total = effort.rounds * sum(map(len, steps.values()))
    done = 0
    for turn in range(effort.rounds):
        passed = monotonic() - begin
        if turn and passed + passed / turn > effort.seconds:
            break
        measured: dict[str, float] = {}
        results.rounds.append(measured)
        for family, of_family in steps.items():
            start = turn % max(1, len(of_family))
            for step in of_family[start:] + of_family[:start]:
                name = f"{family}: {step.name}"
                tell(done / total, f"round {turn + 1} of {effort.rounds}, {name}")
                done += 1
                if name not in results.failed:
                    _take(step, name, measured, results)


def _present(family: Family, effort: Effort, results: Results) -> list[Step]:
    steps = family.steps(effort)
    for step in steps:
        if step.absent:
            results.absent[f"{family.name}: {step.name}"] = step.absent
    return [step for step in steps if not step.absent]


def _take(step: Step, name: str, measured: dict[str, float], results: Results) -> None:
    try:
        measured.update(step.measure())
    except MeasurementFailed as failure:
        results.failed[name] = str(failure)
