"""A decoder as the other side has it, made of its wire model.

Rule 1: it refuses what the other side's decoder would refuse; what it makes of a message is thrown
away. A pattern that this side does not know is not asked: no text of a peer's is run.
Rule 2: of what a peer says nothing becomes a name in Python, and nothing is evaluated.
"""

from __future__ import annotations

import types as python
import typing
from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from msgspec import Struct
from runtime import python_types
from runtime.buffer_coders import BufferDecoder
from runtime.channel import Decodes
from runtime.framing import framing_of
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
    WireModel,
    WireStruct,
)

_FACTORIES: Final[dict[str, Callable[[], object]]] = {
    "list": list,
    "dict": dict,
    "set": set,
    "frozenset": frozenset,
}
_BUFFER_DECODER: Callable[..., Decodes[object]] = BufferDecoder


def decoder(theirs: WireModel, channel: str, mine: WireModel) -> Decodes[object]:
    """Return a decoder of what the other side takes on a channel.

    Raises:
        KeyError: its model has no such channel, or mentions a struct that it does not have.
        Exception: whatever msgspec has against its types.
    """
    reader = _Reader(theirs, frozenset(patterns(mine)))
    types = {known.name: known.type for known in theirs.channels}
    native = reader.native(types[channel])
    reader.fill()
    if framing_of(types[channel], theirs.structs) == "buffers":
        return _BUFFER_DECODER(native)
    return msgspec.msgpack.Decoder(native)


class _Reader:
    def __init__(self, model: WireModel, patterns: frozenset[object]) -> None:
        self.models = model.structs
        self.patterns = patterns
        self.structs: dict[str, type[Struct]] = {}
        self.unfilled: list[str] = []

    def struct(self, name: str) -> type[Struct]:
        if name not in self.structs:
            self.structs[name] = _made(self.models[name])
            self.unfilled.append(name)
        return self.structs[name]

    def fill(self) -> None:
        """Let the fields of structs take what they take; structs may contain themselves."""
        while self.unfilled:
            name = self.unfilled.pop()
            annotations = self.structs[name].__annotations__
            for place, field in enumerate(self.models[name].fields):
                annotations[_attribute(place)] = self.native(field.type)

    def native(self, node: Node) -> object:
        match node:
            case Plain(name=name):
                return python_types.scalar(name)
            case Values(open=True, values=values):
                return python_types.union(dict.fromkeys(map(type, values)))
            case Values(values=values):
                return python_types.literal(values)
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
            case Bounded(type=bare, constraints=constraints):
                return python_types.bounded(
                    self.native(bare),
                    {
                        name: bound
                        for name, bound in constraints.items()
                        if name != "pattern" or bound in self.patterns
                    },
                )
            case Reference(name=name):
                return self.struct(name)
            case _:
                typing.assert_never(node)


def _attribute(place: int) -> str:
    return f"field_{place}"


def _made(model: WireStruct) -> type[Struct]:
    """Return a class whose fields take anything, as yet."""
    options: dict[str, object] = {
        "frozen": True,
        "kw_only": True,
        "array_like": model.array_like,
        "forbid_unknown_fields": model.forbid_unknown_fields,
    }
    if model.tag is not None:
        options |= {"tag": model.tag, "tag_field": model.tag_field}

    def body(namespace: dict[str, object]) -> None:
        places = range(len(model.fields))
        namespace["__annotations__"] = {_attribute(at): typing.Any for at in places}
        for at, field in enumerate(model.fields):
            namespace[_attribute(at)] = _field(field)

    made = python.new_class("Read", (Struct,), options, body)
    if not issubclass(made, Struct):
        raise TypeError(made)
    return made


def _field(field: WireField) -> object:
    if field.optional:
        return msgspec.field(default=None, name=field.name)
    if field.default is None:
        return msgspec.field(name=field.name)
    if factory := _FACTORIES.get(field.default.factory):
        return msgspec.field(default_factory=factory, name=field.name)
    return msgspec.field(default=None, name=field.name)


def patterns(model: WireModel) -> Iterator[object]:
    """Yield the patterns in a model."""
    waiting = [channel.type for channel in model.channels]
    waiting += (field.type for one in model.structs.values() for field in one.fields)
    while waiting:
        match waiting.pop():
            case Bounded(type=bare, constraints=constraints):
                yield constraints.get("pattern")
                waiting.append(bare)
            case Array(item=item):
                waiting.append(item)
            case Items(items=parts) | OneOf(members=parts):
                waiting += parts
            case Map(key=key, value=value):
                waiting += (key, value)
