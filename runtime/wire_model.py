"""The part of a catalogue that decides what bytes mean.

Rule 1: names that only Python sees take part in it, for texts and for comparing two models: they
tell what is meant.
Rule 2: what is not reachable from a channel is not on the wire.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import DecodeError, Struct, field, json

_DEPTH: Final = 64
"""Layers of brackets in a model's text that are taken off; more is no catalogue's."""

_NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")


class Plain(Struct, frozen=True, tag="plain", tag_field="kind"):
    """A type without parts, by the name it has in a catalogue."""

    name: str


class Values(Struct, frozen=True, tag="values", tag_field="kind", omit_defaults=True):
    """An enum or a literal: one of these values."""

    values: tuple[str | int, ...]
    open: bool = False
    """The reader takes any other value too, as its `unknown` member."""
    names: tuple[str, ...] = ()
    """What Python calls the values of an enum, in the same order."""
    unknown: str | int | None = None
    """What is sent for the `unknown` member."""


class Array(Struct, frozen=True, tag="array", tag_field="kind"):
    """Any number of items, read into a collection of this class."""

    collection: Literal["list", "set", "frozenset", "tuple"]
    item: Node


class Items(Struct, frozen=True, tag="items", tag_field="kind"):
    """A fixed number of items, each of its own type."""

    items: tuple[Node, ...]


class Map(Struct, frozen=True, tag="map", tag_field="kind"):
    """Keys and values."""

    key: Node
    value: Node


class OneOf(Struct, frozen=True, tag="one_of", tag_field="kind"):
    """A union."""

    members: tuple[Node, ...]


class Bounded(Struct, frozen=True, tag="bounded", tag_field="kind"):
    """A type whose values the reader checks further, by msgspec's names for the constraints."""

    type: Node
    constraints: dict[str, int | float | str | bool]


class Reference(Struct, frozen=True, tag="struct", tag_field="kind"):
    """One of the model's structs."""

    name: str


Node: TypeAlias = Plain | Values | Array | Items | Map | OneOf | Bounded | Reference


class Default(Struct, frozen=True, omit_defaults=True):
    """What a reader takes for a field that did not come: a value as JSON has it, or a factory."""

    value: object = None
    factory: str = ""
    """What makes the default anew each time; empty where it is a value."""


class WireField(Struct, frozen=True, omit_defaults=True):
    """A field of a struct, under the name it has on the wire."""

    name: str
    attribute: str
    """What Python calls it."""
    type: Node
    default: Default | None = None
    """None where the field has to come."""
    optional: bool = False
    """May be absent, and is known to be."""
    renamed_from: str = ""
    """What Python called it in an earlier version."""


class WireStruct(Struct, frozen=True, omit_defaults=True):
    """A message or a struct inside messages."""

    name: str
    fields: tuple[WireField, ...]
    tag: str | int | None = None
    tag_field: str = ""
    array_like: bool = False
    forbid_unknown_fields: bool = False
    omit_defaults: bool = False
    renamed_from: str = ""
    """Its name in an earlier version."""


class WireChannel(Struct, frozen=True):
    """What travels one way between the two roles."""

    name: str
    sender: Literal["binds", "connects"]
    type: Node
    fingerprint: str = ""


class WireModel(Struct, frozen=True, kw_only=True):
    """Everything two processes have to agree on.

    `to_json` of equal models is equal to the byte. `catalogue` and `version` are for texts.
    """

    format: int = 1
    catalogue: str = ""
    version: str = ""
    fingerprint: str = ""
    channels: tuple[WireChannel, ...]
    structs: dict[str, WireStruct] = field(default_factory=dict)


def to_json(model: WireModel) -> str:
    """Return the model as text, for a file that people compare."""
    return (
        json.format(json.encode(model, order="deterministic"), indent=2).decode() + "\n"
    )


def from_json(text: str | bytes) -> WireModel:
    """Return the model in the text.

    Raises:
        msgspec.DecodeError: the text is not a wire model.
    """
    if _too_deep(text.encode() if isinstance(text, str) else text):
        raise DecodeError("nested too deeply, or not JSON")
    return json.decode(text, type=WireModel)


def _too_deep(text: bytes) -> bool:
    """Return whether a decoder would recurse on a text more deeply than a model ever needs."""
    plain = text.replace(rb"\\", b"").replace(rb"\"", b"")
    brackets = b"".join(plain.split(b'"')[::2]).translate(None, _NO_BRACKETS)
    for _ in range(_DEPTH):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)
