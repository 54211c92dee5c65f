"""Collections in which one thing at a time is varied: a member, a key, how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias

from runtime.wire_model import Array, Bounded, Map, Node, OneOf, Plain, Values

from codegen.breaking import samples
from codegen.breaking.conforming import NoValueError, collected, hashable
from codegen.breaking.facing import NOBODY, Facing
from codegen.breaking.variation import Variants, Where, has_to_come, in_turn

Pairs: TypeAlias = list[tuple[object, object]]

_LONGEST = 1000
"""Of a collection."""


def simplest(variants: Variants, node: Node, *, hashed: bool = False) -> object:
    """Return the simplest value of a type.

    Raises:
        NoValueError: none was found.
    """
    for value in variants(node, Where(NOBODY, hashed=hashed)):
        return value
    raise NoValueError


def arrays(variants: Variants, node: Array, where: Where) -> Iterator[object]:
    """Yield lists, sets and tuples of any length."""
    is_set = node.collection in ("set", "frozenset")
    on_item = where.on(where.facing.items(), hashed=is_set)
    least = int(where.bounds.get("min_length", 0))

    def of_size(size: int) -> list[object]:
        few = list(islice(variants(node.item, on_item), size if is_set else 1))
        return few if is_set else few * size

    fill = of_size(least)
    sizes = (2, *_sizes(where))
    singles = ([i, *fill[1:]] for i in variants(node.item, on_item))
    others = islice(variants(node.item, on_item), 1, None)
    pairs = ([*of_size(1), i, *fill[2:]] for i in others)
    longer = (of_size(size) for size in sizes)
    for made in chain([fill], in_turn([longer, singles, pairs])):
        try:
            yield collected(node.collection, made, where.bounds)
        except NoValueError:
            continue


def tuples(variants: Variants, items: Sequence[Node], where: Where) -> Iterator[object]:
    """Yield tuples with a type for each place."""
    on_item = where.on(where.facing.items())
    try:
        base = [simplest(variants, item, hashed=where.hashed) for item in items]
    except NoValueError:
        return
    yield tuple(base)
    yield from in_turn(
        (
            (*base[:place], value, *base[place + 1 :])
            for value in islice(variants(item, on_item), 1, None)
        )
        for place, item in enumerate(items)
    )


def maps(variants: Variants, node: Map, where: Where) -> Iterator[object]:
    """Yield dicts, those that a struct could be read from among them."""
    on_key = where.on(where.facing.keys(), hashed=True)
    on_value = where.on(where.facing.values())
    least = int(where.bounds.get("min_length", 0))

    def keys() -> Iterator[object]:
        return filter(hashable, variants(node.key, on_key))

    def of_size(size: int) -> Pairs:
        first = islice(keys(), size)
        values = variants(node.value, on_value)
        return [(key, value) for value in islice(values, 1) for key in first]

    fill = of_size(least)
    first = of_size(1)
    by_value = (
        [(key, value), *fill[1:]]
        for key, _ in first
        for value in variants(node.value, on_value)
    )
    by_key = ([(key, value), *fill[1:]] for _, value in first for key in keys())
    longer = (of_size(size) for size in (2, *_sizes(where)))
    as_structs = _as_structs(variants, node, where)
    for made in chain([fill], in_turn([by_value, by_key, longer, as_structs])):
        mapping = dict(made)
        if samples.sized(mapping, where.bounds):
            yield mapping


def _as_structs(variants: Variants, node: Map, where: Where) -> Iterator[Pairs]:
    """Yield dicts that have the fields of the structs that read them."""
    for struct in where.facing.structs():
        fields = [f for f in struct.fields if _may_be_key(node.key, f.name)]
        values = list(islice(variants(node.value, where.on(NOBODY)), 1))
        needed: Pairs = [(f.name, v) for v in values for f in fields if has_to_come(f)]
        yield needed
        yield [(f.name, v) for v in values for f in fields]
        for field in fields:
            on_value = where.on(Facing((field.type,), where.facing.known))
            for value in variants(node.value, on_value):
                yield [*needed, (field.name, value)]


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
