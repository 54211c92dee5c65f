"""What changes for those who write Python on top of the generated package, whatever the wire says.

Rule 1: what the package exports decides: names, attributes, annotations as a type checker sees them,
arguments that have to be given. Constraints are for readers, not for checkers.
Rule 2: every generated struct is frozen and keyword-only, in both versions.
"""

from __future__ import annotations

from collections.abc import Iterator

from codegen import types
from codegen.breaking.change import Change, Spot
from codegen.breaking.memory import renamed_channels
from codegen.catalogue import Catalogue, Channel
from codegen.definitions import Alias, Enum, Field, Newtype, Record
from codegen.spelling import type_source
from codegen.types import Bounded, Reference, Type


def source_changes(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Yield what somebody who uses the package has to change."""
    heirs = _heirs(old, new)
    for name, before in old.by_name.items():
        after = new.by_name.get(heirs.get(name, name))
        match before, after:
            case Record() as was, Record() as now:
                if was.name != now.name:
                    yield Change("MESSAGE_RENAMED", _spot(was), _spot(now))
                yield from _fields(was, now, old, new, heirs)
            case Record() as was, _:
                yield Change("MESSAGE_REMOVED", _spot(was), None)
            case Enum() as was, Enum() as now:
                yield from _members(was, now)
            case Newtype(type=one), Newtype(type=other):
                if _source(one, old, heirs) != _source(other, new, {}):
                    told = f"{_source(one, old, {})} became {_source(other, new, {})}"
                    spots = Spot("struct", name), Spot("struct", name)
                    yield Change("FIELD_ANNOTATION_CHANGED", *spots, detail=told)
            case _, _ if type(before) is not type(after):
                yield Change("ALIAS_REMOVED", Spot("struct", name), None)
    yield from _unions(old, new, heirs)
    yield from _channels(old, new)


def _heirs(old: Catalogue, new: Catalogue) -> dict[str, str]:
    """Return what structs are called now that were called something else."""
    return {
        d.renamed_from: d.name
        for d in new.definitions
        if isinstance(d, Record) and d.renamed_from in old.by_name
    }


def _spot(record: Record, field: Field | None = None) -> Spot:
    return Spot("struct", record.name, field.name if field else "")


def _fields(
    was: Record,
    now: Record,
    old: Catalogue,
    new: Catalogue,
    heirs: dict[str, str],
) -> Iterator[Change]:
    by_name = {field.name: field for field in now.fields}
    known = {field.name for field in was.fields}
    passed_on: set[str] = set()
    for place, field in enumerate(was.fields):
        same = by_name.get(field.name)
        if same is None:
            heir = _heir(field, place, was, now, known)
            if heir:
                passed_on.add(heir.name)
            kind = "FIELD_ATTRIBUTE_RENAMED" if heir else "FIELD_ATTRIBUTE_REMOVED"
            there = _spot(now, heir)
            yield Change(kind, _spot(was, field), there)
            same = heir
        if same is None:
            continue
        spots = _spot(was, field), _spot(now, same)
        if not _plainly_alike(field, same):
            one, other = _annotation(field, old, heirs), _annotation(same, new, {})
            if one != other:
                told = f"{_annotation(field, old, {})} became {other}"
                yield Change("FIELD_ANNOTATION_CHANGED", *spots, detail=told)
        if same.required and not field.required:
            yield Change("CONSTRUCTOR_ARGUMENT_REQUIRED", *spots)
    for field in now.fields:
        if field.name not in known | passed_on and field.required:
            there = _spot(now, field)
            yield Change("CONSTRUCTOR_ARGUMENT_REQUIRED", _spot(was), there)


def _heir(
    field: Field, place: int, was: Record, now: Record, known: set[str]
) -> Field | None:
    """Return the field that goes on under another name."""
    for other in now.fields:
        if other.renamed_from == field.name:
            return other
        if other.wire_name == field.wire_name and other.name not in known:
            return other
    if was.array_like and now.array_like and len(was.fields) == len(now.fields):
        other = now.fields[place]
        return other if other.name not in known else None
    return None


def _plainly_alike(field: Field, same: Field) -> bool:
    """Return whether two annotations are one, whatever names mean in either catalogue."""
    is_type = field.type == same.type and field.optional == same.optional
    return is_type and not types.references(field.type)


def _annotation(field: Field, catalogue: Catalogue, heirs: dict[str, str]) -> str:
    source = _source(field.type, catalogue, heirs)
    return f"{source} | UnsetType" if field.optional else source


def _source(type: Type, catalogue: Catalogue, heirs: dict[str, str]) -> str:
    """Return a type as the checker sees it: aliases opened, constraints left out."""
    return type_source(_opened(type, catalogue, heirs))


def _opened(type: Type, catalogue: Catalogue, heirs: dict[str, str]) -> Type:
    def inside(part: Type) -> Type:
        return _opened(part, catalogue, heirs)

    match type:
        case Bounded(type=bare):
            return inside(bare)
        case Reference(name=name):
            definition = catalogue.by_name.get(name)
            if isinstance(definition, Alias):
                return inside(definition.type)
            return Reference(heirs.get(name, name))
        case types.Collection(kind=kind, item=item):
            return types.Collection(kind, inside(item))
        case types.VariableTuple(item=item):
            return types.VariableTuple(inside(item))
        case types.FixedTuple(items=items):
            return types.FixedTuple(tuple(map(inside, items)))
        case types.Mapping(key=key, value=value):
            return types.Mapping(inside(key), inside(value))
        case types.Union(members=members):
            return types.union([inside(member) for member in members])
    return type


def _members(was: Enum, now: Enum) -> Iterator[Change]:
    names = {name for name, _ in now.members}
    for name, _ in was.members:
        if name not in names:
            kind = "ENUM_MEMBER_REMOVED_OR_RENAMED"
            yield Change(kind, Spot("enum", was.name, name), Spot("enum", now.name))


def _unions(old: Catalogue, new: Catalogue, heirs: dict[str, str]) -> Iterator[Change]:
    """Yield members that a `match` over what a channel carries, or over an alias, does not know."""
    pairs: list[tuple[Spot, Type, Type]] = []
    now = {channel.name: channel for channel in new.channels}
    renamed = renamed_channels(old, new)
    for channel in old.channels:
        if other := now.get(renamed.get(channel.name, channel.name)):
            spot = Spot("channel", other.name)
            pairs.append((spot, channel.type, other.type))
    for name, before in old.by_name.items():
        after = new.by_name.get(name)
        if isinstance(before, Alias) and isinstance(after, Alias):
            pairs.append((Spot("struct", name), before.type, after.type))
    for spot, one, two in pairs:
        known, now_known = _alternatives(one, old, heirs), _alternatives(two, new, {})
        added = [m for m in now_known if m not in known]
        if added and set(known) & set(now_known):
            told = ", ".join(added)
            yield Change("UNION_MEMBER_ADDED_EXHAUSTIVE", spot, spot, detail=told)


def _alternatives(type: Type, catalogue: Catalogue, heirs: dict[str, str]) -> list[str]:
    opened = _opened(type, catalogue, heirs)
    members = opened.members if isinstance(opened, types.Union) else (opened,)
    return [type_source(member) for member in members]


def _channels(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    now = {channel.name: channel for channel in new.channels}
    renamed = renamed_channels(old, new)
    for channel in old.channels:
        other = now.get(renamed.get(channel.name, channel.name))
        spot = Spot("channel", channel.name)
        there = Spot("channel", other.name) if other else None
        gone = _accessors(channel, old) - (_accessors(other, old) if other else set())
        if gone:
            told = ", ".join(sorted(gone))
            yield Change("CHANNEL_ACCESSOR_RENAMED", spot, there, detail=told)
        if other and channel.alias and not other.alias:
            yield Change("ALIAS_REMOVED", spot, spot, detail=channel.alias)
    for was, role in ((old.binder, new.binder), (old.connector, new.connector)):
        if was.class_name != role.class_name:
            told = f"{was.class_name} became {role.class_name}"
            yield Change("CHANNEL_ACCESSOR_RENAMED", None, None, detail=told)


def _accessors(channel: Channel, catalogue: Catalogue) -> set[str]:
    """Return how a user gets at a channel, in a catalogue's names for the roles."""
    sides = [catalogue.binder.class_name, catalogue.connector.class_name]
    sends, receives = sides if channel.sender.binds else reversed(sides)
    none = " | None" if channel.platforms else ""
    return {
        f"{sends}.{channel.name}: {channel.push}{none}",
        f"{receives}.{channel.name}: {channel.pull}{none}",
    }
