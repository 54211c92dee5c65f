"""What `python -m codegen breaking` calls the changes for which two versions refuse each other.

Rule 1: the engine decides; here a place of which it complains is looked up in both models, and what
has changed there gets its name. Where that is not sure, there is no name: the command knows.
Rule 2: a name tells what the newer side has done. Where versions do not say which that is, both
names are told.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from runtime.evolution import verdict
from runtime.shapes import required
from runtime.verdicts import Outcome, Reason
from runtime.wire_model import (
    Bounded,
    Node,
    OneOf,
    Reference,
    Values,
    WireField,
    WireModel,
    WireStruct,
)

_Names: TypeAlias = tuple[str, str]
"""If the writer is the newer side, and if the reader is; empty where it is not sure."""

_BY_OUTCOME: Final[dict[Outcome, str]] = {
    "error": "FIELD_TYPE_INCOMPATIBLE",
    "value_dependent": "FIELD_TYPE_NARROWED",
}

_TAG: Final = "(tag)"
_PATH: Final = r"(\w+)(?:\.(\w+|\(tag\)))?"
_DIGITS: Final = 9
"""Of a part of a version; more are of no version, and slow."""


def rule_names(
    reason: Reason, channel: str, writer: WireModel, reader: WireModel
) -> tuple[str, ...]:
    """Return the name for what has changed; two, if it depends on who is newer; perhaps none.

    Args:
        reason: why messages do not arrive on a channel.
        channel: the channel.
        writer: whose messages they are.
        reader: who is to read them.
    """
    path = inside(reason, channel)
    if_writer_newer, if_reader_newer = (
        _at(path, reason.outcome, writer, reader)
        if path
        else _of_channel(channel, writer, reader)
    )
    newer = _newer(writer, reader)
    if newer is None:
        both = dict.fromkeys((if_writer_newer, if_reader_newer))
        return tuple(filter(None, both))
    name = if_writer_newer if newer is writer else if_reader_newer
    return (name,) if name else ()


def inside(reason: Reason, channel: str) -> str:
    """Return where in a channel a reason stands; empty is the whole message."""
    return reason.path.removeprefix(channel).removeprefix(".")


def _of_channel(name: str, writer: WireModel, reader: WireModel) -> _Names:
    sent, read = (
        next((c.type for c in side.channels if c.name == name), None)
        for side in (writer, reader)
    )
    to_union, to_struct = "CHANNEL_STRUCT_TO_UNION", "CHANNEL_UNION_TO_STRUCT"
    match sent, read:
        case OneOf(), OneOf():
            return _either("")
        case Reference(), OneOf():
            return to_struct, to_union
        case OneOf(), Reference():
            return to_union, to_struct
    return _either("CHANNEL_TYPE_CHANGED")


def _at(path: str, outcome: Outcome, writer: WireModel, reader: WireModel) -> _Names:
    found = re.match(_PATH, path)
    sending, reading = (
        side.structs.get(found[1]) if found else None for side in (writer, reader)
    )
    if found is None or sending is None or reading is None:
        return _either("")
    if found[2] is None:
        swapped = None not in (sending.tag, reading.tag) and sending.tag != reading.tag
        return _either("TAG_SWAPPED" if swapped else "")
    names = _names(found[2], sending, reading)
    if names is not None:
        return names
    sent, read = _field(found[2], sending), _field(found[2], reading)
    match sent, read:
        case None, WireField() if required(read):
            return "FIELD_REMOVED_REQUIRED", "FIELD_ADDED_REQUIRED"
        case WireField(), None if reading.forbid_unknown_fields:
            forbids = "READER_FORBIDS_UNKNOWN"
            return f"FIELD_ADDED_{forbids}", f"FIELD_REMOVED_{forbids}"
        case WireField(), WireField() if sent.name != read.name:
            taken = {field.name for field in reading.fields}
            swapped = sent.name in taken
            return _either(
                "FIELD_WIRE_NAMES_SWAPPED" if swapped else "FIELD_WIRE_NAME_CHANGED"
            )
        case WireField(), WireField() if sent.type == read.type:
            absent = (sent.default, sent.optional) != (read.default, read.optional)
            return _either("FIELD_DEFAULT_CHANGED" if absent else "")
        case WireField(), WireField():
            return _either(_retyped(sent.type, read.type, outcome, writer, reader))
    return _either("")


def _names(what: str, writer: WireStruct, reader: WireStruct) -> _Names | None:
    """Return the names of what has changed in a struct as a whole; None if nothing has."""
    if writer.array_like != reader.array_like:
        return _either("ARRAY_LIKE_CHANGED")
    if writer.array_like and (writer.tag is None) != (reader.tag is None):
        removed, added = "TAG_REMOVED", "TAG_ADDED"
        return (removed, added) if writer.tag is None else (added, removed)
    if what == _TAG and None in (writer.tag, reader.tag):
        return _either("")
    if what == _TAG:
        same_kind = type(writer.tag) is type(reader.tag)
        return _either("TAG_CHANGED" if same_kind else "TAG_KIND_CHANGED")
    if writer.array_like:
        return _by_place(writer, reader)
    return None


def _by_place(writer: WireStruct, reader: WireStruct) -> _Names | None:
    was = [field.attribute for field in writer.fields]
    now = [field.attribute for field in reader.fields]
    if sorted(was) == sorted(now):
        return None if was == now else _either("ARRAY_FIELD_MOVED")
    if now[: len(was)] == was:
        return "ARRAY_FIELD_REMOVED_LAST", "ARRAY_FIELD_APPENDED_REQUIRED"
    if was[: len(now)] == now:
        return "ARRAY_FIELD_APPENDED_DEFAULT", "ARRAY_FIELD_REMOVED_LAST"
    if [name for name in was if name in now] == now:
        return "ARRAY_FIELD_INSERTED", "ARRAY_FIELD_REMOVED_INSIDE"
    if [name for name in now if name in was] == was:
        return "ARRAY_FIELD_REMOVED_INSIDE", "ARRAY_FIELD_INSERTED"
    return _either("")


def _retyped(
    sent: Node, read: Node, outcome: Outcome, writer: WireModel, reader: WireModel
) -> str:
    """Return the name for a field of another type."""
    (one, bounds), (other, limits) = _bounds(sent), _bounds(read)
    if one == other:
        zone = bounds.get("tz") != limits.get("tz")
        return "CONSTRAINT_TZ_CHANGED" if zone else "CONSTRAINT_DISJOINT"
    if isinstance(one, OneOf) or isinstance(other, OneOf):
        return ""
    if outcome == "error":
        return "FIELD_TYPE_INCOMPATIBLE"
    if isinstance(one, Values) or isinstance(other, Values):
        return ""
    back = verdict(read, sent, reader.structs, writer.structs).outcome
    return _BY_OUTCOME.get(back, "FIELD_TYPE_LOSSY")


def _bounds(node: Node) -> tuple[Node, dict[str, int | float | str | bool]]:
    return (node.type, node.constraints) if isinstance(node, Bounded) else (node, {})


def _field(attribute: str, struct: WireStruct) -> WireField | None:
    return next((f for f in struct.fields if f.attribute == attribute), None)


def _either(name: str) -> _Names:
    return name, name


def _newer(one: WireModel, other: WireModel) -> WireModel | None:
    """Return the one of the later version; None if that cannot be told."""
    first, second = _numbers(one.version), _numbers(other.version)
    if not (first and second) or first == second:
        return None
    return one if first > second else other


def _numbers(version: str) -> list[int]:
    """Return the numbers of a version, where it is made of nothing else."""
    if not re.fullmatch(
        rf"v?\d{{1,{_DIGITS}}}(\.\d{{1,{_DIGITS}}}){{0,9}}", version, re.ASCII
    ):
        return []
    numbers = [int(part) for part in version.removeprefix("v").split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers
