"""A wire model's types as msgspec's own, with what a generated package would have for them."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import operator
import sys
import types as python
import typing
import uuid
from collections.abc import Callable, Mapping

import msgspec
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

_SCALARS: dict[str, object] = {
    "bool": bool,
    "int": int,
    "float": float,
    "str": str,
    "bytes": bytes,
    "Any": typing.Any,
    "Raw": msgspec.Raw,
    "datetime": dt.datetime,
    "date": dt.date,
    "time": dt.time,
    "timedelta": dt.timedelta,
    "UUID": uuid.UUID,
    "Decimal": decimal.Decimal,
    "None": None,
}
_COLLECTIONS = {"list": list, "set": set, "frozenset": frozenset}
FACTORIES: dict[str, Callable[[], object]] = {
    "list": list,
    "dict": dict,
    "set": set,
    "frozenset": frozenset,
    "time.time": lambda: 1.5,
    "secrets.token_hex": lambda: "5ec2e7",
}
_DECODER: Callable[[object], msgspec.msgpack.Decoder[object]] = msgspec.msgpack.Decoder
_META: Callable[..., msgspec.Meta] = msgspec.Meta


class Side:
    """One side's structs and enums, as Python classes."""

    def __init__(self, name: str, structs: Mapping[str, WireStruct]) -> None:
        self.models = structs
        self.module = python.ModuleType(f"tests.evolution.{name}")
        self.enums: dict[bytes, type[enum.Enum]] = {}
        self.structs: dict[str, type[msgspec.Struct]] = {}
        sys.modules[self.module.__name__] = self.module
        for struct in structs.values():
            made = self.struct(struct)
            self.structs[struct.name] = made
            setattr(self.module, struct.name, made)

    def decoder(self, node: Node) -> msgspec.msgpack.Decoder[object]:
        """Return a decoder of the type.

        Raises:
            Exception: whatever msgspec has against it.
        """
        return _DECODER(self.native(node))

    def struct(self, struct: WireStruct) -> type[msgspec.Struct]:
        options: dict[str, object] = {
            "frozen": True,
            "kw_only": True,
            "omit_defaults": struct.omit_defaults,
            "array_like": struct.array_like,
            "forbid_unknown_fields": struct.forbid_unknown_fields,
        }
        if struct.tag is not None:
            options |= {"tag": struct.tag, "tag_field": struct.tag_field}

        def body(namespace: dict[str, object]) -> None:
            namespace["__module__"] = self.module.__name__
            namespace["__annotations__"] = {
                field.attribute: self.annotation(field) for field in struct.fields
            }
            for field in struct.fields:
                namespace[field.attribute] = self.value(field)

        made = python.new_class(struct.name, (msgspec.Struct,), options, body)
        assert issubclass(made, msgspec.Struct)
        return made

    def annotation(self, field: WireField) -> object:
        type = self.native(field.type)
        if field.optional:
            return operator.getitem(typing.Union, (type, msgspec.UnsetType))
        return type

    def value(self, field: WireField) -> object:
        if field.optional:
            return msgspec.field(default=msgspec.UNSET, name=field.name)
        if field.default is None:
            return msgspec.field(name=field.name)
        if name := field.default.factory:
            made = FACTORIES.get(name) or (lambda: self.structs[name]())
            return msgspec.field(default_factory=made, name=field.name)
        default = self.default(field.type, field.default.value)
        return msgspec.field(default=default, name=field.name)

    def default(self, node: Node, value: object) -> object:
        """Return a default as the first member of a union that it fits has it."""
        for member in node.members if isinstance(node, OneOf) else (node,):
            if isinstance(member, Plain | Values | Items | Array):
                try:
                    made: object = msgspec.convert(value, self.native(member))
                except msgspec.ValidationError:
                    continue
                return made
        return value

    def native(self, node: Node) -> object:
        match node:
            case Plain(name=name):
                return _SCALARS[name]
            case Values(names=()):
                return operator.getitem(typing.Literal, node.values)
            case Values():
                return self.enum(node)
            case Array(collection="tuple", item=item):
                return python.GenericAlias(tuple, (self.native(item), ...))
            case Array(collection=collection, item=item):
                return python.GenericAlias(
                    _COLLECTIONS[collection], (self.native(item),)
                )
            case Items(items=items):
                return python.GenericAlias(tuple, tuple(map(self.native, items)))
            case Map(key=key, value=value):
                return python.GenericAlias(dict, (self.native(key), self.native(value)))
            case OneOf(members=members):
                return operator.getitem(typing.Union, tuple(map(self.native, members)))
            case Bounded(type=type, constraints=constraints):
                meta = _META(**constraints)
                return operator.getitem(typing.Annotated, (self.native(type), meta))
            case Reference(name=name):
                return self.structs.get(name) or typing.ForwardRef(name)
            case _:
                typing.assert_never(node)

    def enum(self, node: Values) -> type[enum.Enum]:
        key = msgspec.msgpack.encode(node)
        if key not in self.enums:
            bases, options = (enum.Enum,), dict[str, object]()
            if node.open:
                bases, options = (OpenEnum,), {"unknown": "UNKNOWN"}

            def body(namespace: dict[str, object]) -> None:
                for name, value in zip(node.names, node.values, strict=True):
                    namespace[name] = value
                if node.open:
                    namespace["UNKNOWN"] = node.unknown

            self.enums[key] = python.new_class("Chosen", bases, options, body)
        return self.enums[key]
