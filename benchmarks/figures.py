"""Figures: what a claim is about, as many times as it was measured.

Rule 1: a ratio is taken within a round, where both sides met the same weather; then comes the median.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Literal, NamedTuple, TypeAlias

Unit: TypeAlias = Literal["seconds", "microseconds", "per_second", "times"]

Rounds: TypeAlias = Sequence[Mapping[str, float]]
"""What each round has measured, by name; every round has every name."""


class Figure(NamedTuple):
    """A number that was measured several times; its median should be `at_most` or `at_least` that."""

    name: str
    unit: Unit
    samples: tuple[float, ...]
    at_most: float | None = None
    at_least: float | None = None

    @property
    def median(self) -> float:
        return median(self.samples)

    @property
    def missed(self) -> bool:
        too_much = self.at_most is not None and self.median > self.at_most
        return too_much or (self.at_least is not None and self.median < self.at_least)


def figure(
    rounds: Rounds, name: str, unit: Unit, at_most: float | None = None
) -> Figure:
    """Return what all rounds have measured under a name, as a figure that says its unit."""
    samples = tuple(measured[name] for measured in rounds)
    return Figure(f"{name}.{unit}", unit, samples, at_most)


def ratio(
    rounds: Rounds,
    name: str,
    above: str,
    below: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Figure:
    """Return how one measured number relates to another, round by round."""
    samples = tuple(measured[above] / measured[below] for measured in rounds)
    return Figure(f"{name}.times", "times", samples, at_most, at_least)


def flat(figures: Sequence[Figure]) -> dict[str, float]:
    """Return the median of each figure by its name, and its extremes as `.low` and `.high`."""
    content = {}
    for each in figures:
        content[each.name] = each.median
        content[f"{each.name}.low"] = min(each.samples)
        content[f"{each.name}.high"] = max(each.samples)
    return content
