"""What becomes of a channel's messages, where there are many kinds of them.

Rule: messages with tags meet only those of the same tag, so a great union is judged a few members at
a time, and what comes of it is what comes of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec.structs import replace
from runtime.evolution import channel_verdict
from runtime.verdicts import OK, Verdict, either
from runtime.wire_model import (
    Node,
    OneOf,
    Plain,
    Reference,
    Values,
    WireChannel,
    WireModel,
)

from codegen.breaking.differences import members, one_of

Part: TypeAlias = tuple[Node, Node]
"""Some of what is sent, and of what is taken all that it may meet."""

_FEW = 16


def crowd_verdicts(
    writer: WireModel, reader: WireModel, name: str, unchanged: frozenset[str]
) -> Iterator[Verdict]:
    """Yield what the engine says of a channel, part by part; `whole` makes one of them.

    Args:
        unchanged: structs that are the same on both sides, with all that they mention.
    """
    sent, taken = _channel(writer, name), _channel(reader, name)
    if unchanged.intersection(_names(sent.type), _names(taken.type)):
        yield OK
    for some, others in _parts(writer, reader, sent.type, taken.type, unchanged):
        yield channel_verdict(
            _with(writer, sent, some), _with(reader, taken, others), name
        )


def whole(found: Iterable[Verdict]) -> Verdict:
    """Return the verdict on a channel of which these are the parts."""
    return either(found)


def _channel(model: WireModel, name: str) -> WireChannel:
    return next(channel for channel in model.channels if channel.name == name)


def _with(model: WireModel, channel: WireChannel, type: Node) -> WireModel:
    return replace(model, channels=(replace(channel, type=type),))


def _names(node: Node) -> list[str]:
    return [m.name for m in members(node) if isinstance(m, Reference)]


def _parts(
    writer: WireModel,
    reader: WireModel,
    sent: Node,
    taken: Node,
    unchanged: frozenset[str],
) -> Iterator[Part]:
    if not _tags_decide(writer, reader, sent, taken):
        yield sent, taken
        return
    readers = _names(taken)
    by_tag = {reader.structs[name].tag: name for name in readers}
    same = unchanged.intersection(readers)
    writers = [name for name in _names(sent) if name not in same]
    rest = [m for m in members(sent) if not isinstance(m, Reference)]
    others = [m for m in members(taken) if not isinstance(m, Reference)]
    for start in range(0, len(writers) or bool(rest), _FEW):
        some = writers[start : start + _FEW]
        met = {by_tag.get(writer.structs[name].tag) for name in some}
        met |= set(readers[:3])
        sends = [*map(Reference, some), *([] if start else rest)]
        takes = [*(Reference(name) for name in readers if name in met), *others]
        yield one_of(sends), one_of(takes)


def _tags_decide(writer: WireModel, reader: WireModel, sent: Node, taken: Node) -> bool:
    """Return whether every struct is told by a tag, all in the same place."""
    if not (isinstance(sent, OneOf) and isinstance(taken, OneOf)):
        return False
    structs = [writer.structs[name] for name in _names(sent)]
    structs += [reader.structs[name] for name in _names(taken)]
    places = {(s.tag_field, s.array_like, type(s.tag)) for s in structs}
    rest = [
        m for m in (*members(sent), *members(taken)) if not isinstance(m, Reference)
    ]
    return (
        len(places) == 1
        and all(struct.tag is not None for struct in structs)
        and len(_names(taken)) > 1
        and all(isinstance(m, Values) or m in _SCALARS for m in rest)
    )


_SCALARS = tuple(map(Plain, ("None", "bool", "int", "float", "str", "bytes")))
