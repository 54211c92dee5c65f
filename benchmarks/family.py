"""A family of measurements that are taken in turns, so that a noisy machine is unfair to none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import NamedTuple

from benchmarks.figures import Figure, Rounds


class Effort(NamedTuple):
    """How much is measured: rounds of each family, and what one sample consists of.

    A family begins no new round after `seconds`, so a slow machine gets fewer of them.
    """

    generations: int
    imports: int
    exchanges: int
    messages: int
    trips: int
    seconds: float


FULL = Effort(
    generations=5,
    imports=25,
    exchanges=7,
    messages=100_000,
    trips=5_000,
    seconds=70.0,
)
QUICK = Effort(
    generations=1, imports=5, exchanges=1, messages=10_000, trips=1_000, seconds=5.0
)


class Step(NamedTuple):
    """One thing to measure once in every round."""

    name: str
    measure: Callable[[], Mapping[str, float]]


class Family(NamedTuple):
    """What is measured in turns, and the figures that come of it."""

    name: str
    about: str
    rounds: Callable[[Effort], int]
    steps: Callable[[Effort], list[Step]]
    figures: Callable[[Rounds], list[Figure]]


def measure(family: Family, effort: Effort, tell: Callable[[float], None]) -> Rounds:
    """Take the steps of each round, in another order each time; return what they have measured.

    Args:
        family: what to measure.
        effort: how much of it.
        tell: is called after each step with the part of the work that is done, 1.0 being all.

    Raises:
        MeasurementFailed: a step has come to nothing.
    """
    deadline = monotonic() + effort.seconds
    steps = family.steps(effort)
    planned = family.rounds(effort)
    rounds: list[dict[str, float]] = []
    while len(rounds) < planned and (not rounds or monotonic() < deadline):
        measured: dict[str, float] = {}
        turn = len(rounds) % len(steps)
        for done, step in enumerate(steps[turn:] + steps[:turn], start=1):
            measured.update(step.measure())
            tell((len(rounds) + done / len(steps)) / planned)
        rounds.append(measured)
    return rounds
