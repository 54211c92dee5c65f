"""What is wrong with a catalogue, and where.

Rule 1: a problem names the dotted key, what is wrong, and what was probably meant.
Rule 2: problems are gathered and raised once, sorted by position, so one run shows all of them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple

_LONG = 70


class Position(NamedTuple):
    """A place in the text: line and column, both from 1, the column in characters."""

    line: int
    column: int

    def shifted(self, columns: int) -> Position:
        """Return the place so many characters further along the same line."""
        return Position(self.line, self.column + columns)


class Problem(NamedTuple):
    """One thing to mend. Sorts by position."""

    position: Position
    key: str
    """Dotted, as in `messages.ExecuteCells.fields.cell_ids`; empty for the file as a whole."""
    text: str

    def __str__(self) -> str:
        return f"{self.key}: {self.text}" if self.key else self.text


class CatalogueError(Exception):
    """The catalogue is not valid; its author mends it. `problems` has all of them, by position."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(
            "\n".join(
                f"{p.position.line}:{p.position.column}: {p}" for p in self.problems
            )
        )


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that was probably meant, if one is near."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(candidates)}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None


def meant(word: str, candidates: Iterable[str]) -> str:
    """Return `; did you mean 'CellId'?` when a candidate is near the word, else nothing."""
    near = nearest(word, candidates)
    return f"; did you mean {near!r}?" if near else ""


def shortened(value: object) -> str:
    """Return a value as Python spells it, cut where it is long."""
    source = repr(value)
    return source if len(source) <= _LONG else f"{source[: _LONG - 4]}...{source[-1]}"


def listed(words: Iterable[str | int], conjunction: str = "or") -> str:
    """Return the words quoted and joined as a person would: `'a', 'b' or 'c'`."""
    quoted = [repr(word) for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {conjunction} {quoted[-1]}"
