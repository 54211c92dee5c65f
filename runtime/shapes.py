"""A struct as what it sends and what it asks for, field by field.

Rule 1: fields are matched by their names on the wire, those of an array by their places.
Rule 2: names in Python do not travel, but tell what is meant: a name that the other side knows for
something else means that something else is read. A name that it does not know was renamed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from msgspec import Struct
from runtime.wire_model import Node, Values, WireField, WireStruct

_EMPTY: dict[str, object] = {"list": [], "set": [], "frozenset": [], "dict": {}}


class Sent(Struct, frozen=True):
    """A field as its writer sends it, or its tag."""

    wire_name: str
    node: Node
    field: WireField | None
    """None for the tag."""
    omitted: Literal["never", "default", "absent"] = "never"
    """It may be left out: where it has its default, or where it is absent."""


def sent_fields(struct: WireStruct) -> list[Sent]:
    """Return what a struct puts on the wire, in the order of an array: the tag first."""
    fields = [Sent(f.name, f.type, f, _omitted(struct, f)) for f in struct.fields]
    if struct.tag is None:
        return fields
    return [Sent(struct.tag_field, Values((struct.tag,)), None), *fields]


def _omitted(
    struct: WireStruct, field: WireField
) -> Literal["never", "default", "absent"]:
    if struct.array_like:
        return "never"
    if field.optional:
        return "absent"
    default = field.default
    known = default is not None and default.factory in ("", *_EMPTY)
    return "default" if struct.omit_defaults and known else "never"


def required(field: WireField) -> bool:
    """Return whether a reader insists on a field."""
    return field.default is None and not field.optional


def same_when_absent(sent: WireField, read: WireField) -> bool:
    """Return whether a field that was left out means to the reader what it means to the writer."""
    if sent.optional or read.optional:
        return sent.optional and read.optional
    one, other = _value(sent), _value(read)
    return one is not None and other is not None and _equal(one[0], other[0])


def _value(field: WireField) -> tuple[object] | None:
    """Return the default of a field, if it is the same each time."""
    if field.default is None:
        return None
    if field.default.factory:
        made = _EMPTY.get(field.default.factory)
        return None if made is None else (made,)
    return (field.default.value,)


def _equal(one: object, other: object) -> bool:
    """Return whether two values are the same in JSON, where `true` is not `1`."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            _equal(value, other[key]) for key, value in one.items()
        )
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def names(things: Iterable[WireField | WireStruct]) -> set[str]:
    """Return what Python calls or has called fields, or structs."""
    return {name for one in things for name in (_name(one), one.renamed_from)} - {""}


def means_another(
    sent: WireField | WireStruct,
    read: WireField | WireStruct,
    of_writer: Collection[str],
    of_reader: Collection[str],
) -> bool:
    """Return whether what is sent as one thing is read as another that has a place of its own.

    Args:
        of_writer: the names that the writer has, or had, for its things.
        of_reader: those of the reader.
    """
    was, now = _name(sent), _name(read)
    if was == now or read.renamed_from == was or sent.renamed_from == now:
        return False
    ours, theirs = names([sent]), names([read])
    return any(name in of_reader for name in ours - theirs) or any(
        name in of_writer for name in theirs - ours
    )


def loss_of(sent: WireField, reader: WireStruct) -> Literal["dropped", "altered"]:
    """Return what it is to the reader that a field does not reach it.

    It is dropped if the reader never knew it, altered if the reader looks for it somewhere else.
    """
    for field in reader.fields:
        if sent.attribute in (field.attribute, field.renamed_from):
            return "altered"
        if sent.renamed_from == field.attribute:
            return "altered"
    return "dropped"


def _name(thing: WireField | WireStruct) -> str:
    return thing.attribute if isinstance(thing, WireField) else thing.name
