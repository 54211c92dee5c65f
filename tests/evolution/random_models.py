"""Random types and structs of a wire model, and random changes to them.

Names, tags and values come from small pools, so that two models have much in common by chance.
"""

from __future__ import annotations

import random
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from runtime.wire_model import (
    Array,
    Bounded,
    Default,
    Items,
    Map,
    Node,
    OneOf,
    Plain,
    Reference,
    Values,
    WireField,
    WireStruct,
)

Bounds: TypeAlias = dict[str, int | float | str | bool]

_STRUCTS = ("P", "Q", "R")
_NAMES = ("a", "b", "c", "d")
_WIRE_NAMES = (*_NAMES, "type", "kind")
_FLAT = (
    "bool", "int", "int", "float", "str", "str", "bytes", "datetime", "date", "time",
    "timedelta", "UUID", "Decimal", "None",
)  # fmt: skip
_FAMILIES: dict[str, tuple[str, ...]] = {
    "string": (
        "str",
        "bytes",
        "datetime",
        "date",
        "time",
        "timedelta",
        "UUID",
        "Decimal",
    ),
    "integer": ("int",),
    "float": ("float",),
    "bool": ("bool",),
    "none": ("None",),
}
_NEAR: dict[str, tuple[str, ...]] = {
    "int": ("float", "float", "Decimal", "str", "bool"),
    "float": ("Decimal", "int"),
    "bool": ("int", "Any"),
    "str": ("date", "UUID", "Decimal", "bytes", "datetime"),
    "bytes": ("UUID", "str"),
    "date": ("str", "datetime"),
    "datetime": ("str", "date", "Any"),
    "time": ("str", "timedelta"),
    "timedelta": ("str",),
    "UUID": ("str", "bytes"),
    "Decimal": ("str", "float", "UUID"),
    "Any": ("int", "Raw"),
}
_COLLECTIONS = ("list", "list", "set", "frozenset", "tuple")
_DEFAULTS: dict[str, tuple[object, ...]] = {
    "bool": (True, False),
    "int": (0, 1, 2, 1000, 2**60 + 1),
    "float": (0.0, 1.0, 1.5, {"float": "inf"}),
    "str": ("", "a", "type"),
    "date": ("2024-01-01",),
    "Decimal": ("1", "1.50"),
    "UUID": ("12345678-1234-5678-1234-567812345678",),
    "None": (None,),
    "Any": (None, 0, 1, "a", True),
    "bytes": ("YQ==",),
    "datetime": ("2024-01-01T00:00:00Z",),
    "time": ("12:00:00",),
    "timedelta": ("PT1S",),
}


class Model(Struct, frozen=True):
    """A type and the structs that it may mention."""

    type: Node
    structs: dict[str, WireStruct]


class Maker:
    """Makes models and changes them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def model(self) -> Model:
        names = self.chance.sample(_STRUCTS, self.chance.choice((0, 1, 2, 2, 3)))
        structs = {name: self.struct(name, names) for name in names}
        if names and self.often(0.7):
            return Model(Reference(self.chance.choice(names)), structs)
        return Model(self.node(names, 0), structs)

    # Types

    def node(self, names: list[str], depth: int) -> Node:
        pick = self.chance.random()
        if depth >= 3 or pick < 0.35:
            return self.bounded(Plain(self.chance.choice(_FLAT)))
        if pick < 0.5 and names:
            return Reference(self.chance.choice(names))
        if pick < 0.6:
            return self.values()
        if pick < 0.65:
            return Plain(self.chance.choice(("Any", "Any", "Raw")))
        if pick < 0.8:
            return self.union(names, depth)
        return self.container(names, depth)

    def container(self, names: list[str], depth: int) -> Node:
        pick = self.chance.random()
        if pick < 0.25:
            key = self.hashable(names, depth + 1)
            made: Node = Map(key, self.node(names, depth + 1))
        elif pick < 0.4:
            count = self.chance.randrange(4)
            return Items(tuple(self.node(names, depth + 1) for _ in range(count)))
        else:
            collection = self.chance.choice(_COLLECTIONS)
            item = self.node(names, depth + 1)
            if collection in ("set", "frozenset"):
                item = self.hashable(names, depth + 1)
            made = array(collection, item)
        return self.bounded(made)

    def hashable(self, names: list[str], depth: int) -> Node:
        pick = self.chance.random()
        if pick < 0.1 and names:
            return Reference(self.chance.choice(names))
        if pick < 0.3:
            return self.values()
        if pick < 0.35:
            return Plain("Any")
        if pick < 0.45 and depth < 3:
            count = self.chance.randrange(3)
            return Items(tuple(self.hashable(names, depth + 1) for _ in range(count)))
        if pick < 0.5 and depth < 3:
            return Array("frozenset", self.hashable(names, depth + 1))
        return self.bounded(Plain(self.chance.choice(_FLAT)))

    def values(self) -> Values:
        pool: tuple[str | int, ...] = self.chance.choice(
            (("a", "b", "c", "type", "2024-01-01"), (0, 1, 2, 3, 2**53 + 1), (1, 2, 3))
        )
        chosen = tuple(self.chance.sample(pool, self.chance.randrange(1, 4)))
        if self.often(0.4):
            return Values(chosen)
        names = tuple(self.chance.sample("ABCD", len(chosen)))
        if self.often(0.3):
            unknown: str | int = -1 if isinstance(chosen[0], int) else "UNKNOWN"
            if self.often(0.2):
                unknown = next((v for v in pool if v not in chosen), unknown)
            return Values(chosen, open=True, names=names, unknown=unknown)
        return Values(chosen, names=names)

    def union(self, names: list[str], depth: int) -> Node:
        families = self.chance.sample(list(_FAMILIES), self.chance.randrange(1, 4))
        members: list[Node] = [
            self.bounded(Plain(self.chance.choice(_FAMILIES[family])))
            for family in families
        ]
        if self.often(0.2):
            members.append(self.values())
        if names and self.often(0.5):
            count = self.chance.randrange(1, len(names) + 1)
            members += map(Reference, self.chance.sample(names, count))
        if self.often(0.3):
            members.append(self.container(names, depth + 1))
        return members[0] if len(members) == 1 else OneOf(tuple(members))

    def bounded(self, node: Node) -> Node:
        bounds = self.bounds(node) if self.often(0.25) else {}
        return Bounded(node, bounds) if bounds else node

    def bounds(self, node: Node) -> Bounds:
        made: Bounds = {}
        match node:
            case Plain(name="int" | "float" as name):
                low, high = sorted(self.chance.sample((-2, 0, 1, 2, 5, 10, 2**53), 2))
                half = 0.5 if name == "float" and self.often(0.3) else 0
                if self.often(0.5):
                    made[self.chance.choice(("ge", "gt"))] = low + half
                if self.often(0.5):
                    made[self.chance.choice(("le", "lt"))] = high + half
                if self.often(0.3):
                    made["multiple_of"] = self.chance.choice((2, 3, 4))
            case Plain(name="str" | "bytes") | Map() | Array():
                least, most = sorted(self.chance.choices((0, 1, 2, 4, 10, 16, 36), k=2))
                if self.often(0.5):
                    made["min_length"] = least
                if self.often(0.5):
                    made["max_length"] = most
                if node == Plain("str") and self.often(0.2):
                    made["pattern"] = self.chance.choice(("^[a-z]*$", "a", "^$"))
            case Plain(name="datetime" | "time"):
                made["tz"] = self.often(0.5)
        return made

    # Structs

    def struct(self, name: str, names: list[str]) -> WireStruct:
        attributes = self.chance.sample(_NAMES, self.chance.choice((0, 1, 2, 3, 4)))
        made = WireStruct(
            name=name,
            fields=tuple(self.field(attribute, names) for attribute in attributes),
            array_like=self.often(0.25),
            forbid_unknown_fields=self.often(0.2),
            omit_defaults=self.often(0.35),
        )
        return self.tagged(made) if self.often(0.6) else made

    def tagged(self, struct: WireStruct) -> WireStruct:
        tag: str | int = struct.name
        if self.often(0.3):
            tag = self.chance.choice(("P", "Q", "a", 1, 2))
        tag_field = "kind" if self.often(0.1) else "type"
        return replace(struct, tag=tag, tag_field=tag_field)

    def field(self, attribute: str, names: list[str]) -> WireField:
        wire = self.chance.choice(_WIRE_NAMES) if self.often(0.1) else attribute
        field = WireField(wire, attribute, self.node(names, 1))
        return self.defaulted(field) if self.often(0.5) else field

    def defaulted(self, field: WireField) -> WireField:
        """Give a field a default that fits, or let it be absent."""
        bare = replace(field, default=None, optional=False)
        if self.often(0.3):
            return replace(bare, optional=True)
        for node in members(field.type):
            match node:
                case Plain(name="str") if self.often(0.1):
                    return replace(bare, default=Default(factory="secrets.token_hex"))
                case Plain(name="float") if self.often(0.1):
                    return replace(bare, default=Default(factory="time.time"))
                case Plain(name=name) if name in _DEFAULTS:
                    default = Default(self.chance.choice(_DEFAULTS[name]))
                    return replace(bare, default=default)
                case Values(values=values):
                    return replace(bare, default=Default(self.chance.choice(values)))
                case Array(collection="tuple" | "frozenset") | Items() if (
                    literal := self.literal(node)
                ):
                    return replace(bare, default=Default(literal[0]))
                case Reference(name=name) if self.often(0.4):
                    return replace(bare, default=Default(factory=name))
                case Array(collection="list" | "set" | "frozenset" as collection):
                    return replace(bare, default=Default(factory=collection))
                case Map():
                    return replace(bare, default=Default(factory="dict"))
        return bare

    def literal(self, node: Node) -> tuple[object] | None:
        """Return a default that a catalogue can spell, told as JSON has it; None if there is none."""
        parts: list[Node] = []
        match node:
            case Plain(name=name) if name in _DEFAULTS:
                return (self.chance.choice(_DEFAULTS[name]),)
            case Values(values=values):
                return (self.chance.choice(values),)
            case Array(collection="tuple" | "frozenset", item=item):
                parts = [item] * self.chance.choice((0, 0, 1, 2))
            case Items(items=items):
                parts += items
            case _:
                return None
        made = [self.literal(part) for part in parts]
        told = [one[0] for one in made if one]
        return (told,) if len(told) == len(made) else None

    # Changes

    def changed(self, model: Model) -> Model:
        names, reached = list(model.structs), reached_from(model)
        if not reached or self.often(0.15):
            return Model(self.other(model.type, names), model.structs)
        name = self.chance.choice(reached)
        struct = self.other_struct(model.structs[name], names)
        if self.often(0.08):
            told = name if self.often(0.5) else ""
            return renamed(model, name, self.chance.choice((*_STRUCTS, "S")), told)
        return Model(model.type, {**model.structs, name: struct})

    def other(self, node: Node, names: list[str]) -> Node:
        """Return a type that is a little different."""
        pick = self.chance.random()
        if pick < 0.1:
            return self.node(names, 1)
        if pick < 0.2:
            return OneOf((*members(node), Plain("None")))
        match node:
            case Bounded(type=inner):
                bounds = self.bounds(inner)
                return Bounded(inner, bounds) if bounds and self.often(0.7) else inner
            case OneOf(members=parts):
                kept = list(parts)
                place = self.chance.randrange(len(kept))
                kept[place : place + 1] = [self.other(kept[place], names)][
                    : self.chance.randrange(2)
                ]
                return OneOf(tuple(kept)) if len(kept) > 1 else kept[0]
            case Array(collection=collection, item=item):
                if self.often(0.4):
                    return array(self.chance.choice(_COLLECTIONS), item)
                return array(collection, self.other(item, names))
            case Items(items=items) if items and self.often(0.8):
                place = self.chance.randrange(len(items))
                if self.often(0.3):
                    return Items(items[:place] + items[place + 1 :])
                changed = self.other(items[place], names)
                return Items((*items[:place], changed, *items[place + 1 :]))
            case Map(key=key, value=value):
                if self.often(0.5):
                    return Map(self.hashable(names, 2), value)
                return Map(key, self.other(value, names))
            case Values():
                return self.values()
            case Plain(name=name) if self.often(0.5):
                near = {
                    "int": "float",
                    "float": "Decimal",
                    "date": "str",
                    "str": "date",
                }
                return Plain(near.get(name, "Any"))
        return self.bounded(node)

    def other_struct(self, struct: WireStruct, names: list[str]) -> WireStruct:
        pick = self.chance.randrange(17)
        fields = list(struct.fields)
        place = self.chance.randrange(len(fields)) if fields else 0
        match pick:
            case 0:
                return replace(struct, array_like=not struct.array_like)
            case 1:
                flag = not struct.forbid_unknown_fields
                return replace(struct, forbid_unknown_fields=flag)
            case 2:
                return replace(struct, omit_defaults=not struct.omit_defaults)
            case 3:
                return self.tagged(struct)
            case 4:
                return replace(struct, tag=None, tag_field="")
            case 5 | 6 if len(fields) < 4:
                free = [n for n in _NAMES if n not in {f.attribute for f in fields}]
                fields.insert(place, self.field(free[0], names))
            case 7 if fields:
                del fields[place]
            case 8 if fields:
                self.chance.shuffle(fields)
            case 9 if fields:
                fields[place] = replace(
                    fields[place], name=self.chance.choice(_WIRE_NAMES)
                )
            case 10 if fields:
                fields[place] = self.defaulted(fields[place])
            case 11 | 12 if len(fields) > 1:
                self.exchange(fields)
            case 13 | 14 if 0 < len(fields) < 4:
                fields[place] = self.renamed_field(fields[place], fields)
            case _ if fields:
                changed = self.other(fields[place].type, names)
                fields[place] = replace(fields[place], type=changed)
                if fields[place].default is not None:
                    fields[place] = self.defaulted(fields[place])
        return replace(struct, fields=tuple(fields))

    def renamed_field(self, field: WireField, fields: list[WireField]) -> WireField:
        """Return a field under another name in Python, and on the wire too as often as not."""
        free = [n for n in _NAMES if n not in {f.attribute for f in fields}]
        new = self.chance.choice(free)
        told = field.attribute if self.often(0.7) else ""
        wire = new if self.often(0.5) else field.name
        return replace(field, attribute=new, name=wire, renamed_from=told)

    def exchange(self, fields: list[WireField]) -> None:
        """Let two fields have each other's name, in Python or on the wire."""
        i, j = self.chance.sample(range(len(fields)), 2)
        one, other = fields[i], fields[j]
        if self.often(0.5):
            fields[i] = replace(one, name=other.name)
            fields[j] = replace(other, name=one.name)
        else:
            fields[i] = replace(one, attribute=other.attribute)
            fields[j] = replace(other, attribute=one.attribute)


def reached_from(model: Model) -> list[str]:
    """Return the structs that the type of a model mentions, and those that they mention."""
    found: dict[str, None] = {}
    waiting = [model.type]
    while waiting:
        match waiting.pop():
            case Reference(name=name) if name not in found:
                found[name] = None
                waiting += [field.type for field in model.structs[name].fields]
            case Array(item=inner) | Bounded(type=inner):
                waiting.append(inner)
            case Items(items=parts) | OneOf(members=parts):
                waiting += parts
            case Map(key=key, value=value):
                waiting += [key, value]
    return list(found)


def array(collection: str, item: Node) -> Array:
    match collection:
        case "list" | "set" | "frozenset" | "tuple":
            return Array(collection, item)
    raise ValueError(collection)


def members(node: Node) -> tuple[Node, ...]:
    return node.members if isinstance(node, OneOf) else (node,)


def renamed(model: Model, old: str, new: str, told: str) -> Model:
    """Return the model with one struct under another name, if that is free.

    Args:
        told: what the struct says that its name was.
    """
    if new in model.structs:
        return model
    structs = {
        new if name == old else name: replace(
            struct,
            name=new if name == old else name,
            renamed_from=told if name == old else struct.renamed_from,
            fields=tuple(
                replace(
                    field,
                    type=_mentions(field.type, old, new),
                    default=_made_by(field.default, old, new),
                )
                for field in struct.fields
            ),
        )
        for name, struct in model.structs.items()
    }
    return Model(_mentions(model.type, old, new), structs)


def _made_by(default: Default | None, old: str, new: str) -> Default | None:
    return Default(factory=new) if default == Default(factory=old) else default


def _mentions(node: Node, old: str, new: str) -> Node:
    match node:
        case Reference(name=name):
            return Reference(new) if name == old else node
        case Array(item=item):
            return replace(node, item=_mentions(item, old, new))
        case Items(items=items):
            return Items(tuple(_mentions(item, old, new) for item in items))
        case Map(key=key, value=value):
            return Map(_mentions(key, old, new), _mentions(value, old, new))
        case OneOf(members=parts):
            return OneOf(tuple(_mentions(part, old, new) for part in parts))
        case Bounded(type=type, constraints=constraints):
            return Bounded(_mentions(type, old, new), constraints)
        case Plain() | Values():
            return node
