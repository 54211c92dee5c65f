"""What `python -m codegen breaking` calls the changes for which two versions refuse each other.

Rule 1: the engine decides; here a place of which it complains is looked up in both models, and what
has changed there gets its name. Where that is not sure, there is no name: the command knows.
Rule 2: a name tells what the newer side has done. Where versions do not say which that is, both
names are told.
"""

from __future__ import annotations

import re
from typing import Final

from runtime.framing import framing_of
from runtime.shapes import required
from runtime.type_changes import Names, either, members, retyped
from runtime.verdicts import Reason
from runtime.wire_model import (
    Node,
    OneOf,
    Reference,
    WireField,
    WireModel,
    WireStruct,
)

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
        _at(path, reason, channel, writer, reader)
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


def _of_channel(name: str, writer: WireModel, reader: WireModel) -> Names:
    sent, read = _carried(name, writer), _carried(name, reader)
    to_union, to_struct = "CHANNEL_STRUCT_TO_UNION", "CHANNEL_UNION_TO_STRUCT"
    if (
        sent
        and read
        and framing_of(sent, writer.structs) != framing_of(read, reader.structs)
    ):
        return either("CHANNEL_FRAMING_CHANGED")
    match sent, read:
        case OneOf(), OneOf():
            strangers = _tags(sent, writer).isdisjoint(_tags(read, reader))
            return either("CHANNEL_TYPE_CHANGED" if strangers else "")
        case Reference(), OneOf():
            return to_struct, to_union
        case OneOf(), Reference():
            return to_union, to_struct
    return either("CHANNEL_TYPE_CHANGED")


def _carried(channel: str, model: WireModel) -> Node | None:
    return next((c.type for c in model.channels if c.name == channel), None)


def _tags(union: Node, model: WireModel) -> set[str | int | None]:
    """Return the names of the structs in a union, and their tags."""
    names = {node.name for node in members(union) if isinstance(node, Reference)}
    return names | {model.structs[name].tag for name in names}


def _at(
    path: str, reason: Reason, channel: str, writer: WireModel, reader: WireModel
) -> Names:
    found = re.match(_PATH, path)
    sending, reading = (
        side.structs.get(found[1]) if found else None for side in (writer, reader)
    )
    if found is None or reading is None:
        return either("")
    if found[2] is None:
        return _of_struct(reading, sending, channel, writer, reader)
    if sending is None:
        return either("")
    names = _names(found[2], sending, reading)
    if names is not None:
        return names
    sent, read = _field(found[2], sending), _field(found[2], reading)
    match sent, read:
        case None, WireField() if required(read):
            return "FIELD_REMOVED_REQUIRED", "FIELD_ADDED_REQUIRED"
        case WireField(), None:
            return _unread(sent, sending, reading)
        case WireField(), WireField() if sent.name != read.name:
            taken = {field.name for field in reading.fields}
            swapped = sent.name in taken
            return either(
                "FIELD_WIRE_NAMES_SWAPPED" if swapped else "FIELD_WIRE_NAME_CHANGED"
            )
        case WireField(), WireField() if sent.type == read.type:
            absent = (sent.default, sent.optional) != (read.default, read.optional)
            return either("FIELD_DEFAULT_CHANGED" if absent else "")
        case WireField(), WireField():
            return retyped(sent.type, read.type, reason.outcome, writer, reader)
    return either("")


def _of_struct(
    read: WireStruct,
    sent: WireStruct | None,
    channel: str,
    writer: WireModel,
    reader: WireModel,
) -> Names:
    """Return the name for a struct that is read from another one."""
    if sent is not None and None not in (sent.tag, read.tag) and sent.tag != read.tag:
        return either("TAG_SWAPPED")
    carried = _carried(channel, writer), _carried(channel, reader)
    match carried:
        case OneOf(), Reference(name=name) if name == read.name:
            return _of_channel(channel, writer, reader)
    return either("")


def _unread(sent: WireField, writer: WireStruct, reader: WireStruct) -> Names:
    """Return the name for a field that the reader has no place for."""
    if reader.forbid_unknown_fields:
        forbids = "READER_FORBIDS_UNKNOWN"
        return f"FIELD_ADDED_{forbids}", f"FIELD_REMOVED_{forbids}"
    names = {field.name for field in writer.fields}
    more = [field for field in reader.fields if field.name not in names]
    if any(sent.attribute == field.renamed_from for field in more) or any(
        sent.renamed_from == field.attribute for field in more
    ):
        return either("FIELD_WIRE_NAME_CHANGED")
    if any(field.type == sent.type and not required(field) for field in more):
        return either("")  # it may have been renamed
    needs = "REQUIRED" if required(sent) else "DEFAULT"
    return f"FIELD_ADDED_{needs}", f"FIELD_REMOVED_{needs}"


def _names(what: str, writer: WireStruct, reader: WireStruct) -> Names | None:
    """Return the names of what has changed in a struct as a whole; None if nothing has."""
    if writer.array_like != reader.array_like:
        return either("ARRAY_LIKE_CHANGED")
    if writer.array_like and (writer.tag is None) != (reader.tag is None):
        removed, added = "TAG_REMOVED", "TAG_ADDED"
        return (removed, added) if writer.tag is None else (added, removed)
    if what == _TAG and None in (writer.tag, reader.tag):
        return either("")
    if what == _TAG:
        same_kind = type(writer.tag) is type(reader.tag)
        return either("TAG_CHANGED" if same_kind else "TAG_KIND_CHANGED")
    if writer.array_like:
        return _by_place(writer, reader)
    return None


def _by_place(writer: WireStruct, reader: WireStruct) -> Names | None:
    was = [field.attribute for field in writer.fields]
    now = [field.attribute for field in reader.fields]
    if sorted(was) == sorted(now):
        return None if was == now else either("ARRAY_FIELD_MOVED")
    if now[: len(was)] == was:
        return "ARRAY_FIELD_REMOVED_LAST", "ARRAY_FIELD_APPENDED_REQUIRED"
    if was[: len(now)] == now:
        return "ARRAY_FIELD_APPENDED_DEFAULT", "ARRAY_FIELD_REMOVED_LAST"
    if [name for name in was if name in now] == now:
        return "ARRAY_FIELD_INSERTED", "ARRAY_FIELD_REMOVED_INSIDE"
    if [name for name in now if name in was] == was:
        return "ARRAY_FIELD_REMOVED_INSIDE", "ARRAY_FIELD_INSERTED"
    return either("")


def _field(attribute: str, struct: WireStruct) -> WireField | None:
    return next((f for f in struct.fields if f.attribute == attribute), None)


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
