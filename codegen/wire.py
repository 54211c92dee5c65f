"""The catalogue's projection on the wire: what is left when only bytes count."""

from __future__ import annotations

import math

import msgspec
from runtime.fingerprints import fingerprints
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
    WireField,
    WireModel,
    WireStruct,
)

from codegen import types
from codegen.catalogue import Catalogue
from codegen.definitions import (
    Alias,
    Constant,
    Definition,
    Enum,
    Factory,
    Field,
    Newtype,
    Record,
)
from codegen.types import (
    Collection,
    FixedTuple,
    Literal,
    Mapping,
    Type,
    Union,
    VariableTuple,
)


def wire_model(catalogue: Catalogue) -> WireModel:
    """Return what two processes with this catalogue have to agree on."""
    projection = _Projection(catalogue.by_name)
    channels = tuple(
        WireChannel(
            name=channel.name,
            sender="binds" if channel.sender.binds else "connects",
            type=projection.node(channel.type),
        )
        for channel in sorted(catalogue.channels, key=lambda channel: channel.name)
    )
    while projection.waiting:
        projection.add(projection.waiting.pop())
    structs = dict(sorted(projection.structs.items()))
    whole, by_channel = fingerprints(channels, structs)
    return WireModel(
        catalogue=catalogue.name,
        version=catalogue.version,
        fingerprint=whole,
        channels=tuple(
            msgspec.structs.replace(channel, fingerprint=by_channel[channel.name])
            for channel in channels
        ),
        structs=structs,
    )


class _Projection:
    def __init__(self, definitions: dict[str, Definition]) -> None:
        self.definitions = definitions
        self.structs: dict[str, WireStruct] = {}
        self.waiting: list[str] = []

    def add(self, name: str) -> None:
        record = self.definitions[name]
        if name not in self.structs and isinstance(record, Record):
            self.structs[name] = WireStruct(
                name=name,
                fields=tuple(map(self.field, record.fields)),
                tag=record.tag,
                tag_field=record.tag_field,
                array_like=record.array_like,
                forbid_unknown_fields=record.forbid_unknown_fields,
                omit_defaults=record.omit_defaults,
                renamed_from=record.renamed_from,
            )

    def field(self, field: Field) -> WireField:
        return WireField(
            name=field.wire_name,
            attribute=field.name,
            type=self.node(field.type),
            default=self.default(field.default),
            optional=field.optional,
            renamed_from=field.renamed_from,
        )

    def default(self, default: Constant | Factory | None) -> Default | None:
        match default:
            case None:
                return None
            case Constant(value=value):
                return Default(value=_as_json_has_it(value))
            case Factory(name=name):
                if name in self.definitions:
                    self.waiting.append(name)
                return Default(factory=name)

    def node(self, type: Type) -> Node:
        match type:
            case types.Scalar(name=name):
                return Plain(name)
            case types.Bounded(type=bare, bounds=bounds):
                return Bounded(self.node(bare), dict(bounds))
            case types.Reference(name=name):
                return self.named(self.definitions[name])
            case Collection(kind=kind, item=item):
                return Array(kind, self.node(item))
            case VariableTuple(item=item):
                return Array("tuple", self.node(item))
            case FixedTuple(items=items):
                return Items(tuple(map(self.node, items)))
            case Mapping(key=key, value=value):
                return Map(self.node(key), self.node(value))
            case Literal(values=values):
                return Values(values)
            case Union(members=members):
                return self.union([self.node(member) for member in members])

    def named(self, definition: Definition) -> Node:
        match definition:
            case Newtype(type=type) | Alias(type=type):
                return self.node(type)
            case Enum(members=members, unknown=unknown):
                known = {name: value for name, value in members if name != unknown}
                return Values(
                    tuple(known.values()),
                    open=bool(unknown),
                    names=tuple(known),
                    unknown=dict(members).get(unknown),
                )
            case Record(name=name):
                self.waiting.append(name)
                return Reference(name)

    def union(self, members: list[Node]) -> Node:
        flat: dict[bytes, Node] = {}
        for member in members:
            inner = member.members if isinstance(member, OneOf) else (member,)
            flat |= {msgspec.msgpack.encode(node): node for node in inner}
        nodes = tuple(flat.values())
        return OneOf(nodes) if len(nodes) > 1 else nodes[0]


def _as_json_has_it(value: object) -> object:
    """Return a default as it is after a round trip through JSON, which has no `inf` and no `nan`."""
    match value:
        case float() if not math.isfinite(value):
            return {"float": str(value)}
        case list() | tuple():
            return [_as_json_has_it(item) for item in value]
        case set() | frozenset():
            return sorted(map(_as_json_has_it, value), key=msgspec.json.encode)
    plain: object = msgspec.to_builtins(value)
    return plain
