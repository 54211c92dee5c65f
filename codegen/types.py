"""The forms a type can take in a catalogue.

A `Type` is a value: what `annotations` reads, what the catalogue holds, what is spelled as Python,
built as msgspec's own type, and projected on the wire. Each of those is one `match` over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

SCALARS = (
    "bool", "int", "float", "str", "bytes", "buffer", "writable_buffer", "Any", "Raw", "datetime", "date", "time",
    "timedelta", "UUID", "Decimal", "None",
)  # fmt: skip
COLLECTIONS = ("list", "set", "frozenset")
GENERICS = (*COLLECTIONS, "dict", "tuple", "Literal")


class Scalar(Struct, frozen=True):
    """One of `SCALARS`."""

    name: str


class Collection(Struct, frozen=True):
    """`list[T]`, `set[T]`, `frozenset[T]`."""

    kind: OneOf["list", "set", "frozenset"]
    item: Type


class Mapping(Struct, frozen=True):
    """`dict[K, V]`."""

    key: Type
    value: Type


class VariableTuple(Struct, frozen=True):
    """`tuple[T, ...]`."""

    item: Type


class FixedTuple(Struct, frozen=True):
    """`tuple[A, B]`."""

    items: tuple[Type, ...]


class Literal(Struct, frozen=True):
    """`Literal["a", 1]`: strings or whole numbers."""

    values: tuple[str | int, ...]


class Union(Struct, frozen=True):
    """`T | U`, flat and without repetition."""

    members: tuple[Type, ...]


class Bounded(Struct, frozen=True):
    """A type whose values msgspec checks further, by its own names for the constraints."""

    type: Type
    bounds: tuple[tuple[str, int | float | str | bool], ...]


class Reference(Struct, frozen=True):
    """A name that the catalogue defines."""

    name: str


Type: TypeAlias = (
    Scalar
    | Collection
    | Mapping
    | VariableTuple
    | FixedTuple
    | Literal
    | Union
    | Bounded
    | Reference
)

NONE = Scalar("None")


def parts(type: Type) -> tuple[Type, ...]:
    """Return the types that stand directly inside this one."""
    match type:
        case Scalar() | Literal() | Reference():
            return ()
        case Collection(item=item) | VariableTuple(item=item):
            return (item,)
        case Mapping(key=key, value=value):
            return (key, value)
        case FixedTuple(items=items) | Union(members=items):
            return items
        case Bounded(type=bare):
            return (bare,)


def walk(type: Type) -> Iterator[Type]:
    """Yield the type and everything inside it, outermost first."""
    yield type
    for part in parts(type):
        yield from walk(part)


@lru_cache(maxsize=10_000)
def references(type: Type) -> tuple[str, ...]:
    """Return the names that the type mentions, in order of appearance, once each."""
    return tuple(dict.fromkeys(t.name for t in walk(type) if isinstance(t, Reference)))


def union(members: list[Type]) -> Type:
    """Return the union of the members: flat, without repetition, bare when only one is left.

    All its literals are one.
    """
    flat: dict[Type, None] = {}
    for member in members:
        inner = member.members if isinstance(member, Union) else (member,)
        flat.update(dict.fromkeys(inner))
    literals = [member for member in flat if isinstance(member, Literal)]
    if len(literals) > 1:
        values = dict.fromkeys(value for one in literals for value in one.values)
        merged = Literal(tuple(values))
        flat = dict.fromkeys(merged if t in literals else t for t in flat)
    return Union(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def describe(type: Type) -> str:
    """Return the type as its author would write it in the catalogue."""
    match type:
        case Scalar(name=name) | Reference(name=name):
            return name
        case Bounded(type=bare):
            return describe(bare)
        case Collection(kind=kind, item=item):
            return f"{kind}[{describe(item)}]"
        case Mapping(key=key, value=value):
            return f"dict[{describe(key)}, {describe(value)}]"
        case VariableTuple(item=item):
            return f"tuple[{describe(item)}, ...]"
        case FixedTuple(items=items):
            return f"tuple[{', '.join(map(describe, items)) or '()'}]"
        case Literal(values=values):
            return f"Literal[{', '.join(map(repr, values))}]"
        case Union(members=members):
            return " | ".join(map(describe, members))
