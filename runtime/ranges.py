"""Whether numbers, and lengths, are within what a reader takes.

Rule: a conforming writer keeps to its own constraints; nothing else enforces them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from runtime.forms import Form, described_form, lengths, sent, unfit, whole
from runtime.verdicts import OK, Verdict, both, depends, each, error, lossy
from runtime.wire_model import Values

_EXACT = 2**53
"""Up to here, and down to its negative, every integer is a float."""


def sizes(writer: Form, reader: Form, path: str) -> Verdict:
    """Return whether the reader takes the lengths that the writer sends.

    Of a struct that is sent as an array or as a map, the caller knows the lengths better.
    """
    if isinstance(writer.node, Values):
        least, most = lengths(reader)
        fits = [least <= len(str(value)) <= most for value in sent(writer.node)]
        return each(fits, path, unfit(writer, reader))
    return within(lengths(writer), reader, path, described_form(writer))


def within(gives: tuple[float, float], reader: Form, path: str, told: str) -> Verdict:
    """Return whether the reader takes lengths from the first of two to the second."""
    least, most = lengths(reader)
    if least <= gives[0] and gives[1] <= most:
        return OK
    outcome = error if gives[1] < least or most < gives[0] else depends
    return outcome(
        path, f"the writer sends {told}, the reader takes {described_form(reader)}"
    )


def integers(writer: Form, reader: Form, path: str) -> Verdict:
    """Return what becomes of integers at a reader of integers."""
    takes, text = whole(reader), unfit(writer, reader)
    if isinstance(writer.node, Values):
        values = [v for v in sent(writer.node) if isinstance(v, int)]
        return each([takes.has(value) for value in values], path, text)
    gives = whole(writer)
    low, high = max(takes.low, gives.low), min(takes.high, gives.high)
    inside = takes.low <= gives.low and gives.high <= takes.high
    if inside and gives.step % takes.step == 0:
        return OK
    step = math.lcm(takes.step, gives.step)
    outcome = error if -(-low // step) * step > high else depends
    return outcome(path, text)


def integers_as_floats(writer: Form, reader: Form, path: str) -> Verdict:
    """Return what becomes of integers at a reader of floats.

    The ends of a range tell: rounding to a float never changes the order.
    """
    text, takes = unfit(writer, reader), _interval(reader)
    if isinstance(writer.node, Values):
        values = [v for v in sent(writer.node) if isinstance(v, int)]
        exact = all(int(float(value)) == value for value in values)
        fits = [takes.has(float(value)) for value in values]
        arrived = each(fits, path, text)
        if takes.step:
            arrived = depends(path, text)
    else:
        gives = whole(writer)
        low, high = float(gives.low), float(gives.high)
        exact = gives.low >= -_EXACT and gives.high <= _EXACT
        arrived = OK
        if takes.step or not (takes.has(low) and takes.has(high)):
            outcome = error if takes.misses(low, high) else depends
            arrived = outcome(path, text)
    rounded = lossy(path, "a float has no room for great integers", "precision")
    return both([arrived, OK if exact else rounded])


class _Interval(NamedTuple):
    """The floats that a form has room for; `step` is zero where any will do."""

    low: float
    over_low: bool
    high: float
    under_high: bool
    step: float

    @property
    def bounded(self) -> bool:
        """Whether `nan` is left out, which any constraint does."""
        return self != _EVERY_FLOAT

    def has(self, value: float) -> bool:
        above = value > self.low or (value == self.low and not self.over_low)
        below = value < self.high or (value == self.high and not self.under_high)
        return above and below

    def holds(self, other: _Interval) -> bool:
        """Return whether the ends of another interval are inside."""
        above = other.low > self.low or (
            other.low == self.low and (other.over_low or not self.over_low)
        )
        below = other.high < self.high or (
            other.high == self.high and (other.under_high or not self.under_high)
        )
        return above and below

    def misses(self, low: float, high: float) -> bool:
        """Whether none of the numbers from `low` to `high` is inside."""
        under = high < self.low or (high == self.low and self.over_low)
        over = low > self.high or (low == self.high and self.under_high)
        return under or over


_EVERY_FLOAT = _Interval(-math.inf, False, math.inf, False, 0)


def _interval(form: Form) -> _Interval:
    numbers = {
        name: float(bound)
        for name, bound in form.bounds.items()
        if isinstance(bound, int | float)
    }
    return _Interval(
        low=numbers.get("gt", numbers.get("ge", -math.inf)),
        over_low="gt" in numbers,
        high=numbers.get("lt", numbers.get("le", math.inf)),
        under_high="lt" in numbers,
        step=numbers.get("multiple_of", 0),
    )


def floats(writer: Form, reader: Form, path: str) -> Verdict:
    """Return what becomes of floats at a reader of floats."""
    gives, takes, text = _interval(writer), _interval(reader), unfit(writer, reader)
    if not takes.bounded or gives == takes:
        return OK
    if not gives.bounded:
        return depends(path, f"{text}, and no `nan`")
    if takes.misses(gives.low, gives.high) or gives.misses(takes.low, takes.high):
        return error(path, text)
    fits = takes.holds(gives) and takes.step in (0, gives.step)
    return OK if fits else depends(path, text)
