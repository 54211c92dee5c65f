"""Defaults: does one fit its type, and how does Python spell it?

msgspec never checks a default, so a wrong one would be sent by every writer and refused by every
reader. Here msgspec itself is asked, with the type and the constraints of the field.
"""

from __future__ import annotations

import ast
import datetime as dt

import msgspec

from codegen import toml, types
from codegen.catalogue import Alias, Constant, Factory, Field, Newtype, Record
from codegen.decodable import Definitions
from codegen.native import FACTORIES, Native
from codegen.problems import listed, meant
from codegen.spelling import value_source
from codegen.types import FixedTuple, Reference, Type, Union, VariableTuple, describe


class DefaultError(Exception):
    """The default of a field is wrong; the text says why."""


def from_annotation(node: ast.expr) -> object:
    """Return the value of the literal after `=` in a field's type.

    Raises:
        DefaultError: it is not a literal.
    """
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        source = ast.unparse(node)
        called = source.removesuffix("()")
        if called in FACTORIES:
            hint = f"for a new value each time, write default_factory = {called!r}"
        else:
            hint = "write a number, a quoted string, True, False, None or an empty list"
        raise DefaultError(f"{source!r} is not a literal; {hint}") from None
    return value


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
    name: str, field: Field, definitions: Definitions, native: Native
) -> Factory:
    """Return what makes the default.

    Raises:
        DefaultError: nothing of that name, or it makes something else than the field holds.
    """
    match definitions.get(name):
        case Record(fields=fields):
            if needed := [inner.name for inner in fields if inner.required]:
                raise DefaultError(
                    f"{name!r} cannot be made without {listed(needed, 'and')}; "
                    "a default_factory is a struct whose fields all have defaults"
                )
            if not _holds(field.type, name, definitions):
                raise DefaultError(f"{name!r} is not a '{describe(field.type)}'")
            return Factory(name)
        case None if name in FACTORIES:
            sample = FACTORIES[name]
            try:
                fits = type(native.convert(sample, native.constrained(field))) is type(
                    sample
                )
            except msgspec.ValidationError as error:
                raise DefaultError(
                    _unfit(f"what {name!r} returns", field, error)
                ) from None
            if not fits:
                raise DefaultError(f"{name!r} does not make a '{describe(field.type)}'")
            return Factory(name)
    known = [*FACTORIES, *(n for n, d in definitions.items() if isinstance(d, Record))]
    hint = (
        meant(name, known)
        or f"; write {listed(FACTORIES)}, or a struct of the catalogue"
    )
    raise DefaultError(f"no factory named {name!r}{hint}")


def constant(
    literal: object, field: Field, definitions: Definitions, native: Native
) -> Constant:
    """Return the default that a literal of the catalogue means.

    Raises:
        DefaultError: it does not fit the type or the constraints of the field.
    """
    try:
        value = native.convert(literal, native.constrained(field))
    except msgspec.ValidationError as error:
        raise DefaultError(_unfit(repr(literal), field, error)) from None
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        raise DefaultError(f"{value} does not fit in 64 bits, and the wire has no more")
    if _guessed(literal, value):
        raise DefaultError(f"{literal!r} does not fit '{describe(field.type)}'")
    if isinstance(value, list | dict | set) and value:
        raise DefaultError(
            f"{literal!r} would be shared by every message; "
            f"a default {type(value).__name__} is empty"
        )
    if isinstance(value, msgspec.Struct):
        raise DefaultError(
            "a struct is no literal; name one in default_factory instead"
        )
    return Constant(value, _source(literal, field.type, definitions, native))


def _unfit(what: str, field: Field, error: msgspec.ValidationError) -> str:
    return f"{what} does not fit '{describe(field.type)}': {error}"


def _guessed(literal: object, value: object) -> bool:
    """Return whether `convert` read more into a literal than a person would: bytes from base64."""
    return (
        isinstance(value, bytes | dt.timedelta)
        and not isinstance(literal, bytes | str)
        or (isinstance(value, bytes) and isinstance(literal, str))
    )


def _holds(type: Type, name: str, definitions: Definitions) -> bool:
    match type:
        case Reference(name=other) if other == name:
            return True
        case Reference(name=other):
            definition = definitions.get(other)
            return isinstance(definition, Newtype | Alias) and _holds(
                definition.type, name, definitions
            )
        case Union(members=members):
            return any(_holds(member, name, definitions) for member in members)
        case types.Scalar(name="Any"):
            return True
    return False


def _source(
    literal: object, type: Type, definitions: Definitions, native: Native
) -> str:
    """Return the default as an expression that the type checker takes for the type."""
    match type:
        case Reference(name=name):
            match definitions.get(name):
                case Newtype(type=inner):
                    return f"{name}({_source(literal, inner, definitions, native)})"
                case Alias(type=inner):
                    return _source(literal, inner, definitions, native)
        case Union(members=members):
            for member in members:
                try:
                    native.convert(literal, native.type(member))
                except msgspec.ValidationError:
                    continue
                return _source(literal, member, definitions, native)
        case VariableTuple(item=item) if isinstance(literal, tuple | list):
            return _tuple(
                [_source(value, item, definitions, native) for value in literal]
            )
        case FixedTuple(items=items) if isinstance(literal, tuple | list):
            pairs = zip(literal, items, strict=True)
            return _tuple(
                [_source(value, item, definitions, native) for value, item in pairs]
            )
    return value_source(native.convert(literal, native.type(type)))


def _tuple(sources: list[str]) -> str:
    return f"({sources[0]},)" if len(sources) == 1 else f"({', '.join(sources)})"
