"""Defaults: does one fit its type?

msgspec never checks a default, so a wrong one would be sent by every writer and refused by every
reader. Here msgspec itself is asked, with the type and the constraints of the field.
"""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Mapping

import msgspec

from codegen import toml
from codegen.annotations import encodable
from codegen.decodable import Definitions, alternatives
from codegen.default_sources import constant_source, factory_source
from codegen.definitions import Alias, Constant, Enum, Factory, Field, Newtype, Record
from codegen.native import FACTORIES, Native
from codegen.problems import listed, meant, shortened
from codegen.types import Bounded, Reference, Scalar, Type, Union, describe


class DefaultError(Exception):
    """The default of a field is wrong; the text says why."""


def from_annotation(node: ast.expr, definitions: Definitions) -> object:
    """Return the value of the literal after `=` in a field's type.

    Raises:
        DefaultError: it is not a literal.
    """
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        hint = _literal_hint(node, definitions)
        raise DefaultError(f"{ast.unparse(node)!r} is not a literal; {hint}") from None
    return value


def _literal_hint(node: ast.expr, definitions: Definitions) -> str:
    """Return what to write instead of an expression."""
    called = ast.unparse(node).removesuffix("()")
    if called in FACTORIES:
        return f"for a new value each time, write default_factory = {called!r}"
    match node:
        case ast.Call(func=ast.Name(id=name)):
            if isinstance(definitions.get(name), Record):
                return f"write {{ type = '...', default_factory = {name!r} }}"
        case ast.Attribute(value=ast.Name(id=name)):
            if isinstance(enum := definitions.get(name), Enum):
                return f"write a value of {name!r}: {_values(enum)}"
        case ast.Name(id=word):
            return f"a text is quoted: {word!r}"
    return "write a number, a quoted string, True, False, None or an empty list"


def _values(enum: Enum) -> str:
    return listed(value for name, value in enum.members if name != enum.unknown)


def from_toml(value: toml.Value) -> object:
    """Return a TOML value as Python's own."""
    match value.content:
        case list(items):
            return [from_toml(item) for item in items]
        case toml.Table(entries=entries):
            return {key: from_toml(entry.value) for key, entry in entries.items()}
        case scalar:
            return scalar


def factory(
    name: str,
    field: Field,
    definitions: Definitions,
    native: Native,
    needed: Mapping[str, list[str]],
) -> Factory:
    """Return what makes the default.

    Args:
        needed: the structs of the catalogue, each with the fields it cannot be made without.

    Raises:
        DefaultError: nothing of that name, or it makes something else than the field holds.
    """
    if name in needed:
        if needed[name]:
            raise DefaultError(
                f"{name!r} cannot be made without {listed(needed[name], 'and')}; "
                "a default_factory is a struct whose fields all have defaults"
            )
        if not _holds(field.type, name, definitions):
            raise DefaultError(f"{name!r} is not a '{describe(field.type)}'")
        return Factory(name, name)
    if name not in FACTORIES:
        known = [*FACTORIES, *needed]
        hint = meant(name.removesuffix("()"), known)
        hint = hint or f"; write {listed(FACTORIES)}, or a struct of the catalogue"
        raise DefaultError(f"no factory named {name!r}{hint}")
    sample = FACTORIES[name]
    try:
        made = native.convert(sample, native.type(field.type))
    except msgspec.ValidationError as error:
        raise DefaultError(_unfit(f"what {name!r} makes", field, error)) from None
    if type(made) is not type(sample):
        raise DefaultError(f"{name!r} does not make a '{describe(field.type)}'")
    return Factory(name, factory_source(name, field.type, definitions, native))


def constant(
    literal: object, field: Field, definitions: Definitions, native: Native
) -> Constant:
    """Return the default that a literal of the catalogue means.

    Raises:
        DefaultError: it does not fit the type or the constraints of the field.
    """
    members = alternatives(field.type, definitions)
    named = [definitions.get(m.name) for m in members if isinstance(m, Reference)]
    if isinstance(literal, dict) and any(isinstance(d, Record) for d in named):
        hint = "name the struct in default_factory instead"
        raise DefaultError(f"a struct is no literal; {hint}")
    try:
        value = native.convert(literal, native.type(field.type))
    except msgspec.ValidationError as error:
        if literal is None:
            type = describe(field.type)
            raise DefaultError(
                f"None does not fit '{type}'; write '{type} | None = None'"
            ) from None
        if "base64" in str(error):
            raise DefaultError(_no_bytes(literal, field)) from None
        text = _unfit(_shown(literal), field, error)
        enums = [_values(d) for d in named if isinstance(d, Enum)]
        raise DefaultError(
            f"{text}; it is {' or '.join(enums)}" if enums else text
        ) from None
    if _guessed(literal, value):
        raise DefaultError(_no_bytes(literal, field))
    if why := _unsendable(value, nested=False):
        raise DefaultError(f"{_shown(literal)} {why}")
    return Constant(value, constant_source(literal, field.type, definitions, native))


def _shown(literal: object) -> str:
    if isinstance(literal, dt.date | dt.time):
        return literal.isoformat()
    return shortened(literal)


def _no_bytes(literal: object, field: Field) -> str:
    what = f"{_shown(literal)} does not fit '{describe(field.type)}'"
    return f"{what}; bytes are written as in type = \"bytes = b'...'\""


def _unfit(what: str, field: Field, error: msgspec.ValidationError) -> str:
    return f"{what} does not fit '{describe(field.type)}': {error}"


def _guessed(literal: object, value: object) -> bool:
    """Return whether `convert` read more into a string than a person would: bytes from base64."""
    match value:
        case bytes():
            return not isinstance(literal, bytes)
        case tuple() | list() | frozenset() if isinstance(literal, tuple | list):
            return any(map(_guessed, literal, value))
    return False


def _unsendable(value: object, *, nested: bool) -> str | None:
    """Return why a value cannot be the default of every message."""
    match value:
        case str() if not encodable(value):
            return "has half a character, which cannot be sent"
        case int() if not -(2**63) <= value < 2**64:
            return "does not fit in 64 bits, and the wire has no more"
        case list() | dict() | set() if value or nested:
            kind = type(value).__name__
            return f"would be shared by every message; a default {kind} is empty"
        case msgspec.Struct():
            return "has a struct inside, and a struct is no literal; leave it empty"
        case tuple() | frozenset():
            reasons = (_unsendable(item, nested=True) for item in value)
            return next(filter(None, reasons), None)
        case complex() if not isinstance(value, int | float):
            return "cannot be sent; a default is what msgpack has a form for"
    if value is ...:
        return "cannot be sent; a default is what msgpack has a form for"
    return None


def _holds(type: Type, name: str, definitions: Definitions) -> bool:
    match type:
        case Reference(name=other) if other == name:
            return True
        case Reference(name=other):
            definition = definitions.get(other)
            return isinstance(definition, Newtype | Alias) and _holds(
                definition.type, name, definitions
            )
        case Bounded(type=bare):
            return _holds(bare, name, definitions)
        case Union(members=members):
            return any(_holds(member, name, definitions) for member in members)
        case Scalar(name="Any"):
            return True
    return False
