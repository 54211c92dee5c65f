"""Where things stand in a catalogue, and what its enums are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from runtime.wire_model import Values

from codegen import document, types
from codegen.breaking.change import Spot
from codegen.breaking.versions import Version
from codegen.catalogue import Catalogue
from codegen.definitions import Alias, Enum, Newtype, Record
from codegen.tables import Located
from codegen.types import Type


class Place(Struct, frozen=True):
    """A place in a file: line and column, both from 1."""

    file: str
    line: int
    column: int


def place_of(version: Version, spot: Spot | None) -> Place | None:
    """Return where a thing stands; None for a version that has no places."""
    if spot is None or version.document is None:
        return None
    located = _located(version.document, spot)
    if located is None:
        return None
    return Place(version.file, located.position.line, located.position.column)


def _located(
    written: document.Document, spot: Spot
) -> Located[str] | Located[str | int] | None:
    for channel in written.channels if spot.of == "channel" else ():
        if channel.name.value == spot.name:
            carried = channel.carries if isinstance(channel.carries, tuple) else ()
            part = (member for member in carried if member.value == spot.part)
            return next(part, channel.name)
    for definition in written.definitions:
        if definition.name.value == spot.name:
            return _part(definition, spot.part) or definition.name
    return None


def _part(
    definition: document.Definition, part: str
) -> Located[str] | Located[str | int] | None:
    match definition:
        case document.Record(fields=fields):
            return next((f.name for f in fields if f.name.value == part), None)
        case document.Enum(members=members):
            for name, value in members:
                if part in (name.value if name else None, str(value.value).upper()):
                    return name or value
        case document.Union(members=union_members):
            return next((m for m in union_members if m.value == part), None)
    return None


def enum_at(version: Version, spot: Spot, values: Values) -> Enum | None:
    """Return the enum that a field or channel mentions and that has these values."""
    if version.catalogue is None:
        return None
    wanted = set(values.names)
    for enum in _enums(version.catalogue, _type_at(version.catalogue, spot)):
        if {name for name, _ in enum.members} - {enum.unknown} == wanted:
            return enum
    return None


def users_of(catalogue: Catalogue, name: str) -> Iterator[Spot]:
    """Yield the fields and channels whose type mentions an enum."""
    for definition in catalogue.definitions:
        for field in definition.fields if isinstance(definition, Record) else ():
            if name in (enum.name for enum in _enums(catalogue, field.type)):
                yield Spot("struct", definition.name, field.name)
    for channel in catalogue.channels:
        if name in (enum.name for enum in _enums(catalogue, channel.type)):
            yield Spot("channel", channel.name)


def _type_at(catalogue: Catalogue, spot: Spot) -> Type | None:
    if spot.of == "channel":
        found = (c.type for c in catalogue.channels if c.name == spot.name)
        return next(found, None)
    record = catalogue.by_name.get(spot.name)
    fields = record.fields if isinstance(record, Record) else ()
    return next((f.type for f in fields if f.name == spot.part), None)


def _enums(catalogue: Catalogue, type: Type | None) -> Iterator[Enum]:
    """Yield the enums that a type mentions, also by way of newtypes and aliases."""
    names: Mapping[str, None] = dict.fromkeys(types.references(type) if type else ())
    for name in names:
        match catalogue.by_name.get(name):
            case Enum() as enum:
                yield enum
            case Newtype(type=inner) | Alias(type=inner):
                yield from _enums(catalogue, inner)
