"""What a type is to msgspec: the forms that the types of a catalogue and those of a wire model share."""

from __future__ import annotations

import datetime as dt
import decimal
import operator
import types as python
import typing
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec
from runtime.buffers import Buffer, WritableBuffer

_SCALARS: Final[dict[str, object]] = {
    "bool": bool,
    "int": int,
    "float": float,
    "str": str,
    "bytes": bytes,
    "buffer": Buffer,
    "writable_buffer": WritableBuffer,
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
_META: Callable[..., msgspec.Meta] = msgspec.Meta


def short_buffer(type: object, value: object) -> object:
    """Return what stands for a short buffer as one: msgspec leaves the type to such a hook."""
    return memoryview(value) if isinstance(value, bytes) else value


def scalar(name: str) -> object:
    """Return the type without parts that a catalogue calls this."""
    return _SCALARS[name]


def collection(kind: str, item: object) -> object:
    """Return `list[item]`, `set[item]` or `frozenset[item]`."""
    return python.GenericAlias(_COLLECTIONS[kind], (item,))


def mapping(key: object, value: object) -> object:
    return python.GenericAlias(dict, (key, value))


def variable_tuple(item: object) -> object:
    return python.GenericAlias(tuple, (item, ...))


def fixed_tuple(items: Iterable[object]) -> object:
    return python.GenericAlias(tuple, tuple(items))


def literal(values: tuple[str | int, ...]) -> object:
    made: object = operator.getitem(typing.Literal, values)
    return made


def union(members: Iterable[object]) -> object:
    made: object = operator.getitem(typing.Union, tuple(members))
    return made


def bounded(type: object, bounds: Mapping[str, int | float | str | bool]) -> object:
    """Return the type with msgspec's constraints, by msgspec's names for them."""
    made: object = operator.getitem(typing.Annotated, (type, _META(**bounds)))
    return made
