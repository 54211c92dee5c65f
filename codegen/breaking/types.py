"""How one type differs from another: the innermost places where they do.

Rule: structs are not entered; that two of them stand in the same place is noted, with the way there,
and whether every message takes it: there is no union, container or null on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from runtime.wire_model import (
    Array,
    Bounded,
    Items,
    Map,
    Node,
    OneOf,
    Reference,
    Values,
)

from codegen.breaking.differences import (
    Around,
    Difference,
    Kind,
    Meets,
    Way,
    alike,
    bounds,
    inside_bounds,
)
from codegen.breaking.pairs import Known
from codegen.breaking.unions import union_changes


def compared(old: Node, new: Node, known: Known) -> Iterator[Meets | Difference]:
    """Yield how two types differ, and which structs meet in them."""
    yield from _Walk(known).nodes(old, new, lambda node: node, Way())


class _Walk:
    def __init__(self, known: Known) -> None:
        self.known = known

    def nodes(
        self, old: Node, new: Node, around: Around, way: Way
    ) -> Iterator[Meets | Difference]:
        match old, new:
            case (OneOf(), _) | (_, OneOf()):
                yield from union_changes(old, new, around, way, self.known, self.nodes)
            case (Bounded(), _) | (_, Bounded()):
                yield from self.bounded(old, new, around, way)
            case Reference(name=was), Reference(name=now):
                met = Meets(was, now, way, around(old))
                if self.known.same(was, now):
                    yield met
                    return
                yield self.difference("reference", old, new, around, way)
                if self.known.replaced(was, now):
                    yield met
            case Values(), Values():
                if old != new:
                    kind: Kind = "type" if _strangers(old, new) else "values"
                    yield self.difference(kind, old, new, around, way)
            case Array(collection=collection), Array():
                if collection != new.collection:
                    after = around(Array(new.collection, old.item))
                    yield Difference("type", way, old, new, around(old), after)
                yield from self.nodes(
                    old.item,
                    new.item,
                    lambda node: around(Array(collection, node)),
                    way.into("[]"),
                )
            case Items(items=ones), Items(items=others) if len(ones) == len(others):
                for place, (one, other) in enumerate(zip(ones, others, strict=True)):
                    inside = _in_items(ones, place, around)
                    yield from self.nodes(one, other, inside, way.slot(place))
            case Map(key=k1, value=v1), Map(key=k2, value=v2):
                yield from self.nodes(
                    k1, k2, lambda node: around(Map(node, v1)), way.into("{key}")
                )
                yield from self.nodes(
                    v1, v2, lambda node: around(Map(k1, node)), way.into("{}")
                )
            case _ if old != new:
                yield self.difference("type", old, new, around, way)

    def bounded(
        self, old: Node, new: Node, around: Around, way: Way
    ) -> Iterator[Meets | Difference]:
        was, now = inside_bounds(old), inside_bounds(new)
        if not alike(was, now):
            yield self.difference("type", old, new, around, way)
            return
        if bounds(old) != bounds(new):
            after = around(_within(was, new))
            yield Difference("constraint", way, old, new, around(old), after)
        yield from self.nodes(was, now, lambda node: around(_within(node, old)), way)

    def difference(
        self, kind: Kind, old: Node, new: Node, around: Around, way: Way
    ) -> Difference:
        return Difference(kind, way, old, new, around(old), around(new))


def _within(node: Node, other: Node) -> Node:
    """Return a type with the constraints that another has."""
    return Bounded(node, other.constraints) if isinstance(other, Bounded) else node


def _in_items(items: tuple[Node, ...], place: int, around: Around) -> Around:
    return lambda node: around(Items((*items[:place], node, *items[place + 1 :])))


def _strangers(old: Values, new: Values) -> bool:
    """Return whether two choices of values, of which one has no names, have no value in common."""
    if (old.names and new.names) or old.open or new.open:
        return False
    return not any(_same(one, other) for one in old.values for other in new.values)


def _same(one: str | int, other: str | int) -> bool:
    return isinstance(one, str) == isinstance(other, str) and one == other
