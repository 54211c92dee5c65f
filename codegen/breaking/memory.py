"""What must never be used again: names, values and tags that once meant something.

Rule: what is removed without being reserved is free, and whoever takes it next is misread by the
versions that remember. No wire model knows of this; it takes both catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from runtime.verdicts import depends

from codegen.breaking.change import Change, Spot
from codegen.catalogue import Catalogue
from codegen.definitions import Enum, Record


class Reservations(Struct, frozen=True):
    """What a catalogue keeps from being used again."""

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The wire names of fields, by struct."""
    values: Mapping[str, frozenset[str | int]] = field(default_factory=dict)
    """The values of enums, by enum."""
    tags: frozenset[str | int] = frozenset()


def reservations(catalogue: Catalogue) -> Reservations:
    """Return what a catalogue reserves. The language has no word yet for values and tags."""
    records = (d for d in catalogue.definitions if isinstance(d, Record))
    return Reservations({r.name: frozenset(r.reserved) for r in records})


def renamed_members(enum: Enum | None) -> Mapping[str, str]:
    """Return what members of an enum were called before. The language has no word for it yet."""
    return {}


def reservation_changes(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Yield what is free to be misused: gone but not reserved, reserved no longer, used again."""
    was, now = reservations(old), reservations(new)
    for before in old.definitions:
        match before, _successor(new, before):
            case Record() as record, Record() as successor:
                yield from _names(record, successor, was, now)
            case Enum() as enum, Enum() as other:
                yield from _values(enum, other, was, now)
    tags = {d.tag for d in new.definitions if isinstance(d, Record)}
    for definition in old.definitions:
        if isinstance(definition, Record) and definition.tag is not None:
            free = definition.tag not in tags | now.tags
            if free:
                spot = Spot("struct", definition.name)
                yield Change("UNION_MEMBER_REMOVED_NOT_RESERVED", spot, None)
    for tag in sorted(map(str, was.tags - now.tags - tags)):
        yield Change("RESERVED_REMOVED", None, None, detail=tag)


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
            lost = depends(again.told, f"what {name!r} once carried is not known here")
            yield Change("FIELD_NAME_REUSED", spot, again, forward=lost, backward=lost)
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
    kept = now.values.get(new.name, frozenset())
    for name, value in old.members:
        if value not in values and value not in kept and name != old.unknown:
            spot = Spot("enum", old.name, name)
            kind = "ENUM_MEMBER_REMOVED_NOT_RESERVED"
            yield Change(kind, spot, Spot("enum", new.name))
    for value in sorted(map(str, was.values.get(old.name, frozenset()) - kept)):
        yield Change(
            "RESERVED_REMOVED",
            Spot("enum", old.name),
            Spot("enum", new.name),
            detail=value,
        )
