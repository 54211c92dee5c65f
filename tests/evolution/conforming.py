"""Random values that a conforming writer may send, the awkward ones above all."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import random
import re
import uuid
from collections.abc import Callable, Sequence, Sized
from typing import TypeAlias, TypeVar

import msgspec
from runtime.wire_model import (
    Array,
    Bounded,
    Items,
    Map,
    Node,
    OneOf,
    Plain,
    Reference,
    Values,
    WireField,
)

from tests.evolution.natives import Side

T = TypeVar("T")
Bounds: TypeAlias = dict[str, int | float | str | bool]

_DEEPEST = 4
_INTEGERS = (
    0, 1, -1, 2, 3, 5, 7, 10, 12, 100, 2**31, 2**53, 2**53 + 1, -(2**53) - 1, 2**60 + 1,
    2**63 - 1, 2**63, 2**64 - 1, -(2**63),
)  # fmt: skip
_FLOATS = (
    0.0, -0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 6.0, 7.5, 10.0, -1.0, -2.5, 1e300, -1e300,
    float("inf"), float("-inf"), float("nan"),
)  # fmt: skip
_TEXTS = (
    "", "a", "b", "c", "d", "A", "B", "abc", "x1", "type", "M", "N", "e\u0301", "\U0001f600",
    "2024-01-01", "2024-01-01T00:00:00", "2024-01-01T00:00:00Z", "12:00:00", "12:00:00Z", "P1D",
    "1.5", "1", "NaN", "12345678901234567890123456789012", "UNKNOWN", "OTHER",
    "12345678-1234-5678-1234-567812345678", "a long text that no short bound has room for",
)  # fmt: skip
_BYTES = (b"", b"a", b"abcd", b"\xff\x00", bytes(16), bytes(range(17)))
_ZONES = (
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


class NoValueError(Exception):
    """No value was found; there may be none."""


class Writer:
    """Makes values of one side's types."""

    def __init__(self, side: Side, chance: random.Random) -> None:
        self.side = side
        self.chance = chance

    def value(self, node: Node, depth: int = 0, *, hashed: bool = False) -> object:
        """Return a value that conforms to the type.

        Raises:
            NoValueError: none was found.
        """
        return self.bounded(node, {}, depth, hashed)

    def bounded(
        self,
        node: Node,
        bounds: Bounds,
        depth: int,
        hashed: bool,
    ) -> object:
        match node:
            case Bounded(type=type, constraints=constraints):
                return self.bounded(type, constraints, depth, hashed)
            case OneOf(members=members):
                return self.member(members, bounds, depth, hashed)
            case Plain(name=name):
                return self.plain(name, bounds, depth, hashed)
            case Values():
                return self.choice(node)
            case Array(collection=collection, item=item):
                return self.collection(collection, item, bounds, depth, hashed)
            case Items(items=items):
                return tuple(self.value(i, depth + 1, hashed=hashed) for i in items)
            case Map(key=key, value=value):
                return self.mapping(key, value, bounds, depth)
            case Reference(name=name):
                return self.struct(name, depth, hashed)

    def member(
        self,
        members: tuple[Node, ...],
        bounds: Bounds,
        depth: int,
        hashed: bool,
    ) -> object:
        order = self.chance.sample(members, len(members))
        if depth >= _DEEPEST:
            order.sort(key=lambda m: not isinstance(m, Plain | Values | Bounded))
        for member in order[:-1]:
            try:
                return self.bounded(member, bounds, depth, hashed)
            except NoValueError:
                continue
        return self.bounded(order[-1], bounds, depth, hashed)

    def plain(
        self,
        name: str,
        bounds: Bounds,
        depth: int,
        hashed: bool,
    ) -> object:
        zone = bounds.get("tz")
        match name:
            case "bool":
                return self.chance.random() < 0.5
            case "None":
                return None
            case "int":
                return self.whole(bounds)
            case "float":
                near = [b + d for b in _numbers(bounds) for d in (-1.0, 0.0, 0.5, 1.0)]
                return self.one([*_FLOATS, *near], lambda v: _in_bounds(v, bounds))
            case "str":
                return self.one(_TEXTS, lambda v: _sized(v, bounds))
            case "bytes":
                return self.one(_BYTES, lambda v: _sized(v, bounds))
            case "datetime":
                return self.chance.choice(_DATETIMES).replace(tzinfo=self.zone(zone))
            case "time":
                return self.chance.choice(_TIMES).replace(tzinfo=self.zone(zone))
            case "date":
                return self.chance.choice(_DATES)
            case "timedelta":
                return self.chance.choice(_DURATIONS)
            case "UUID":
                return self.chance.choice(_UUIDS)
            case "Decimal":
                return self.chance.choice(_DECIMALS)
            case "Raw":
                return msgspec.Raw(msgspec.msgpack.encode(self.anything(depth)))
            case _:
                return self.hashable(depth) if hashed else self.anything(depth)

    def one(self, values: Sequence[T], fits: Callable[[T], bool]) -> T:
        fitting = [value for value in values if fits(value)]
        if not fitting:
            raise NoValueError
        return self.chance.choice(fitting)

    def zone(self, wanted: int | float | str | bool | None) -> dt.tzinfo | None:
        if wanted is None:
            return self.chance.choice((None, *_ZONES))
        return self.chance.choice(_ZONES) if wanted else None

    def whole(self, bounds: Bounds) -> int:
        step = int(bounds.get("multiple_of", 1))
        near = [int(bound) + d for bound in _numbers(bounds) for d in (-1, 0, 1, step)]
        values = [n // step * step for n in (*_INTEGERS, *near)]
        return self.one(
            [n for n in values if -(2**63) <= n < 2**64],
            lambda n: _in_bounds(n, bounds),
        )

    def choice(self, node: Values) -> object:
        if not node.names:
            return self.chance.choice(node.values)
        members: list[enum.Enum] = list(self.side.enum(node))
        return self.chance.choice(members)

    def collection(
        self, name: str, item: Node, bounds: Bounds, depth: int, hashed: bool
    ) -> object:
        in_set = name in ("set", "frozenset")
        made: list[object] = []
        for _ in range(self.size(bounds, depth)):
            try:
                made.append(self.value(item, depth + 1, hashed=hashed or in_set))
            except NoValueError:
                break
        cls = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}[name]
        try:
            collected = cls(made)
        except TypeError as error:
            raise NoValueError from error
        if not _sized(collected, bounds):
            raise NoValueError
        return collected

    def mapping(self, key: Node, value: Node, bounds: Bounds, depth: int) -> object:
        made: dict[object, object] = {}
        for _ in range(self.size(bounds, depth)):
            try:
                found = self.value(key, depth + 1, hashed=True)
                made[found] = self.value(value, depth + 1)
            except (NoValueError, TypeError):
                break
        if not _sized(made, bounds):
            raise NoValueError
        return made

    def size(self, bounds: Bounds, depth: int) -> int:
        least, most = int(bounds.get("min_length", 0)), int(bounds.get("max_length", 4))
        if depth >= _DEEPEST:
            return least
        return self.chance.choice((least, least, most, min(least + 1, most), most))

    def struct(self, name: str, depth: int, hashed: bool) -> object:
        if depth > 3 * _DEEPEST:
            raise NoValueError
        given: dict[str, object] = {}
        for field in self.side.models[name].fields:
            if self.left_out(field, depth):
                continue
            try:
                made = self.value(field.type, depth + 1, hashed=hashed)
            except NoValueError:
                if field.default is None and not field.optional:
                    raise
                continue
            given[field.attribute] = made
        return self.side.structs[name](**given)

    def left_out(self, field: WireField, depth: int) -> bool:
        if field.default is None and not field.optional:
            return False
        return depth >= _DEEPEST or self.chance.random() < 0.4

    def anything(self, depth: int) -> object:
        """Return something that `Any` may hold."""
        flat = [None, True, 0, 1, 2**64 - 1, 1.5, "", "a", "type", b"a"]
        if depth >= _DEEPEST or self.chance.random() < 0.6:
            return self.chance.choice(flat)
        parts = [self.anything(depth + 1) for _ in range(self.chance.randrange(3))]
        if self.chance.random() < 0.5:
            return parts
        return {self.chance.choice(_TEXTS): part for part in parts}

    def hashable(self, depth: int) -> object:
        parts = [self.anything(_DEEPEST) for _ in range(self.chance.randrange(3))]
        return self.chance.choice((*parts, tuple(parts), "a", 1))


def _numbers(bounds: Bounds) -> list[float]:
    return [b for b in bounds.values() if isinstance(b, int | float)]


def _in_bounds(value: float, bounds: Bounds) -> bool:
    """Return whether a number conforms, by the rules of msgspec: with a bound, `nan` does not."""
    low, over = bounds.get("ge"), bounds.get("gt")
    high, under = bounds.get("le"), bounds.get("lt")
    step = bounds.get("multiple_of")
    if isinstance(step, int | float):
        finite = value == value and abs(value) != float("inf")
        if not finite or value % step != 0:
            return False
    return (
        (not isinstance(low, int | float) or value >= low)
        and (not isinstance(over, int | float) or value > over)
        and (not isinstance(high, int | float) or value <= high)
        and (not isinstance(under, int | float) or value < under)
    )


def _sized(value: Sized, bounds: Bounds) -> bool:
    least, most = bounds.get("min_length", 0), bounds.get("max_length", 10**6)
    pattern = bounds.get("pattern")
    if isinstance(pattern, str) and not re.search(pattern, str(value)):
        return False
    return int(least) <= len(value) <= int(most)
