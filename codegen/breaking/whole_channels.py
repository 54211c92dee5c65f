"""Whether the engine says worse of a channel as a whole than is known already.

Rule 1: what has not changed is left out.
Rule 2: nothing is computed that could not say worse. Where some messages are lost, one that arrives
shows that not all are. Where all is well, a channel is as good as the structs that have changed by
themselves: what holds them is no worse, unless it puts them where they have to be hashed.
"""

from __future__ import annotations

from collections.abc import Iterator

from runtime.evolution import channel_verdict
from runtime.verdicts import OK, Severity, Verdict
from runtime.wire_model import (
    Array,
    Map,
    Node,
    OneOf,
    Reference,
    WireChannel,
    WireModel,
    WireStruct,
)

from codegen.breaking.comparison import Comparison, Side, beyond
from codegen.breaking.differences import members
from codegen.breaking.modes import worst
from codegen.breaking.nodes import parts, references

_TRIED = 8


class OneWay:
    """The channels of a writer with one model, at a reader with another."""

    def __init__(self, writer: WireModel, reader: WireModel) -> None:
        self.writer, self.reader = writer, reader
        self.by_itself = {
            name
            for name in writer.structs.keys() | reader.structs.keys()
            if writer.structs.get(name) != reader.structs.get(name)
        }
        self.users = _users(writer, reader)
        self.changed = self.with_users(self.by_itself)
        self.calm: dict[str, bool] = {}

    def worse(
        self, sent: WireChannel, taken: WireChannel, told: Severity
    ) -> Verdict | None:
        """Return the verdict on a channel, if it is worse than what is told of it."""
        same = sent.type == taken.type
        touched = self.changed.intersection(references(sent.type))
        if told == "breaking" or (same and not touched):
            return None
        if told == "safe" and self.is_calm(sent.type, taken.type):
            return None
        if told == "dangerous" and self.some_arrive(sent.type, taken.type):
            return None
        writer, reader = self.writer, self.reader
        found = channel_verdict(writer, reader, sent.name)
        if worst([found.severity, told]) != told:
            found = beyond(found, channel_verdict(writer, writer, sent.name))
        return found if worst([found.severity, told]) != told else None

    def some_arrive(self, sent: Node, taken: Node) -> bool:
        """Return whether both sides have a struct of which some messages arrive, as far as is tried."""
        both = set(_names(sent)).intersection(_names(taken))
        if not both <= self.changed:
            return True
        return any(map(self.arrives, sorted(both)[:_TRIED]))

    def arrives(self, name: str) -> bool:
        one, other = self.writer.structs[name], self.reader.structs[name]
        if (one.tag, one.tag_field) != (other.tag, other.tag_field):
            return False
        return self.at_each_other(Reference(name)).outcome != "error"

    def is_calm(self, sent: Node, taken: Node) -> bool:
        """Return whether a channel can only be as good as the structs that have changed."""
        if isinstance(sent, OneOf) != isinstance(taken, OneOf):
            return False
        known = members(taken)
        if not all(member in known for member in members(sent)):
            return False
        if any(references(m) and not isinstance(m, Reference) for m in members(sent)):
            return False
        return all(map(self.is_safe, self.suspects(sent)))

    def suspects(self, node: Node) -> Iterator[str]:
        """Yield the structs below a type that may do harm."""
        waiting, seen = references(node), set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self.changed:
                continue
            seen.add(name)
            struct = self.writer.structs.get(name)
            if name in self.by_itself or struct is None or self.hashes(struct):
                yield name
            waiting += _parts(struct) if struct else []

    def is_safe(self, name: str) -> bool:
        if name not in self.calm:
            one = self.writer.structs.get(name)
            other = self.reader.structs.get(name)
            self.calm[name] = (
                one is not None
                and other is not None
                and (one.tag, one.tag_field) == (other.tag, other.tag_field)
                and self.at_each_other(Reference(name)).severity == "safe"
            )
        return self.calm[name]

    def at_each_other(self, node: Node) -> Verdict:
        sends = Side(node, self.writer.structs)
        return Comparison(Side(node, self.reader.structs), sends).forward()

    def hashes(self, struct: WireStruct) -> bool:
        """Return whether a struct puts what has changed where it has to be hashed."""
        return any(
            self.changed.intersection(_hashed(field.type)) for field in struct.fields
        )

    def with_users(self, names: set[str]) -> set[str]:
        """Return some structs, and all that hold them."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.users.get(name, [])
        return found


def _names(node: Node) -> list[str]:
    return [m.name for m in members(node) if isinstance(m, Reference)]


def _users(*models: WireModel) -> dict[str, list[str]]:
    """Return by whom each struct is held."""
    users: dict[str, list[str]] = {}
    for model in models:
        for name, struct in model.structs.items():
            for part in _parts(struct):
                users.setdefault(part, []).append(name)
    return users


def _parts(struct: WireStruct) -> list[str]:
    named = [name for field in struct.fields for name in references(field.type)]
    made = [field.default.factory for field in struct.fields if field.default]
    return [*named, *filter(None, made)]


def _hashed(node: Node) -> list[str]:
    """Return the structs that a type puts in a set or takes for keys."""
    match node:
        case Array(collection="set" | "frozenset", item=item):
            return references(item)
        case Map(key=key, value=value):
            return [*references(key), *_hashed(value)]
    return [name for part in parts(node) for name in _hashed(part)]


def untold(
    old: WireModel,
    new: WireModel,
    told: dict[str, tuple[Severity, Severity]],
) -> Iterator[tuple[WireChannel, Verdict, Verdict]]:
    """Yield the channels of which the engine says worse, with what it says forward and backward.

    Args:
        told: how bad each channel is known to be, forward and backward.
    """
    forward, backward = OneWay(new, old), OneWay(old, new)
    now = {channel.name: channel for channel in new.channels}
    for was in old.channels:
        other = now.get(was.name)
        if other is None or other.sender != was.sender:
            continue
        known = told.get(was.name, ("safe", "safe"))
        ahead = forward.worse(other, was, known[0])
        back = backward.worse(was, other, known[1])
        if ahead or back:
            yield other, ahead or OK, back or OK
