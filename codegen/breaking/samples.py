"""Values without parts that a conforming writer may send, the simplest first.

Rule 1: those at which a reader may stumble are among them: at the bounds of either side, and the
awkward ones of every type.
Rule 2: the same values in the same order, always.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from typing import TypeAlias

import msgspec

from codegen.breaking.patterns import matching

Bounds: TypeAlias = Mapping[str, int | float | str | bool]

LONGEST = 2**20
"""Of a text and of bytes; what only longer ones show is not shown."""

_INTEGERS = (
    0, 1, -1, 2, 3, 5, 7, 10, 12, 100, 2**31, 2**53, 2**53 + 1, -(2**53) - 1, 2**60 + 1,
    2**63 - 1, 2**63, 2**64 - 1, -(2**63),
)  # fmt: skip
_FLOATS = (
    0.0, 1.0, -1.0, 0.5, 1.5, 2.0, 3.0, 5.0, 6.0, 7.5, 10.0, -0.0, -2.5, 1e300, -1e300,
    float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
_TEXTS = (
    "", "a", "b", "c", "d", "A", "B", "1", "abc", "x1", "1.5", "type", "M", "N", "e\u0301",
    "\U0001f600", "P1D", "NaN", "2024-01-01", "2024-01-01T00:00:00", "2024-01-01T00:00:00Z",
    "12:00:00", "12:00:00Z", "12345678901234567890123456789012", "UNKNOWN", "OTHER",
    "12345678-1234-5678-1234-567812345678", "a long text that no short bound has room for",
)  # fmt: skip
_BYTES = (b"", b"a", b"abcd", b"\xff\x00", bytes(16), bytes(range(17)))
_AWARE = (
    dt.UTC,
    dt.timezone(dt.timedelta(hours=5, minutes=30)),
    dt.timezone(dt.timedelta(hours=-8)),
)
_DATES = (dt.date(2024, 1, 1), dt.date(1, 1, 1), dt.date(9999, 12, 31))
_TIMES = (dt.time(), dt.time(12), dt.time(23, 59, 59, 999999), dt.time(1, 2, 3, 4))
_DATETIMES = (
    dt.datetime(2024, 1, 1),
    dt.datetime(1970, 1, 2, 3, 4, 5, 6),
    dt.datetime(1969, 1, 1),
    dt.datetime(9999, 12, 30),
)
_DURATIONS = (
    dt.timedelta(),
    dt.timedelta(days=1),
    dt.timedelta(seconds=-1.5),
    dt.timedelta(days=400, microseconds=7),
)
_UUIDS = (uuid.UUID(int=0), uuid.UUID(int=1), uuid.UUID(int=2**128 - 1))
_DECIMALS = tuple(
    map(
        decimal.Decimal,
        ("0", "1", "1.50", "-3.25", "1E+30", "NaN", "Infinity", "9" * 32),
    )
)
_HASHABLE: tuple[object, ...] = (
    None,
    True,
    0,
    1,
    "",
    "a",
    "type",
    b"a",
    1.5,
    2**64 - 1,
    (),
    (0,),
)
_ANYTHING: tuple[object, ...] = (
    *_HASHABLE,
    [],
    [0],
    {},
    {"a": 0},
    {"type": "a"},
    [None],
    {"a": [None]},
)


def plain(name: str, bounds: Bounds, facing: Sequence[Bounds] = ()) -> list[object]:
    """Return values of a type without parts that conform to its bounds; none if none is known.

    Args:
        facing: the bounds of who reads them.
    """
    match name:
        case "bool":
            return [False, True]
        case "None":
            return [None]
        case "int":
            return list(_whole(bounds, facing))
        case "float":
            return list(_floats(bounds, facing))
        case "str":
            return list(_texts(bounds, facing))
        case "bytes":
            grown = (bytes(size) for size in sizes(bounds, facing, LONGEST))
            return [b for b in dict.fromkeys((*_BYTES, *grown)) if sized(b, bounds)]
        case "buffer" | "writable_buffer":
            return [memoryview(each) for each in _BYTES]
        case "datetime":
            return [at.replace(tzinfo=z) for z in _zones(bounds) for at in _DATETIMES]
        case "time":
            return [at.replace(tzinfo=z) for z in _zones(bounds) for at in _TIMES]
        case "Decimal":
            digits = (size for size in sizes({}, facing, 1000) if size)
            return [*_DECIMALS, *(decimal.Decimal("1" * size) for size in digits)]
        case "Raw":
            return [msgspec.Raw(msgspec.msgpack.encode(value)) for value in _ANYTHING]
        case "Any":
            return list(_ANYTHING)
    return list(_WITHOUT_BOUNDS[name])


_WITHOUT_BOUNDS: dict[str, tuple[object, ...]] = {
    "date": _DATES,
    "timedelta": _DURATIONS,
    "UUID": _UUIDS,
}


def hashable() -> list[object]:
    """Return what `Any` may hold in a set, or as a key."""
    return list(_HASHABLE)


def sizes(bounds: Bounds, facing: Sequence[Bounds], most: int) -> list[int]:
    """Return the lengths, up to `most`, at which a reader may stumble."""
    near = [
        bound + step
        for one in (bounds, *facing)
        for name in ("min_length", "max_length")
        if isinstance(bound := one.get(name), int)
        for step in (0, -1, 1)
    ]
    low, high = int(bounds.get("min_length", 0)), int(bounds.get("max_length", most))
    return [n for n in dict.fromkeys(near) if max(0, low) <= n <= min(high, most)]


def sized(value: Sized, bounds: Bounds) -> bool:
    """Return whether a text, bytes or a collection conforms."""
    least, most = bounds.get("min_length", 0), bounds.get("max_length", math.inf)
    pattern = bounds.get("pattern")
    if isinstance(pattern, str) and not re.search(pattern, str(value)):
        return False
    return float(least) <= len(value) <= float(most)


def numbers(bounds: Bounds) -> list[int | float]:
    return [bound for bound in bounds.values() if isinstance(bound, int | float)]


def within(value: float, bounds: Bounds) -> bool:
    """Return whether a number conforms, by the rules of msgspec: with a bound, `nan` does not."""
    low, over = bounds.get("ge"), bounds.get("gt")
    high, under = bounds.get("le"), bounds.get("lt")
    step = bounds.get("multiple_of")
    if isinstance(step, int | float) and not (
        math.isfinite(value) and value % step == 0
    ):
        return False
    return (
        (not isinstance(low, int | float) or value >= low)
        and (not isinstance(over, int | float) or value > over)
        and (not isinstance(high, int | float) or value <= high)
        and (not isinstance(under, int | float) or value < under)
    )


def _whole(bounds: Bounds, facing: Sequence[Bounds]) -> Iterator[int]:
    step = int(bounds.get("multiple_of", 1))
    near = [
        math.floor(bound) + d
        for one in (bounds, *facing)
        for bound in numbers(one)
        if math.isfinite(bound)
        for d in (0, 1, -1, step)
    ]
    for n in dict.fromkeys(value // step * step for value in (*_INTEGERS, *near)):
        if -(2**63) <= n < 2**64 and within(n, bounds):
            yield n


def _floats(bounds: Bounds, facing: Sequence[Bounds]) -> Iterator[float]:
    near = [
        made
        for one in (bounds, *facing)
        for bound in map(float, numbers(one))
        for made in (bound, bound + 1, bound - 1, bound + 0.5, bound * 2, -bound)
    ]
    ends = list(map(float, numbers(bounds)))
    next_to = [math.nextafter(end, to) for end in ends for to in (math.inf, -math.inf)]
    between = [sum(ends) / len(ends)] if ends else []
    for value in _once((*_FLOATS, *near, *next_to, *between)):
        if within(value, bounds):
            yield value


def _once(values: Iterable[float]) -> list[float]:
    """Return each value once, `0.0` and `-0.0` both."""
    return list({repr(value): value for value in values}.values())


def _texts(bounds: Bounds, facing: Sequence[Bounds]) -> Iterator[str]:
    pattern = bounds.get("pattern")
    found = matching(pattern) if isinstance(pattern, str) else []
    grown = ["a" * size for size in sizes(bounds, facing, LONGEST)]
    for value in dict.fromkeys((*found, *_TEXTS, *grown)):
        if sized(value, bounds):
            yield value


def _zones(bounds: Bounds) -> tuple[dt.tzinfo | None, ...]:
    match bounds.get("tz"):
        case None:
            return (dt.UTC, None, *_AWARE[1:])
        case False:
            return (None,)
        case _:
            return _AWARE
