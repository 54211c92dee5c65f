"""What two wire models are told apart by before anybody compares them.

Two channels with the same fingerprint have the same bytes for the same message, and read them the
same way. Docs, names that only Python sees, the order of fields and of a union's members, capacities
and policies, the name of the catalogue and its version do not matter to it.

Rule 1: to the fingerprint, a struct is what it holds, whatever it is called.
Rule 2: where two names have changed places the bytes are the same, and mean something else. So what
Python calls things has a digest of its own: who differs in that alone is asked for his model, too.
"""

from __future__ import annotations

import hashlib
from typing import assert_never

from msgspec import json
from runtime.wire_model import (
    Array,
    Bounded,
    Default,
    Items,
    Map,
    Node,
    OneOf,
    Plain,
    Reference,
    Values,
    WireChannel,
    WireStruct,
)


def fingerprints(
    channels: tuple[WireChannel, ...], structs: dict[str, WireStruct]
) -> tuple[str, dict[str, str]]:
    """Return the fingerprint of the whole and those of the channels, as 64 hexadecimal digits."""
    by_channel = {
        channel.name: _digest(
            [channel.name, channel.sender, _Canonical(structs).node(channel.type)]
        )
        for channel in channels
    }
    return _digest(sorted(by_channel.items())), by_channel


def names(
    channels: tuple[WireChannel, ...], structs: dict[str, WireStruct]
) -> dict[str, str]:
    """Return the digest of what Python calls what is on each channel, as 64 hexadecimal digits."""
    return {
        channel.name: _digest(_Named(structs).node(channel.type))
        for channel in channels
    }


def _digest(content: object) -> str:
    return hashlib.sha256(json.encode(content, order="deterministic")).hexdigest()


class _Canonical:
    """Spells a type with everything it reaches; structs are numbered as they are met."""

    def __init__(self, structs: dict[str, WireStruct]) -> None:
        self.structs = structs
        self.numbers: dict[str, int] = {}

    def node(self, node: Node) -> list[object]:
        match node:
            case Plain(name=name):
                return [name]
            case Values(values=values, open=open):
                places = sorted(
                    range(len(values)),
                    key=lambda at: (isinstance(values[at], str), values[at]),
                )
                return [
                    "values",
                    [values[at] for at in places],
                    open,
                    *self.called(*(node.names[at] for at in places if node.names)),
                ]
            case Array(collection=collection, item=item):
                return [collection, self.node(item)]
            case Items(items=items):
                return ["items", [self.node(item) for item in items]]
            case Map(key=key, value=value):
                return ["map", self.node(key), self.node(value)]
            case OneOf(members=members):
                return [
                    "one_of",
                    [self.node(m) for m in sorted(members, key=self.place)],
                ]
            case Bounded(type=type, constraints=constraints):
                return ["bounded", self.node(type), sorted(constraints.items())]
            case Reference(name=name):
                return self.struct(name)
            case _:
                assert_never(node)

    def place(self, member: Node) -> tuple[str, str, str]:
        """Return what sorts the members of a union: no two have the same kind and tag."""
        if isinstance(member, Bounded):
            return self.place(member.type)
        if isinstance(member, Reference):
            tag = self.structs[member.name].tag
            return ("struct", type(tag).__name__, str(tag))
        name = member.name if isinstance(member, Plain) else ""
        return (type(member).__name__, name, "")

    def struct(self, name: str) -> list[object]:
        if name in self.numbers:
            return ["struct", self.numbers[name]]
        self.numbers[name] = len(self.numbers)
        struct = self.structs[name]
        in_order = struct.array_like
        fields = (
            struct.fields if in_order else sorted(struct.fields, key=lambda f: f.name)
        )
        return [
            "struct",
            struct.tag,
            struct.tag_field,
            struct.array_like,
            struct.forbid_unknown_fields,
            struct.omit_defaults,
            [
                [
                    "" if in_order else f.name,
                    self.node(f.type),
                    self.default(f.default),
                    f.optional,
                    *self.called(f.attribute),
                ]
                for f in fields
            ],
            *self.called(name),
        ]

    def called(self, *names: str) -> tuple[str, ...]:
        """Return what is to be known of what Python calls a thing and its parts."""
        return ()

    def default(self, default: Default | None) -> list[object] | None:
        if default is None:
            return None
        if default.factory not in self.structs:
            return [default.value, default.factory]
        return [None, self.struct(default.factory)]


class _Named(_Canonical):
    """Spells the names that Python has for things, too."""

    def called(self, *names: str) -> tuple[str, ...]:
        return names
