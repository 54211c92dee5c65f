"""Conforming values in which one thing at a time is varied, the simplest first.

Rule 1: what need not be there is left out, until it is its turn.
Rule 2: a struct inside itself is varied once more, and no deeper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from codegen.breaking.conforming import NoValueError
from codegen.breaking.containers import arrays, maps, simplest, tuples
from codegen.breaking.variation import Where, has_to_come, in_turn
from codegen.breaking.wire_types import Types


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
        return simplest(self.variants, node, hashed=hashed)

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
                yield from arrays(self.variants, node, where)
            case Items(items=items):
                yield from tuples(self.variants, items, where)
            case Map():
                yield from maps(self.variants, node, where)
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
