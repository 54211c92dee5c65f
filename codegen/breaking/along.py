"""Messages that have a certain struct inside: everything that leads there is filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

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
)

from codegen.breaking import samples
from codegen.breaking.conforming import NoValueError, collected, hashable
from codegen.breaking.directed import Directed
from codegen.breaking.nodes import references
from codegen.breaking.routes import Step
from codegen.breaking.variation import Where

End: TypeAlias = Callable[[Step, Where], Iterator[object]]
"""Makes what stands at the end of a way."""


class Along:
    """Makes messages that go one way."""

    def __init__(self, directed: Directed, end: End) -> None:
        self.directed = directed
        self.end = end

    def values(
        self, node: Node, where: Where, steps: Sequence[Step]
    ) -> Iterator[object]:
        """Yield values of a type that go these steps.

        Raises:
            NoValueError: there is no value for something beside the way.
        """
        match node:
            case Bounded(type=type, constraints=constraints):
                bounded = Where(where.facing, constraints, where.hashed)
                yield from self.values(type, bounded, steps)
            case OneOf(members=members):
                place = _leading(members, steps)
                yield from self.values(members[place], where, steps)
            case Array():
                yield from self.arrays(node, where, steps)
            case Items(items=items):
                yield from self.tuples(items, where, steps)
            case Map():
                yield from self.maps(node, where, steps)
            case Reference(name=name):
                yield from self.structs(name, where, steps)
            case Plain() | Values():
                raise NoValueError

    def arrays(
        self, node: Array, where: Where, steps: Sequence[Step]
    ) -> Iterator[object]:
        """Yield arrays with one such item; with two, for what is seen only in comparison."""
        is_set = node.collection in ("set", "frozenset")
        on_item = where.on(where.facing.items(), hashed=is_set)
        least = int(where.bounds.get("min_length", 0))
        few = list(islice(self.values(node.item, on_item, steps), max(least, 1)))
        fill = few if is_set else few[:1] * least
        for item in self.values(node.item, on_item, steps):
            for made in ([item, *fill[1:]], [*few[:1], item, *fill[2:]]):
                try:
                    yield collected(node.collection, made, where.bounds)
                except NoValueError:
                    continue

    def tuples(
        self, items: Sequence[Node], where: Where, steps: Sequence[Step]
    ) -> Iterator[object]:
        place = _leading(items, steps)
        base = [
            None if i == place else self.directed.simplest(item, hashed=where.hashed)
            for i, item in enumerate(items)
        ]
        on_item = where.on(where.facing.items())
        for value in self.values(items[place], on_item, steps):
            yield (*base[:place], value, *base[place + 1 :])

    def maps(self, node: Map, where: Where, steps: Sequence[Step]) -> Iterator[object]:
        least = int(where.bounds.get("min_length", 0))
        on_key = where.on(where.facing.keys(), hashed=True)
        on_value = where.on(where.facing.values())
        in_value = _leading((node.value, node.key), steps) == 0
        known = filter(hashable, self.directed.variants(node.key, on_key))
        keys = list(islice(known, max(least, 1)))
        if in_value:
            values = self.values(node.value, on_value, steps)
            made = (dict.fromkeys(keys, value) for value in values)
        else:
            value = self.directed.simplest(node.value)
            inside = filter(hashable, self.values(node.key, on_key, steps))
            made = (dict.fromkeys([key, *keys[1:]], value) for key in inside)
        yield from (one for one in made if samples.sized(one, where.bounds))

    def structs(
        self, name: str, where: Where, steps: Sequence[Step]
    ) -> Iterator[object]:
        step = steps[0]
        if len(steps) == 1:
            yield from self.end(step, where)
            return
        model = self.directed.types.models[name]
        field = next(f for f in model.fields if f.attribute == step.field)
        inside = where.on(where.facing.field(model, field))
        for value in self.values(field.type, inside, steps[1:]):
            if made := self.directed.with_field(name, field, value):
                yield made


def _leading(nodes: Sequence[Node], steps: Sequence[Step]) -> int:
    """Return the first of several types that leads to where the next step begins."""
    for place, node in enumerate(nodes):
        if steps[0].struct in references(node):
            return place
    raise NoValueError


def at_the_end(directed: Directed) -> End:
    """Return what makes structs in which one thing at a time is varied, or one field only."""

    def made(step: Step, where: Where) -> Iterator[object]:
        model = directed.types.models[step.struct]
        for field in model.fields:
            if field.attribute == step.field:
                yield directed.simplest_struct(step.struct)
                yield from directed.varied(step.struct, field, where)
                return
        yield from directed.structs(step.struct, where)

    return made
