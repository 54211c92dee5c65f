"""What becomes of a value without parts: numbers, texts, bytes, times, enums.

Rule 1: a conforming writer keeps to its own constraints; nothing else enforces them.
Rule 2: no pattern is run: whether two of them agree cannot be decided, and a peer wrote one of them.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import uuid
from collections.abc import Callable
from typing import NamedTuple

import msgspec
from runtime.forms import (
    Form,
    Kind,
    chosen,
    described_form,
    lengths,
    sent,
    whole,
)
from runtime.verdicts import OK, Verdict, both, depends, either, error, lossy
from runtime.wire_model import Plain, Values

_EXACT = 2**53
"""Up to here, and down to its negative, every integer is a float."""
_FORMATS: dict[str, object] = {
    "datetime": dt.datetime,
    "date": dt.date,
    "time": dt.time,
    "timedelta": dt.timedelta,
    "UUID": uuid.UUID,
    "Decimal": decimal.Decimal,
}
_TAKERS: dict[Kind, tuple[str, ...]] = {
    "bool": ("bool",),
    "int": ("int", "values", "float", "Decimal"),
    "float": ("float", "Decimal"),
    "str": ("str", "values", *_FORMATS),
    "bin": ("bytes", "UUID"),
    "timestamp": ("datetime",),
    "nil": ("None",),
}
"""Who takes a value of a kind: the first of these that the reader's type has, as in msgspec."""


def taker(kind: Kind, readers: list[Form]) -> Form | None:
    """Return the form to which msgspec gives a value of the kind; None if it takes none."""
    for name in _TAKERS.get(kind, ()):
        for form in readers:
            match form.node:
                case Plain(name=other) if other == name:
                    return form
                case Values() if name == "values":
                    part = chosen(form.node, "str" if kind == "str" else "int")
                    if part.values or part.open:
                        return Form(part)
    return None


def scalar(kind: Kind, writer: Form, reader: Form, path: str) -> Verdict:
    """Return what becomes of the writer's values at the form that takes their kind."""
    match kind, reader.node:
        case "int", Plain(name="int"):
            return _integers(writer, reader, path)
        case "int", Plain(name="float"):
            return _integers_as_floats(writer, reader, path)
        case "float", Plain(name="float"):
            return _floats(writer, reader, path)
        case "str" | "int", Values():
            return _one_of(writer, reader, reader.node, path)
        case "str", Plain(name="str"):
            return both([_pattern(writer, reader, path), sizes(writer, reader, path)])
        case "str", Plain(name=name):
            return _formatted(writer, reader, name, path)
        case "bin", Plain(name="bytes"):
            return sizes(writer, reader, path)
        case "bin", Plain(name="UUID"):
            return sizes(writer, Form(reader.node, _SIXTEEN), path)
        case "timestamp", Plain() if reader.bounds.get("tz") is False:
            return error(path, _unfit(writer, reader))
    return OK


_SIXTEEN: dict[str, int | float | str | bool] = {"min_length": 16, "max_length": 16}


def sizes(writer: Form, reader: Form, path: str) -> Verdict:
    """Return whether the reader takes the lengths that the writer sends.

    Of a struct that is sent as an array or as a map, the caller knows the lengths better.
    """
    if isinstance(writer.node, Values):
        least, most = lengths(reader)
        fits = [least <= len(str(value)) <= most for value in sent(writer.node)]
        return _each(fits, path, _unfit(writer, reader))
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


def _unfit(writer: Form, reader: Form) -> str:
    return f"the writer sends {described_form(writer)}, the reader takes {described_form(reader)}"


def _each(fits: list[bool], path: str, text: str) -> Verdict:
    """Return the verdict on some values, each of which fits or does not."""
    return either(OK if fit else error(path, text) for fit in fits)


def _integers(writer: Form, reader: Form, path: str) -> Verdict:
    takes, text = whole(reader), _unfit(writer, reader)
    if isinstance(writer.node, Values):
        values = [v for v in sent(writer.node) if isinstance(v, int)]
        return _each([takes.has(value) for value in values], path, text)
    gives = whole(writer)
    low, high = max(takes.low, gives.low), min(takes.high, gives.high)
    inside = takes.low <= gives.low and gives.high <= takes.high
    if inside and gives.step % takes.step == 0:
        return OK
    step = math.lcm(takes.step, gives.step)
    outcome = error if -(-low // step) * step > high else depends
    return outcome(path, text)


def _integers_as_floats(writer: Form, reader: Form, path: str) -> Verdict:
    """Judge by the ends of the range: rounding to a float never changes the order."""
    text, takes = _unfit(writer, reader), _interval(reader)
    if isinstance(writer.node, Values):
        values = [v for v in sent(writer.node) if isinstance(v, int)]
        exact = all(int(float(value)) == value for value in values)
        fits = [takes.has(float(value)) for value in values]
        arrived = _each(fits, path, text)
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


def _floats(writer: Form, reader: Form, path: str) -> Verdict:
    gives, takes, text = _interval(writer), _interval(reader), _unfit(writer, reader)
    if not takes.bounded or gives == takes:
        return OK
    if not gives.bounded:
        return depends(path, f"{text}, and no `nan`")
    if takes.misses(gives.low, gives.high) or gives.misses(takes.low, takes.high):
        return error(path, text)
    fits = takes.holds(gives) and takes.step in (0, gives.step)
    return OK if fits else depends(path, text)


def _one_of(writer: Form, reader: Form, takes: Values, path: str) -> Verdict:
    """Return what becomes of values at an enum or a Literal."""
    text = _unfit(writer, reader)
    unknown = lossy(path, f"{text}: others are told as unknown", "altered")
    if not isinstance(writer.node, Values):
        if takes.open:
            return unknown
        possible = any(_may_send(writer, value) for value in takes.values)
        return (depends if possible else error)(path, text)
    gives = writer.node
    found: list[Verdict] = []
    for place, value in enumerate(sent(gives)):
        for_unknown = place == len(gives.values)
        if value not in takes.values:
            closed = OK if for_unknown else unknown
            found.append(closed if takes.open else error(path, text))
        elif for_unknown:
            why = f"{value!r} is sent for what the writer does not know"
            found.append(lossy(path, why, "altered"))
        else:
            found.append(_renamed(gives, takes, value, path))
    return either(found)


def _renamed(gives: Values, takes: Values, value: str | int, path: str) -> Verdict:
    """Return whether a value still has its name; what was renamed is no loss, what was swapped is."""
    if not gives.names or not takes.names:
        return OK
    was = gives.names[gives.values.index(value)]
    now = takes.names[takes.values.index(value)]
    if was == now or not (was in takes.names or now in gives.names):
        return OK
    return lossy(
        path, f"{value!r} is {was} to the writer, {now} to the reader", "altered"
    )


def _may_send(writer: Form, value: str | int) -> bool:
    """Return whether a form that is not a choice of values has room for this one."""
    match writer.node, value:
        case Plain(name="int"), int():
            return whole(writer).has(value)
        case Plain(name="str"), str():
            least, most = lengths(writer)
            return least <= len(value) <= most
        case Plain(name=name), str() if name in _FORMATS:
            return _reads(name, value)
    return True


def _reads(name: str, text: str) -> bool:
    """Return whether a text is one of a format, by msgspec's judgement."""
    try:
        msgspec.convert(text, _FORMATS[name])
    except msgspec.ValidationError:
        return False
    return True


def _pattern(writer: Form, reader: Form, path: str) -> Verdict:
    pattern = reader.bounds.get("pattern")
    if pattern is None or pattern == writer.bounds.get("pattern"):
        return OK
    return depends(path, _unfit(writer, reader))


def _formatted(writer: Form, reader: Form, name: str, path: str) -> Verdict:
    """Return what becomes of a text at a reader that takes texts of one format."""
    text = _unfit(writer, reader)
    outcome: Callable[[str, str], Verdict]
    zone = reader.bounds.get("tz")
    match writer.node:
        case Values():
            texts = [str(value) for value in sent(writer.node)]
            if zone is None or not any(_reads(name, value) for value in texts):
                return _each([_reads(name, value) for value in texts], path, text)
            outcome = depends
        case Plain(name="str"):
            outcome = depends
        case Plain(name=other) if other == name:
            if zone in (None, writer.bounds.get("tz")):
                return OK
            outcome = error
        case Plain(name="Decimal") if name == "UUID":
            outcome = depends  # a UUID may be written as 32 digits
        case _:
            outcome = error
    return outcome(path, text)
