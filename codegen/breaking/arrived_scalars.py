"""Whether a value without parts arrived as it was sent."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import uuid

import msgspec
from runtime.enums import OpenEnum

Losses = frozenset[str]
NOTHING: Losses = frozenset()
ALTERED = frozenset({"altered"})


def plain(value: object) -> object:
    return value.value if isinstance(value, enum.Enum) else value


def _is_unknown(value: object) -> bool:
    return isinstance(value, OpenEnum) and value.name == type(value)._unknown_


def _names(member: enum.Enum) -> set[str]:
    """Return what the members of an enum are called, but for that of unknown values."""
    return {one.name for one in type(member) if not _is_unknown(one)}


def of_scalars(sent: object, got: object) -> Losses:
    """Return what was lost of a value without parts."""
    if _is_unknown(got):
        return NOTHING if _is_unknown(sent) else ALTERED
    if _is_unknown(sent):
        return ALTERED if isinstance(got, enum.Enum) else NOTHING
    if isinstance(sent, enum.Enum) and isinstance(got, enum.Enum):
        swapped = got.name in _names(sent) or sent.name in _names(got)
        if sent.name != got.name and swapped:
            return ALTERED
    one, other = plain(sent), plain(got)
    match one, other:
        case bool() | None, _:
            return NOTHING if one is other else ALTERED
        case (
            (int() | float() | decimal.Decimal()),
            (int() | float() | decimal.Decimal()),
        ) if not isinstance(other, bool):
            return NOTHING if _same_number(one, other) else _rounded(one, other)
        case _, bytes() if not isinstance(one, bytes):
            return NOTHING if msgspec.msgpack.encode(one) == other else ALTERED
        case bytes(), uuid.UUID():
            return NOTHING if one == other.bytes else ALTERED
        case dt.datetime(), dt.datetime():
            return NOTHING if one == other else ALTERED
        case str(), (
            dt.date() | dt.time() | dt.timedelta() | uuid.UUID() | decimal.Decimal()
        ):
            return NOTHING if _reads_as(one, other) else ALTERED
        case _, str() if not isinstance(one, str):
            return NOTHING if _text(one) == other else ALTERED
        case _, _ if type(one) is type(other):
            return NOTHING if one == other else ALTERED
    return NOTHING if _text(one) == _text(other) else ALTERED


def of_named_scalars(sent: object, got: object) -> Losses:
    """Return what was lost, where a member that has another name is another."""
    match sent, got:
        case enum.Enum(), enum.Enum() if not (_is_unknown(sent) or _is_unknown(got)):
            return of_scalars(sent, got) if sent.name == got.name else ALTERED
    return of_scalars(sent, got)


def _text(value: object) -> object:
    """Return a value as JSON has it; what is no scalar is like nothing else."""
    if isinstance(value, list | tuple | dict | set | frozenset | msgspec.Struct):
        return object()
    if value is msgspec.UNSET:
        return value
    text: object = msgspec.to_builtins(value)
    return text


def _reads_as(text: str, value: object) -> bool:
    try:
        again: object = msgspec.convert(text, type(value))
    except msgspec.ValidationError:
        return False
    return again == value or again != again


def _same_number(one: float | decimal.Decimal, other: float | decimal.Decimal) -> bool:
    if one != one or other != other:
        return one != one and other != other
    if isinstance(one, float) and isinstance(other, decimal.Decimal):
        return float(other) == one
    return one == other


def _rounded(one: float | decimal.Decimal, other: float | decimal.Decimal) -> Losses:
    is_near = isinstance(other, float) and float(one) == other
    return frozenset({"precision"}) if is_near else ALTERED
