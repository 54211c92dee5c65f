"""Structs whose messages hold nothing that nobody looks at, and so cannot be nested deeply.

What the decoder reads back of such a message is all there is of it: each value was of the type that
is declared for it. An object of another class may hold more, which decoders pass over.

Rule 1: a struct is flat if each field holds single values, or arrays and maps of them, as deep as
        is declared. With a struct inside, it is not: an object of a subclass may be there.
Rule 2: where it cannot be told, a struct is not flat.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Final,
    Literal,
    NewType,
    TypeAlias,
    Union,
    get_args,
    get_origin,
)

import msgspec
from msgspec import structs

Structs: TypeAlias = frozenset[type]

_SINGLE: Final = (
    bool,
    int,
    float,
    str,
    bytes,
    bytearray,
    NoneType,
    Ellipsis,
)
_MODULES: Final = ("datetime", "decimal", "uuid")
"""All types of these are single values. They are not imported for that."""

_OF_OTHERS: Final = (list, set, frozenset, tuple, dict, Union, UnionType)


def flat_structs(declared: object) -> Structs:
    """Return the structs that a message of this type may be, and that are flat."""
    return frozenset(member for member in _members(declared) if _is_flat_struct(member))


def _members(kind: object) -> Iterator[type]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _members(get_args(kind)[0])
    elif origin in (Union, UnionType):
        for member in get_args(kind):
            yield from _members(member)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind


def _is_flat_struct(kind: type) -> bool:
    try:
        fields = structs.fields(kind)
    except Exception:  # a name that is only there for type checkers
        return False
    return all(_is_flat(field.type) for field in fields)


def _is_flat(kind: object) -> bool:
    if isinstance(kind, NewType):
        return _is_flat(kind.__supertype__)
    origin = get_origin(kind)
    if origin is Annotated:
        return _is_flat(get_args(kind)[0])
    if origin is Literal:
        return True
    if origin in _OF_OTHERS:
        return all(map(_is_flat, get_args(kind)))
    if isinstance(kind, type) and (
        issubclass(kind, Enum) or kind.__module__ in _MODULES
    ):
        return True
    return kind in _SINGLE
