"""A type as the forms that its values take on the wire.

Rule 1: a form has no union in it and carries its own constraints.
Rule 2: the values of one form are all of one kind of msgpack; only `Any` and `Raw` are of every kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, structs
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
    WireStruct,
)

Structs: TypeAlias = Mapping[str, WireStruct]
Kind: TypeAlias = Literal[
    "bool",
    "int",
    "float",
    "str",
    "bin",
    "buffer",
    "timestamp",
    "nil",
    "array",
    "map",
    "any",
]
Bounds: TypeAlias = Mapping[str, int | float | str | bool]

_KINDS: dict[str, Kind] = {
    "bool": "bool",
    "int": "int",
    "float": "float",
    "bytes": "bin",
    "buffer": "buffer",
    "writable_buffer": "buffer",
    "None": "nil",
    "Any": "any",
    "Raw": "any",
}
_WITH_ZONE = ("datetime", "time")
_LEAST, _MOST = -(2**63), 2**64 - 1  # what msgpack has room for


class Form(Struct, frozen=True):
    """One of the forms of a type, with its constraints."""

    node: Plain | Values | Array | Items | Map | Reference
    bounds: Bounds = {}


class Whole(Struct, frozen=True):
    """The integers from `low` to `high` that are multiples of `step`."""

    low: int
    high: int
    step: int

    def has(self, value: int) -> bool:
        return self.low <= value <= self.high and value % self.step == 0


def forms(node: Node, bounds: Bounds | None = None) -> Iterator[Form]:
    """Yield the forms of a type, as its reader sees them: a union is opened."""
    match node:
        case OneOf(members=members):
            for member in members:
                yield from forms(member, bounds)
        case Bounded(type=type, constraints=constraints):
            yield from forms(type, {**(bounds or {}), **constraints})
        case _:
            yield Form(node, bounds or {})


def emissions(node: Node) -> Iterator[Form]:
    """Yield the forms of a type, as its writer sends them: each of one kind."""
    for form in forms(node):
        match form.node:
            case Plain(name="datetime" | "time") if "tz" not in form.bounds:
                yield Form(form.node, {**form.bounds, "tz": True})
                yield Form(form.node, {**form.bounds, "tz": False})
            case Values():
                texts, integers = chosen(form.node, "str"), chosen(form.node, "int")
                yield from (Form(part) for part in (texts, integers) if sent(part))
            case _:
                yield form


def chosen(node: Values, kind: Literal["str", "int"]) -> Values:
    """Return the strings among the values, or the integers."""
    cls = str if kind == "str" else int
    places = [i for i, value in enumerate(node.values) if isinstance(value, cls)]
    other = node.values or (node.unknown,)
    of_kind = bool(places) or isinstance(other[0], cls)
    return structs.replace(
        node,
        values=tuple(node.values[i] for i in places),
        names=tuple(node.names[i] for i in places) if node.names else (),
        open=node.open and of_kind,
        unknown=node.unknown if of_kind else None,
    )


def sent(node: Values) -> tuple[str | int, ...]:
    """Return the values that a writer may send, the one for its `unknown` member included."""
    return node.values if node.unknown is None else (*node.values, node.unknown)


def kind(form: Form, known: Structs) -> Kind:
    """Return what a form is on the wire."""
    match form.node:
        case Plain(name="datetime") if form.bounds.get("tz"):
            return "timestamp"
        case Plain(name=name):
            return _KINDS.get(name, "str")
        case Values():
            first = next(iter(sent(form.node)), "")
            return "str" if isinstance(first, str) else "int"
        case Array() | Items():
            return "array"
        case Map():
            return "map"
        case Reference(name=name):
            return "array" if known[name].array_like else "map"


def whole(form: Form) -> Whole:
    """Return the integers that a form has room for."""
    low, high, step = _LEAST, _MOST, 1
    for name, bound in form.bounds.items():
        match name, bound:
            case "ge", int():
                low = max(low, bound)
            case "gt", int():
                low = max(low, bound + 1)
            case "le", int():
                high = min(high, bound)
            case "lt", int():
                high = min(high, bound - 1)
            case "multiple_of", int() if bound > 0:
                step = bound
    return Whole(-(-low // step) * step, high // step * step, step)


def lengths(form: Form) -> tuple[float, float]:
    """Return the least and the greatest length: of a text, of bytes, of a collection."""
    match form.node:
        case Items(items=items):
            return len(items), len(items)
        case Plain(name="date"):
            return 10, 10
        case Plain(name="UUID"):
            return 36, 36
    least = form.bounds.get("min_length", 0)
    most = form.bounds.get("max_length", math.inf)
    return (
        least if isinstance(least, int) else 0,
        most if isinstance(most, int) else math.inf,
    )


def described(node: Node) -> str:
    """Return a type as its author would write it, with its constraints."""
    match node:
        case Plain(name=name) | Reference(name=name):
            return name
        case Values(values=values, open=open):
            told = ", ".join(map(repr, values[:5])) + (", ..." if values[5:] else "")
            return f"one of {told}" + (" or unknown" if open else "")
        case Array(collection=collection, item=item):
            dots = ", ..." if collection == "tuple" else ""
            return f"{collection}[{described(item)}{dots}]"
        case Items(items=items):
            return f"tuple[{', '.join(map(described, items)) or '()'}]"
        case Map(key=key, value=value):
            return f"dict[{described(key)}, {described(value)}]"
        case OneOf(members=members):
            return " | ".join(map(described, members))
        case Bounded(type=type, constraints=constraints):
            return described(type) + _told(constraints)


def described_form(form: Form) -> str:
    """Return a form as its author would write it."""
    return described(form.node) + _told(form.bounds)


def unfit(writer: Form, reader: Form) -> str:
    """Return that a reader does not take all that a writer sends."""
    sends, takes = described_form(writer), described_form(reader)
    return f"the writer sends {sends}, the reader takes {takes}"


def _told(bounds: Bounds) -> str:
    told = ", ".join(f"{name} {bound!r}" for name, bound in bounds.items())
    return f" ({told})" if told else ""
