"""Random messages that a conforming writer may send, the awkward ones above all.

Rule: a set is made as a tuple, which is the same on the wire and has an order; an empty one is made as
it is, since that is how msgspec knows a default.
"""

from __future__ import annotations

import random

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

from codegen.breaking import samples
from codegen.breaking.samples import Bounds
from codegen.breaking.wire_types import Types

_DEEPEST, _LONGEST = 4, 50


class NoValueError(Exception):
    """No value was found; there may be none."""


def hashable(value: object) -> bool:
    """Return whether Python can hash a value, and all that is inside."""
    try:
        hash(value)
    except TypeError:
        return False
    return True


def collected(name: str, items: list[object], bounds: Bounds) -> object:
    """Return a collection as it is put in a message.

    Raises:
        NoValueError: it is too short or too long, or has the same twice where it must not.
    """
    is_set = name in ("set", "frozenset")
    if is_set and not (all(map(hashable, items)) and len(set(items)) == len(items)):
        raise NoValueError
    if not samples.sized(items, bounds):
        raise NoValueError
    if name == "list":
        return items
    if items or name == "tuple":
        return tuple(items)
    return frozenset() if name == "frozenset" else set()


class Writer:
    """Makes messages of one side's types."""

    def __init__(self, types: Types, chance: random.Random) -> None:
        self.types = types
        self.chance = chance

    def value(self, node: Node, depth: int = 0, *, hashed: bool = False) -> object:
        """Return a value that conforms to the type.

        Raises:
            NoValueError: none was found.
        """
        return self.bounded(node, {}, depth, hashed)

    def bounded(self, node: Node, bounds: Bounds, depth: int, hashed: bool) -> object:
        match node:
            case Bounded(type=type, constraints=constraints):
                return self.bounded(type, constraints, depth, hashed)
            case OneOf(members=members):
                return self.member(members, bounds, depth, hashed)
            case Plain(name=name):
                return self.plain(name, bounds, depth, hashed)
            case Values():
                return self.one(self.types.members(node))
            case Array(collection=collection, item=item):
                return self.collection(collection, item, bounds, depth, hashed)
            case Items(items=items):
                return tuple(self.value(i, depth + 1, hashed=hashed) for i in items)
            case Map(key=key, value=value):
                return self.mapping(key, value, bounds, depth)
            case Reference(name=name):
                return self.struct(name, depth, hashed)

    def member(
        self, members: tuple[Node, ...], bounds: Bounds, depth: int, hashed: bool
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

    def plain(self, name: str, bounds: Bounds, depth: int, hashed: bool) -> object:
        if name == "Raw":
            return msgspec.Raw(msgspec.msgpack.encode(self.anything(depth)))
        if name == "Any":
            return self.hashable(depth) if hashed else self.anything(depth)
        return self.one(samples.plain(name, bounds))

    def one(self, values: list[object]) -> object:
        if not values:
            raise NoValueError
        return self.chance.choice(values)

    def collection(
        self, name: str, item: Node, bounds: Bounds, depth: int, hashed: bool
    ) -> object:
        in_set = name in ("set", "frozenset")
        made: list[object] = []
        for _ in range(self.size(bounds, depth)):
            try:
                found = self.value(item, depth + 1, hashed=hashed or in_set)
            except NoValueError:
                break
            if not (in_set and found in made):
                made.append(found)
        return collected(name, made, bounds)

    def mapping(self, key: Node, value: Node, bounds: Bounds, depth: int) -> object:
        made: dict[object, object] = {}
        for _ in range(self.size(bounds, depth)):
            try:
                found = self.value(key, depth + 1, hashed=True)
                made[found] = self.value(value, depth + 1)
            except (NoValueError, TypeError):
                break
        if not samples.sized(made, bounds):
            raise NoValueError
        return made

    def size(self, bounds: Bounds, depth: int) -> int:
        least, most = int(bounds.get("min_length", 0)), int(bounds.get("max_length", 4))
        most = max(least, min(most, _LONGEST))
        if depth >= _DEEPEST:
            return least
        return self.chance.choice((least, least, most, min(least + 1, most), most))

    def struct(self, name: str, depth: int, hashed: bool) -> object:
        if depth > 3 * _DEEPEST:
            raise NoValueError
        given: dict[str, object] = {}
        for field in self.types.models[name].fields:
            if self.left_out(field, depth):
                continue
            try:
                made = self.value(field.type, depth + 1, hashed=hashed)
            except NoValueError:
                if field.default is None and not field.optional:
                    raise
                continue
            given[field.attribute] = made
        return self.types.struct(name)(**given)

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
        keys = samples.plain("str", {})
        return {self.chance.choice(keys): part for part in parts}

    def hashable(self, depth: int) -> object:
        parts = [self.anything(_DEEPEST) for _ in range(self.chance.randrange(3))]
        return self.chance.choice((*parts, tuple(parts), "a", 1))


def as_sent(frame: bytes, decoder: msgspec.msgpack.Decoder[object]) -> object:
    """Return a message as its writer has it.

    Raises:
        NoValueError: no writer would have sent this, whose own decoder makes something else of it.
    """
    try:
        message = decoder.decode(frame)
    except Exception as error:  # whatever msgspec raises, it does not conform
        raise NoValueError from error
    if len(msgspec.msgpack.encode(message)) != len(frame):
        raise NoValueError
    return message
