"""Whether the messages of a channel are framed for buffers: its type alone decides.

What several frames at once mean is then another thing: one message, not one for each. So two sides
of which only one has buffers on a channel cannot talk on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from runtime.wire_model import (
    Array,
    Bounded,
    Items,
    Map,
    Node,
    OneOf,
    Plain,
    Reference,
    WireChannel,
    WireModel,
    WireStruct,
)

Framing: TypeAlias = Literal["plain", "buffers"]

BUFFERS: Final = ("buffer", "writable_buffer")
"""The types of a catalogue that are sent without being copied."""


def framing_of(node: Node, structs: Mapping[str, WireStruct]) -> Framing:
    """Return how the messages of a type are framed.

    Raises:
        KeyError: a type mentions a struct that there is not.
    """
    waiting, seen = [node], set[str]()
    while waiting:
        match waiting.pop():
            case Plain(name=name) if name in BUFFERS:
                return "buffers"
            case Reference(name=name) if name not in seen:
                seen.add(name)
                waiting += (field.type for field in structs[name].fields)
            case other:
                waiting += _parts(other)
    return "plain"


def framings_differ(
    one: WireChannel, other: WireChannel, model: WireModel, another: WireModel
) -> bool:
    """Return whether two sides frame the messages of a channel differently."""
    return framing_of(one.type, model.structs) != framing_of(
        other.type, another.structs
    )


def _parts(node: Node) -> Iterator[Node]:
    match node:
        case Array(item=item):
            yield item
        case Items(items=parts) | OneOf(members=parts):
            yield from parts
        case Map(key=key, value=value):
            yield from (key, value)
        case Bounded(type=bare):
            yield bare
