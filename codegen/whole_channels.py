"""The engine's verdict on each channel as a whole, both ways.

Rule: what has not changed is left out. A channel of which nothing has is not judged, and a union is
judged by the messages that have changed, and two others.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from runtime.evolution import channel_verdict
from runtime.verdicts import Verdict
from runtime.wire_model import (
    Node,
    OneOf,
    Reference,
    WireChannel,
    WireModel,
    WireStruct,
)

from codegen.differences import one_of
from codegen.pairs import mentioned


class Whole(Struct, frozen=True):
    """A channel that both sides have, the same way round."""

    channel: WireChannel
    forward: Verdict
    backward: Verdict


def whole_channels(old: WireModel, new: WireModel) -> Iterator[Whole]:
    """Yield the verdicts on the channels in which something has changed."""
    changed = _changed(old, new)
    now = {channel.name: channel for channel in new.channels}
    for was in old.channels:
        other = now.get(was.name)
        if other is None or other.sender != was.sender:
            continue
        if was.type == other.type and not changed.intersection(mentioned(was.type)):
            continue
        same = _unchanged(was.type, other.type, changed)
        before = _with_type(old, was, _without(was.type, same))
        after = _with_type(new, other, _without(other.type, same))
        yield Whole(
            other,
            channel_verdict(after, before, was.name),
            channel_verdict(before, after, was.name),
        )


def _with_type(model: WireModel, channel: WireChannel, type: Node) -> WireModel:
    return replace(model, channels=(replace(channel, type=type),))


def _unchanged(old: Node, new: Node, changed: set[str]) -> frozenset[str]:
    """Return the members of two unions that are the same, but for two of them."""
    if not (isinstance(old, OneOf) and isinstance(new, OneOf)):
        return frozenset()
    one = {m.name for m in old.members if isinstance(m, Reference)}
    other = {m.name for m in new.members if isinstance(m, Reference)}
    return frozenset(sorted((one & other) - changed)[2:])


def _without(node: Node, names: frozenset[str]) -> Node:
    if not isinstance(node, OneOf):
        return node
    left = [
        m for m in node.members if not isinstance(m, Reference) or m.name not in names
    ]
    return one_of(left)


def _changed(old: WireModel, new: WireModel) -> set[str]:
    """Return the structs that are not the same on both sides, with all that they mention."""
    users: dict[str, list[str]] = {}
    for structs in (old.structs, new.structs):
        for name, struct in structs.items():
            for part in _parts(struct):
                users.setdefault(part, []).append(name)
    names = old.structs.keys() | new.structs.keys()
    waiting = [n for n in names if old.structs.get(n) != new.structs.get(n)]
    changed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in changed:
            changed.add(name)
            waiting += users.get(name, [])
    return changed


def _parts(struct: WireStruct) -> Iterator[str]:
    for field in struct.fields:
        yield from mentioned(field.type)
        if field.default is not None:
            yield field.default.factory
