"""Figures: what a claim is about, as many times as it was measured.

Rule 1: a ratio is taken within a round, where both sides met the same weather; then comes the median.
Rule 2: what was measured in no round is no figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Final, Literal, NamedTuple, TypeAlias

from benchmarks.targets import TARGETS, Target

Unit: TypeAlias = Literal[
    "seconds",
    "microseconds",
    "per_second",
    "megabytes_per_second",
    "kilobytes",
    "percent",
    "times",
]

_SUFFIX: Final[Mapping[Unit, str]] = {
    "seconds": "_s",
    "microseconds": "_us",
    "per_second": "_per_s",
    "megabytes_per_second": "_mb_per_s",
    "kilobytes": "_kb",
}
"""What the name of a figure ends in; percentages and ratios say it themselves."""

Rounds: TypeAlias = Sequence[Mapping[str, float]]
"""What each round has measured, by name. A round that was interrupted has not all of them."""


class Figure(NamedTuple):
    """A number that was measured several times; its median is what is claimed."""

    name: str
    unit: Unit
    samples: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.samples)

    @property
    def target(self) -> Target | None:
        return TARGETS.get(self.name)

    @property
    def missed(self) -> bool:
        return self.target is not None and not self.target.reached_by(self.median)


def figure(rounds: Rounds, name: str, unit: Unit) -> Figure:
    """Return what all rounds have measured under a name, as a figure whose name says its unit."""
    samples = tuple(measured[name] for measured in rounds if name in measured)
    return Figure(name + _SUFFIX.get(unit, ""), unit, samples)


def ratio(rounds: Rounds, name: str, above: str, below: str) -> Figure:
    """Return how one measured number relates to another, round by round."""
    samples = tuple(
        measured[above] / measured[below]
        for measured in rounds
        if above in measured and below in measured
    )
    return Figure(name, "times", samples)


def there(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures that were measured at all."""
    return [each for each in figures if each.samples]


def flat(figures: Sequence[Figure]) -> dict[str, float]:
    """Return the median of each figure by its name, and its extremes as `.low` and `.high`."""
    content = {}
    for each in figures:
        content[each.name] = each.median
        content[f"{each.name}.low"] = min(each.samples)
        content[f"{each.name}.high"] = max(each.samples)
    return content
