"""How Python spells a default, so that the type checker takes it for the type of its field.

A string is no `CellId`, to the type checker: a newtype is called, inside tuples and sets too.
"""

from __future__ import annotations

import msgspec

from codegen.decodable import Definitions
from codegen.definitions import Alias, Newtype
from codegen.native import FACTORIES, Native
from codegen.spelling import value_source
from codegen.types import (
    Bounded,
    Collection,
    FixedTuple,
    Reference,
    Type,
    Union,
    VariableTuple,
)


def constant_source(
    literal: object, type: Type, definitions: Definitions, native: Native
) -> str:
    """Return an expression for a literal that fits the type."""

    def source(value: object, type: Type) -> str:
        return constant_source(value, type, definitions, native)

    match type:
        case Reference(name=name):
            match definitions.get(name):
                case Newtype(type=inner):
                    return f"{name}({source(literal, inner)})"
                case Alias(type=inner):
                    return source(literal, inner)
        case Bounded(type=bare):
            return source(literal, bare)
        case Union(members=members):
            return source(literal, _member(literal, members, native))
        case VariableTuple(item=item) if isinstance(literal, tuple | list):
            return _tuple([source(value, item) for value in literal])
        case FixedTuple(items=items) if isinstance(literal, tuple | list):
            pairs = zip(literal, items, strict=True)
            return _tuple([source(value, item) for value, item in pairs])
        case Collection(kind="frozenset", item=item) if literal:
            if isinstance(literal, tuple | list | set | frozenset):
                sources = sorted({source(value, item) for value in literal})
                return f"frozenset({{{', '.join(sources)}}})"
    return value_source(native.convert(literal, native.type(type)))


def factory_source(
    name: str, type: Type, definitions: Definitions, native: Native
) -> str:
    """Return what a field's `default_factory` is: the name, or a lambda that makes a newtype."""
    newtypes: list[str] = []
    while isinstance(type, Reference | Union | Bounded):
        if isinstance(type, Bounded):
            type = type.type
            continue
        if isinstance(type, Union):
            type = _member(FACTORIES[name], type.members, native)
            continue
        definition = definitions.get(type.name)
        if not isinstance(definition, Newtype | Alias):
            break
        if isinstance(definition, Newtype):
            newtypes.append(definition.name)
        type = definition.type
    if not newtypes:
        return name
    made = {"list": "[]", "dict": "{}"}.get(name, f"{name}()")
    for newtype in reversed(newtypes):
        made = f"{newtype}({made})"
    return f"lambda: {made}"


def _member(literal: object, members: tuple[Type, ...], native: Native) -> Type:
    """Return the member of a union that a literal is meant as."""
    for member in members:
        try:
            native.convert(literal, native.type(member))
        except msgspec.ValidationError:
            continue
        return member
    return members[0]


def _tuple(sources: list[str]) -> str:
    return f"({sources[0]},)" if len(sources) == 1 else f"({', '.join(sources)})"
