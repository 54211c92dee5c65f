"""What came of many random pairs, counted and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct, field
from rich.table import Table

from tests.evolution.random_pairs import Broken, Counterexample, Pair

_SHOWN = 5
"""Pairs of a kind that are told in full."""


class Tally(Struct):
    """Counts by verdict, and all that went wrong."""

    pairs: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    harmed: Counter[str] = field(default_factory=Counter)
    alike: Counter[str] = field(default_factory=Counter)
    """Pairs of which all messages were harmed, or none."""
    failed: Counter[str] = field(default_factory=Counter)
    wrong: list[Counterexample] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def add(self, shown: Pair | Broken) -> None:
        if isinstance(shown, Broken):
            self.broken.append(shown)
            return
        self.pairs[shown.outcome] += 1
        self.messages[shown.outcome] += shown.messages
        self.harmed[shown.outcome] += shown.harmed
        self.alike[shown.outcome] += shown.harmed in (0, shown.messages)
        if shown.wrong:
            self.wrong.append(shown.wrong)
            self.failed[shown.outcome] += 1

    def total(self) -> int:
        return self.pairs.total() + len(self.broken)

    def table(self) -> Table:
        columns = ("pairs", "all alike", "messages", "harmed", "wrong")
        shown = Table("verdict")
        for column in columns:
            shown.add_column(column, justify="right")
        counts = (self.pairs, self.alike, self.messages, self.harmed, self.failed)
        for outcome in sorted(self.pairs):
            shown.add_row(outcome, *(f"{count[outcome]:,}" for count in counts))
        shown.add_section()
        shown.add_row("all", *(f"{count.total():,}" for count in counts))
        return shown

    def smallest(self) -> list[Counterexample]:
        """Return the smallest counterexample of each verdict."""
        least: dict[str, Counterexample] = {}
        for one in sorted(self.wrong, key=Counterexample.size):
            least.setdefault(one.verdict.outcome, one)
        return list(least.values())

    def told(self, repeat: str) -> Iterator[str]:
        """Yield what went wrong, in full where that is not too much.

        Args:
            repeat: the command that repeats a pair, but for its seed.
        """
        smallest = self.smallest()
        for one in smallest:
            yield f"{one.told()}\n  repeat  {repeat} {one.seed}"
        others = [one.seed for one in self.wrong if one not in smallest]
        if others:
            yield f"    also  pairs {', '.join(map(str, others[:_SHOWN]))}"
        for broken in self.broken[:_SHOWN]:
            yield f"{broken.trace}  repeat  {repeat} {broken.seed}"
