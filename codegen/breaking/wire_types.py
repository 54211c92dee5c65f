"""The types of a wire model as msgspec's own, with what a generated package would have for them.

Rule 1: nothing is built that is not asked for: of a thousand messages, those that a frame may be.
Rule 2: on a frame whose words are known, a decoder does what the generated package's would do. The
words are its strings and integers: a field whose name is not among them does not come, a message
whose tag is not among them is not read.
"""

from __future__ import annotations

import enum
import types as python
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec
from msgspec import Struct, structs
from runtime import python_types
from runtime.enums import OpenEnum
from runtime.wire_model import (
    Array,
    Bounded,
    Items,
    Map,
    Node,
    OneOf,
    Plain,
    Reference,
    Values,
    WireField,
    WireStruct,
)

from codegen.breaking.nodes import rebuilt, references
from codegen.native import FACTORIES

Word: TypeAlias = str | int
Structs: TypeAlias = Mapping[str, WireStruct]

_COLLECTIONS: dict[str, Callable[[], object]] = {
    "list": list,
    "dict": dict,
    "set": set,
    "frozenset": frozenset,
}
_DECODER: Callable[..., msgspec.msgpack.Decoder[object]] = msgspec.msgpack.Decoder


class Types:
    """One side's types: to make messages of, and to decode them.

    Args:
        words: those of the frames that will be decoded; None if they can be any.
    """

    def __init__(self, models: Structs, words: frozenset[Word] | None = None) -> None:
        self.models = models
        self.words = words
        self.left_out: set[Word] = set()
        """What would be decoded otherwise if it were among the words."""
        self.enums: dict[bytes, type[enum.Enum]] = {}
        self.structs: dict[str, type[Struct]] = {}

    def struct(self, name: str) -> type[Struct]:
        """Return the class of a struct.

        Raises:
            KeyError: the side has no such struct.
        """
        if name not in self.structs:
            self.structs[name] = self.made(self.models[name])
        return self.structs[name]

    def members(self, node: Values) -> list[object]:
        """Return the values of an enum or a literal, that of its `unknown` member the last."""
        if node.names or node.open:
            return list(self.enum(node))
        # Not `node.values`: Python keeps literals, and msgspec leaves out what is the default itself.
        return list(typing.get_args(python_types.literal(node.values)))

    def decoder(self, node: Node) -> msgspec.msgpack.Decoder[object]:
        """Return a decoder of the type.

        Raises:
            KeyError: it mentions a struct that the side does not have.
            Exception: whatever msgspec has against it.
        """
        kept = self.kept(node)
        seen, waiting = set[str](), list(references(kept))
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self.annotate(name)
        return _DECODER(self.native(kept), dec_hook=python_types.short_buffer)

    def annotate(self, name: str) -> list[str]:
        """Let a struct's fields take what they take; return the structs that they mention."""
        annotations, model = self.struct(name).__annotations__, self.models[name]
        mentioned: list[str] = []
        for field in model.fields:
            if model.array_like or self.is_said(field.name):
                kept = self.kept(field.type)
                mentioned += references(kept)
                native = self.native(kept)
                absent = (msgspec.UnsetType,) if field.optional else ()
                annotations[field.attribute] = python_types.union((native, *absent))
        return mentioned

    def kept(self, node: Node) -> Node:
        """Return a type without the messages that no frame is, though a union stays one."""
        match node:
            case OneOf(members=members):
                names = self.kept_structs(members)
                kept = (
                    m
                    for m in members
                    if not isinstance(m, Reference) or m.name in names
                )
                return OneOf(tuple(map(self.kept, kept)))
            case Array(item=item):
                return structs.replace(node, item=self.kept(item))
            case Items(items=items):
                return Items(tuple(map(self.kept, items)))
            case Map(key=key, value=value):
                return Map(self.kept(key), self.kept(value))
            case Bounded(type=type):
                return structs.replace(node, type=self.kept(type))
            case Plain() | Values() | Reference():
                return node
            case _:
                typing.assert_never(node)

    def kept_structs(self, members: Sequence[Node]) -> set[str]:
        """Return those that a frame may be; of several, two at least, which insist on a tag."""
        kept: list[str] = []
        others: list[str] = []
        for member in members:
            if isinstance(member, Reference):
                tag = self.models[member.name].tag
                may_come = tag is None or self.is_said(tag)
                (kept if may_come else others).append(member.name)
        return {*kept, *others[: max(0, 2 - len(kept))]}

    def is_said(self, word: Word) -> bool:
        if self.words is None or word in self.words:
            return True
        self.left_out.add(word)
        return False

    def native(self, node: Node) -> object:
        match node:
            case Plain(name=name):
                return python_types.scalar(name)
            case Values(names=(), open=False):
                return python_types.literal(node.values)
            case Values():
                return self.enum(node)
            case Array(collection="tuple", item=item):
                return python_types.variable_tuple(self.native(item))
            case Array(collection=collection, item=item):
                return python_types.collection(collection, self.native(item))
            case Items(items=items):
                return python_types.fixed_tuple(map(self.native, items))
            case Map(key=key, value=value):
                return python_types.mapping(self.native(key), self.native(value))
            case OneOf(members=members):
                return python_types.union(map(self.native, members))
            case Bounded(type=type, constraints=constraints):
                return python_types.bounded(self.native(type), constraints)
            case Reference(name=name):
                return self.struct(name)
            case _:
                typing.assert_never(node)

    def enum(self, node: Values) -> type[enum.Enum]:
        key = msgspec.msgpack.encode(node)
        if key not in self.enums:
            self.enums[key] = _enum(node)
        return self.enums[key]

    def made(self, model: WireStruct) -> type[Struct]:
        """Return a class whose fields take anything, as yet."""
        options: dict[str, object] = {
            "frozen": True,
            "kw_only": True,
            "omit_defaults": model.omit_defaults,
            "array_like": model.array_like,
            "forbid_unknown_fields": model.forbid_unknown_fields,
        }
        if model.tag is not None:
            options |= {"tag": model.tag, "tag_field": model.tag_field}
        anything = {field.attribute: typing.Any for field in model.fields}

        def body(namespace: dict[str, object]) -> None:
            namespace["__annotations__"] = anything
            for field in model.fields:
                namespace[field.attribute] = self.value(field)

        made = python.new_class(model.name, (Struct,), options, body)
        assert issubclass(made, Struct)
        return made

    def value(self, field: WireField) -> object:
        if field.optional:
            return msgspec.field(default=msgspec.UNSET, name=field.name)
        if field.default is None:
            return msgspec.field(name=field.name)
        if factory := field.default.factory:
            made = self.factory(factory)
            return msgspec.field(default_factory=made, name=field.name)
        default = self.default(field.type, field.default.value)
        return msgspec.field(default=default, name=field.name)

    def factory(self, name: str) -> Callable[[], object]:
        if name in _COLLECTIONS:
            return _COLLECTIONS[name]
        if name in FACTORIES:
            return lambda: FACTORIES[name]
        return lambda: self.struct(name)()

    def default(self, node: Node, value: object) -> object:
        """Return a default, told as JSON has it, as the first member of a union that takes it."""
        literal = _literal(value)
        for member in node.members if isinstance(node, OneOf) else (node,):
            bare = member.type if isinstance(member, Bounded) else member
            if isinstance(bare, Plain | Values | Items | Array):
                type = self.native(_without_structs(bare))
                try:
                    made: object = msgspec.convert(literal, type)
                except msgspec.ValidationError:
                    continue
                return made
        return literal


def _literal(told: object) -> object:
    """Return a default, told as JSON has it, with the floats that JSON does not have."""
    match told:
        case {"float": str(text)}:
            return float(text)
        case list(items):
            return list(map(_literal, items))
    return told


def _without_structs(node: Node) -> Node:
    """Return a type for defaults: none holds a struct, and a struct may hold itself."""
    if isinstance(node, Reference):
        return Plain("None")
    return rebuilt(node, _without_structs)


def _enum(node: Values) -> type[enum.Enum]:
    bases, options = (enum.Enum,), dict[str, object]()
    unknown = "UNKNOWN"
    while unknown in node.names:
        unknown += "_"
    if node.open:
        bases, options = (OpenEnum,), {"unknown": unknown}

    def body(namespace: dict[str, object]) -> None:
        for name, value in zip(node.names, node.values, strict=True):
            namespace[name] = value
        if node.open:
            namespace[unknown] = node.unknown

    return python.new_class("Chosen", bases, options, body)
