"""The types of a catalogue as msgspec's own, built in memory.

msgspec itself is the judge of what it can decode and of whether a default fits its type; what it
would refuse when a generated package is imported, it refuses here first.
"""

from __future__ import annotations

import enum
import sys
import types as python
import typing
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import msgspec
from runtime import python_types

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
from codegen.problems import Problem
from codegen.tables import Located
from codegen.types import (
    Bounded,
    Collection,
    FixedTuple,
    Literal,
    Mapping,
    Reference,
    Scalar,
    Type,
    Union,
    VariableTuple,
)

_MODULE = "codegen.native.catalogue"
FACTORIES: dict[str, object] = {
    "list": [],
    "dict": {},
    "set": set(),
    "frozenset": frozenset(),
    "time.time": 0.0,
    "time.monotonic": 0.0,
    "time.time_ns": 0,
    "secrets.token_hex": "",
    "uuid.uuid1": uuid.UUID(int=0),
    "uuid.uuid4": uuid.UUID(int=0),
}
"""What a `default_factory` may call, each with something it could have returned."""


class UndecodableError(Exception):
    """msgspec refuses a type, which is a problem wherever the type is defined."""


class Native:
    """The definitions added so far, as msgspec's types."""

    def __init__(self) -> None:
        self.built: dict[str, object] = {}
        self.module = python.ModuleType(_MODULE)

    def add(self, definition: Definition) -> None:
        """Build one definition. What it mentions may come later.

        Raises:
            Exception: whatever Python or msgspec has against it, in their words.
        """
        match definition:
            case Newtype(type=type) | Alias(type=type):
                self.put(definition.name, self.type(type))
            case Enum():
                self.put(definition.name, _enum(definition))
            case Record():
                self.put(definition.name, self.record(definition))
            case _:
                typing.assert_never(definition)

    def put(self, name: str, made: object) -> None:
        self.built[name] = made
        # Not setattr: a name that Python keeps for itself is refused elsewhere, in our words.
        vars(self.module)[name] = made

    def record(self, record: Record) -> type[msgspec.Struct]:
        return msgspec.defstruct(
            record.name,
            [self.field(field) for field in record.fields],
            module=_MODULE,
            frozen=True,
            kw_only=True,
            tag=record.tag,
            tag_field=record.tag_field or None,
            omit_defaults=record.omit_defaults,
            array_like=record.array_like,
            forbid_unknown_fields=record.forbid_unknown_fields,
        )

    def field(self, field: Field) -> tuple[str, typing.Any, typing.Any]:
        annotation = self.type(field.type)
        name = field.wire_name
        if field.optional:
            annotation = python_types.union((annotation, msgspec.UnsetType))
            return (
                field.name,
                annotation,
                msgspec.field(default=msgspec.UNSET, name=name),
            )
        match field.default:
            case Constant(value=value):
                return field.name, annotation, msgspec.field(default=value, name=name)
            case Factory():
                return (
                    field.name,
                    annotation,
                    msgspec.field(default_factory=dict, name=name),
                )
        return field.name, annotation, msgspec.field(name=name)

    def type(self, type: Type) -> object:
        match type:
            case Scalar(name=name):
                return python_types.scalar(name)
            case Reference(name=name):
                if name in self.built:
                    return self.built[name]
                return typing.ForwardRef(name)
            case Collection(kind=kind, item=item):
                return python_types.collection(kind, self.type(item))
            case Mapping(key=key, value=value):
                return python_types.mapping(self.type(key), self.type(value))
            case VariableTuple(item=item):
                return python_types.variable_tuple(self.type(item))
            case FixedTuple(items=items):
                return python_types.fixed_tuple(map(self.type, items))
            case Literal(values=values):
                return python_types.literal(values)
            case Bounded(type=bare, bounds=bounds):
                return python_types.bounded(self.type(bare), dict(bounds))
            case Union(members=members):
                return python_types.union(map(self.type, members))
            case _:
                typing.assert_never(type)

    def refusals(self, type: Type, place: Located[str]) -> list[Problem]:
        """Return why msgspec would not decode the type, in its own words; nothing if it would."""
        try:
            with self.importable():
                msgspec.msgpack.Decoder(self.type(type))
        except RecursionError:
            raise
        except (
            Exception
        ) as error:  # whatever it is, the generated package would raise it
            return [place.problem(f"msgspec refuses it: {error}")]
        return []

    def convert(self, value: object, type: object) -> object:
        """Return the value as the type has it: a string for an enum as its member, and so on.

        Raises:
            msgspec.ValidationError: the value does not conform.
            UndecodableError: no value does; msgspec refuses the type.
        """
        try:
            with self.importable():
                converted: object = msgspec.convert(value, type)
        except (TypeError, ValueError) as error:
            if isinstance(error, msgspec.ValidationError):
                raise
            raise UndecodableError from error
        return converted

    @contextmanager
    def importable(self) -> Iterator[None]:
        """Let msgspec find the definitions by name, as it would in the generated module."""
        sys.modules[_MODULE] = self.module
        try:
            yield
        finally:
            del sys.modules[_MODULE]


@cache
def wire_name(policy: str, name: str) -> str:
    """Return what msgspec's rename policy makes of a field's name, which is an identifier."""
    match policy:
        case "camel" | "pascal" | "kebab" as rename:
            struct = msgspec.defstruct("Renamed", [name], rename=rename)
        case _:
            return name
    return msgspec.structs.fields(struct)[0].encode_name


def _enum(definition: Enum) -> type:
    def body(namespace: dict[str, object]) -> None:
        for name, value in definition.members:
            namespace[name] = value

    return python.new_class(definition.name, (enum.Enum,), exec_body=body)
