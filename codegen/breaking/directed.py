"""Conforming values in which one thing at a time is varied, the simplest first.

Rule 1: what need not be there is left out, until it is its turn.
Rule 2: a struct inside itself is varied once more, and no deeper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias, TypeVar

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
    WireField,
)

from codegen.breaking import samples
from codegen.breaking.conforming import NoValueError, collected, hashable
from codegen.breaking.facing import NOBODY, Facing
from codegen.breaking.samples import Bounds
from codegen.breaking.wire_types import Types

T = TypeVar("T")
Pairs: TypeAlias = list[tuple[object, object]]

_LONGEST = 1000
"""Of a collection."""


class Where(Struct, frozen=True):
    """Where a value will stand."""

    facing: Facing
    bounds: Bounds = {}
    hashed: bool = False
    """It is put in a set, or is the key of a dict."""
    inside: tuple[str, ...] = ()
    """The structs around it that are varied."""

    def on(self, facing: Facing, *, hashed: bool = False) -> Where:
        """Return the place of something inside the value."""
        return Where(facing, {}, self.hashed or hashed, self.inside)


class Directed:
    """Makes values of one side's types."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self.open: list[str] = []
        self.simple: dict[str, dict[str, object]] = {}

    def simplest(self, node: Node, *, hashed: bool = False) -> object:
        """Return the simplest value of a type.

        Raises:
            NoValueError: none was found.
        """
        for value in self.variants(node, Where(NOBODY, hashed=hashed)):
            return value
        raise NoValueError

    def variants(self, node: Node, where: Where) -> Iterator[object]:
        """Yield values of a type, the simplest first; nothing if none is known."""
        match node:
            case Bounded(type=type, constraints=constraints):
                bounded = structs.replace(where, bounds=constraints)
                yield from self.variants(type, bounded)
            case Plain(name="Any") if where.hashed:
                yield from samples.hashable()
            case Plain(name=name):
                yield from samples.plain(name, where.bounds, where.facing.bounds())
            case Values():
                yield from self.types.members(node)
            case OneOf(members=members):
                order = self.ordered(members, where)
                yield from in_turn(self.variants(m, where) for m in order)
            case Array():
                yield from self.arrays(node, where)
            case Items(items=items):
                yield from self.tuples(items, where)
            case Map():
                yield from self.maps(node, where)
            case Reference(name=name):
                yield from self.structs(name, where)

    def ordered(self, members: Sequence[Node], where: Where) -> list[Node]:
        """Return the members of a union: what the reader does not know, then what has no parts."""
        known = {struct.tag for struct in where.facing.structs()}

        def weight(member: Node) -> tuple[bool, bool]:
            bare = member.type if isinstance(member, Bounded) else member
            if isinstance(bare, Reference) and known:
                return self.types.models[bare.name].tag in known, True
            return True, not isinstance(bare, Plain | Values)

        return sorted(members, key=weight)

    # Collections

    def arrays(self, node: Array, where: Where) -> Iterator[object]:
        is_set = node.collection in ("set", "frozenset")
        on_item = where.on(where.facing.items(), hashed=is_set)
        least = int(where.bounds.get("min_length", 0))

        def of_size(size: int) -> list[object]:
            few = list(islice(self.variants(node.item, on_item), size if is_set else 1))
            return few if is_set else few * size

        fill = of_size(least)
        sizes = (2, *_sizes(where))
        singles = ([i, *fill[1:]] for i in self.variants(node.item, on_item))
        others = islice(self.variants(node.item, on_item), 1, None)
        pairs = ([*of_size(1), i, *fill[2:]] for i in others)
        longer = (of_size(size) for size in sizes)
        for made in chain([fill], in_turn([longer, singles, pairs])):
            try:
                yield collected(node.collection, made, where.bounds)
            except NoValueError:
                continue

    def tuples(self, items: Sequence[Node], where: Where) -> Iterator[object]:
        on_item = where.on(where.facing.items())
        try:
            base = [self.simplest(item, hashed=where.hashed) for item in items]
        except NoValueError:
            return
        yield tuple(base)
        yield from in_turn(
            (
                (*base[:place], value, *base[place + 1 :])
                for value in islice(self.variants(item, on_item), 1, None)
            )
            for place, item in enumerate(items)
        )

    def maps(self, node: Map, where: Where) -> Iterator[object]:
        on_key = where.on(where.facing.keys(), hashed=True)
        on_value = where.on(where.facing.values())
        least = int(where.bounds.get("min_length", 0))

        def keys() -> Iterator[object]:
            return filter(hashable, self.variants(node.key, on_key))

        def of_size(size: int) -> Pairs:
            first = islice(keys(), size)
            values = self.variants(node.value, on_value)
            return [(key, value) for value in islice(values, 1) for key in first]

        fill = of_size(least)
        first = of_size(1)
        by_value = (
            [(key, value), *fill[1:]]
            for key, _ in first
            for value in self.variants(node.value, on_value)
        )
        by_key = ([(key, value), *fill[1:]] for _, value in first for key in keys())
        longer = (of_size(size) for size in (2, *_sizes(where)))
        as_structs = self.as_structs(node, where)
        for made in chain([fill], in_turn([by_value, by_key, longer, as_structs])):
            mapping = dict(made)
            if samples.sized(mapping, where.bounds):
                yield mapping

    def as_structs(self, node: Map, where: Where) -> Iterator[Pairs]:
        """Yield dicts that have the fields of the structs that read them."""
        for struct in where.facing.structs():
            fields = [f for f in struct.fields if _may_be_key(node.key, f.name)]
            values = list(islice(self.variants(node.value, where.on(NOBODY)), 1))
            needed: Pairs = [
                (f.name, v) for v in values for f in fields if has_to_come(f)
            ]
            yield needed
            yield [(f.name, v) for v in values for f in fields]
            for field in fields:
                on_value = where.on(Facing((field.type,), where.facing.known))
                for value in self.variants(node.value, on_value):
                    yield [*needed, (field.name, value)]

    # Structs

    def structs(self, name: str, where: Where) -> Iterator[object]:
        try:
            yield self.simplest_struct(name)
        except NoValueError:
            return
        if where.inside.count(name) < 2:
            fields = self.types.models[name].fields
            yield from in_turn(self.varied(name, f, where) for f in fields)
            yield self.filled(name)

    def simplest_struct(self, name: str) -> Struct:
        return self.types.struct(name)(**self.needed(name))

    def needed(self, name: str) -> dict[str, object]:
        """Return the simplest values of the fields that have to come.

        Raises:
            NoValueError: none was found for one of them.
        """
        if name not in self.simple:
            if name in self.open:
                raise NoValueError
            self.open.append(name)
            try:
                self.simple[name] = {
                    field.attribute: self.simplest(field.type)
                    for field in self.types.models[name].fields
                    if has_to_come(field)
                }
            finally:
                self.open.pop()
        return self.simple[name]

    def varied(self, name: str, field: WireField, where: Where) -> Iterator[object]:
        """Yield structs that differ from the simplest in one field."""
        model = self.types.models[name]
        inside = Where(
            where.facing.field(model, field), {}, where.hashed, (*where.inside, name)
        )
        for value in self.variants(field.type, inside):
            yield self.with_field(name, field, value)

    def with_field(self, name: str, field: WireField, value: object) -> Struct:
        """Return the simplest struct that has this value."""
        given = {**self.needed(name), field.attribute: value}
        return self.types.struct(name)(**given)

    def filled(self, name: str) -> object:
        """Return a struct in which nothing is left out for which there is a value."""
        given = dict(self.needed(name))
        for field in self.types.models[name].fields:
            if field.attribute not in given:
                try:
                    given[field.attribute] = self.simplest(field.type)
                except NoValueError:
                    continue
        return self.types.struct(name)(**given)


def has_to_come(field: WireField) -> bool:
    """Return whether a writer cannot leave a field out."""
    return field.default is None and not field.optional


def in_turn(iterators: Iterable[Iterator[T]]) -> Iterator[T]:
    """Yield the first of each, then the second of each, and so on."""
    waiting = list(iterators)
    while waiting:
        left: list[Iterator[T]] = []
        for iterator in waiting:
            for value in iterator:
                yield value
                left.append(iterator)
                break
        waiting = left


def _sizes(where: Where) -> list[int]:
    return samples.sizes(where.bounds, where.facing.lengths(), _LONGEST)


def _may_be_key(node: Node, key: str) -> bool:
    match node:
        case Plain(name="str" | "Any"):
            return True
        case Bounded(type=Plain(name="str"), constraints=constraints):
            return samples.sized(key, constraints)
        case Values(names=(), open=False, values=values):
            return key in values
        case OneOf(members=members):
            return any(_may_be_key(member, key) for member in members)
    return False
