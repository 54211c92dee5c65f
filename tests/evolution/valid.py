"""Which random models a catalogue could have: those that msgspec makes decoders for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

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
    WireStruct,
)

from tests.evolution.random_models import Model, members

_ALONE = {
    "int": "integer",
    "float": "float",
    "bool": "bool",
    "None": "none",
    "Any": "any",
}


def valid(model: Model) -> bool:
    """Return whether msgspec takes all types of a model."""
    before = {struct.renamed_from for struct in model.structs.values()}
    return (
        before.isdisjoint(model.structs)
        and _type(model.type, model.structs)
        and all(_struct(struct, model.structs) for struct in model.structs.values())
    )


def _struct(struct: WireStruct, structs: Mapping[str, WireStruct]) -> bool:
    names = [field.name for field in struct.fields]
    names += [] if struct.tag is None else [struct.tag_field]
    if len(set(names)) < len(names) or not _remembers(struct):
        return False
    for field in struct.fields:
        raw = Plain("Raw") in members(field.type)
        if field.optional and (struct.array_like or raw):
            return False
        if not (_type(field.type, structs) and _made(field, structs, ())):
            return False
    return True


def _remembers(struct: WireStruct) -> bool:
    """Return whether what fields were called is nothing that another is called, or was."""
    before = [f.renamed_from for f in struct.fields if f.renamed_from]
    names = {field.attribute for field in struct.fields}
    return len(set(before)) == len(before) and names.isdisjoint(before)


def _made(
    field: WireField, structs: Mapping[str, WireStruct], inside: tuple[str, ...]
) -> bool:
    """Return whether a default that is a struct can be made without anything."""
    name = field.default.factory if field.default else ""
    if name not in structs:
        return True
    return name not in inside and all(
        (inner.default is not None or inner.optional)
        and _made(inner, structs, (*inside, name))
        for inner in structs[name].fields
    )


def _type(node: Node, structs: Mapping[str, WireStruct]) -> bool:
    match node:
        case Bounded(type=type):
            return _type(type, structs)
        case Array(collection=collection, item=item):
            in_set = collection in ("set", "frozenset")
            return _type(item, structs) and not (
                in_set and _unhashable(item, structs, set())
            )
        case Items(items=items):
            return all(_type(item, structs) for item in items)
        case Map(key=key, value=value):
            hashable = not _unhashable(key, structs, set())
            return hashable and _type(key, structs) and _type(value, structs)
        case OneOf(members=parts):
            return all(_type(p, structs) for p in parts) and _union(parts, structs)
        case Plain() | Values() | Reference():
            return True


def _union(parts: tuple[Node, ...], structs: Mapping[str, WireStruct]) -> bool:
    families = Counter(f for part in parts for f in _families(part, structs))
    if families["raw"] or any(isinstance(part, OneOf) for part in parts):
        return False
    if _mixed_up(parts):
        return False
    among = [structs[part.name] for part in parts if isinstance(part, Reference)]
    if len(among) > 1:
        tags = {
            (struct.tag_field, type(struct.tag), struct.array_like) for struct in among
        }
        values = {struct.tag for struct in among}
        if len(tags) > 1 or None in values or len(values) < len(among):
            return False
        family = "array" if among[0].array_like else "map"
        families[family] -= len(among) - 1
    return max(families.values()) == 1


def _mixed_up(parts: tuple[Node, ...]) -> bool:
    """Return whether msgspec (0.19 to 0.22) mixes up what it notes about the members of a union.

    It takes a bound for the length of a fixed tuple, or frees the type of an array's items for a
    pattern, and then reads memory that it should not.
    """
    bounds = [part.constraints.keys() for part in parts if isinstance(part, Bounded)]
    bare = [part.type if isinstance(part, Bounded) else part for part in parts]
    if any(isinstance(part, Items) for part in bare):
        return any(names - {"pattern", "tz"} for names in bounds)
    if any(isinstance(part, Array | Map) for part in bare):
        return any("pattern" in names for names in bounds)
    return False


def _families(node: Node, structs: Mapping[str, WireStruct]) -> Iterator[str]:
    match node:
        case Bounded(type=type):
            yield from _families(type, structs)
        case Plain(name=name):
            yield "raw" if name == "Raw" else _ALONE.get(name, "string")
        case Values(values=values):
            yield from {"string" if isinstance(v, str) else "integer" for v in values}
        case Array() | Items():
            yield "array"
        case Map():
            yield "map"
        case Reference(name=name):
            yield "array" if structs[name].array_like else "map"
        case OneOf():
            yield "union"


def _unhashable(node: Node, structs: Mapping[str, WireStruct], seen: set[str]) -> bool:
    match node:
        case Bounded(type=type):
            return _unhashable(type, structs, seen)
        case Array(collection=collection, item=item):
            return collection in ("list", "set") or _unhashable(item, structs, seen)
        case Map():
            return True
        case Items(items=parts) | OneOf(members=parts):
            return any(_unhashable(part, structs, seen) for part in parts)
        case Reference(name=name) if name not in seen:
            seen.add(name)
            fields = structs[name].fields
            return any(_unhashable(f.type, structs, seen) for f in fields)
        case _:
            return False
