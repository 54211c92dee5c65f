"""What must never be used again: names, values and tags that once meant something.

Rule: what is removed without being reserved is free, and whoever takes it next is misread by the
versions that remember. No wire model knows of this; it takes both catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from runtime.verdicts import depends

from codegen.breaking.change import Change, Spot
from codegen.catalogue import Catalogue
from codegen.definitions import Alias, Enum, Record


class Reservations(Struct, frozen=True):
    """What a catalogue keeps from being used again."""

    names: Mapping[str, frozenset[str]]
    """The wire names of fields, by struct."""
    values: Mapping[str, frozenset[str | int]]
    """The values of enums, by enum."""
    tags: frozenset[str | int]
    """Of messages; those that a union with a name keeps to itself included."""


def reservations(catalogue: Catalogue) -> Reservations:
    """Return what a catalogue reserves."""
    names: dict[str, frozenset[str]] = {}
    values: dict[str, frozenset[str | int]] = {}
    tags = set(catalogue.reserved_tags)
    for definition in catalogue.definitions:
        match definition:
            case Record(name=name):
                names[name] = frozenset(definition.reserved)
            case Enum(name=name):
                values[name] = frozenset(definition.reserved)
            case Alias():
                tags.update(definition.reserved)
    return Reservations(names, values, frozenset(tags))


def renamed_members(enum: Enum | None) -> Mapping[str, str]:
    """Return what members of an enum were called before, by what they are called now."""
    return dict(enum.renamed_from) if enum else {}


def renamed_channels(old: Catalogue | None, new: Catalogue | None) -> dict[str, str]:
    """Return what channels are called now that were called something else."""
    if old is None or new is None:
        return {}
    known = {channel.name for channel in old.channels}
    return {c.renamed_from: c.name for c in new.channels if c.renamed_from in known}


def reservation_changes(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Yield what is free to be misused: gone but not reserved, reserved no longer, used again."""
    was, now = reservations(old), reservations(new)
    for before in old.definitions:
        match before, _successor(new, before):
            case Record() as record, Record() as successor:
                yield from _names(record, successor, was, now)
            case Enum() as enum, Enum() as other:
                yield from _values(enum, other, was, now)
    yield from _tags(old, new, was, now)


def _tags(
    old: Catalogue, new: Catalogue, was: Reservations, now: Reservations
) -> Iterator[Change]:
    owners = {d.tag: d.name for d in new.definitions if isinstance(d, Record)}
    tagged = [d for d in old.definitions if isinstance(d, Record) and d.tag is not None]
    for record in tagged:
        if record.tag not in owners.keys() | now.tags:
            spot = Spot("struct", record.name)
            yield Change("UNION_MEMBER_REMOVED_NOT_RESERVED", spot, None)
    for tag in sorted(was.tags - now.tags, key=str):
        if tag in owners:
            yield _reused("TAG_REUSED", None, Spot("struct", owners[tag]), tag)
        else:
            yield Change("RESERVED_REMOVED", None, None, detail=str(tag))


def _reused(kind: str, old: Spot | None, new: Spot, label: str | int) -> Change:
    lost = depends(new.told, f"what {label!r} once meant is not known here")
    return Change(kind, old, new, forward=lost, backward=lost)


def _successor(new: Catalogue, definition: object) -> object:
    """Return what a definition has become."""
    match definition:
        case Record(name=name):
            renamed = (
                d
                for d in new.definitions
                if isinstance(d, Record) and d.renamed_from == name
            )
            return new.by_name.get(name) or next(renamed, None)
        case Enum(name=name):
            return new.by_name.get(name)
    return None


def _names(
    old: Record, new: Record, was: Reservations, now: Reservations
) -> Iterator[Change]:
    kept, freed = now.names[new.name], was.names[old.name] - now.names[new.name]
    fields = {f.wire_name: f for f in new.fields}
    for gone in old.fields:
        if gone.wire_name not in fields and gone.wire_name not in kept:
            if old.array_like and new.array_like:
                continue
            spot = Spot("struct", old.name, gone.name)
            yield Change("FIELD_REMOVED_NOT_RESERVED", spot, Spot("struct", new.name))
    for name in sorted(freed):
        spot = Spot("struct", old.name)
        if name in fields:
            again = Spot("struct", new.name, fields[name].name)
            yield _reused("FIELD_NAME_REUSED", spot, again, name)
        else:
            there = Spot("struct", new.name)
            yield Change("RESERVED_REMOVED", spot, there, detail=name)


def _values(
    old: Enum, new: Enum, was: Reservations, now: Reservations
) -> Iterator[Change]:
    values = {value for _, value in new.members}
    kinds = {type(value) for _, value in (*old.members, *new.members)}
    if len(kinds) > 1:
        return
    kept = now.values[new.name]
    for name, value in old.members:
        if value not in values and value not in kept and name != old.unknown:
            spot = Spot("enum", old.name, name)
            kind = "ENUM_MEMBER_REMOVED_NOT_RESERVED"
            yield Change(kind, spot, Spot("enum", new.name))
    spots = Spot("enum", old.name), Spot("enum", new.name)
    owners = {value: name for name, value in new.members}
    for label in sorted(was.values[old.name] - kept, key=str):
        if label in owners:
            there = Spot("enum", new.name, owners[label])
            yield _reused("ENUM_VALUE_REUSED", spots[0], there, label)
        else:
            yield Change("RESERVED_REMOVED", *spots, detail=str(label))
