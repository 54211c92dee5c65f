"""Taking the large buffers out of a message before it is encoded, which would copy them.

Rule: the type says where buffers can stand, and nothing else is looked at. What is of another type is
left where it is, for the decoder to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

import msgspec
from msgspec import inspect
from runtime.buffers import LARGE, Buffer, WritableBuffer, reference

Lift: TypeAlias = Callable[[object, list[memoryview]], object]
"""From a value to the same with references for its large buffers, which are added to a list."""


_FIELD_NAME: Final = ":[^:]*:"
_VIEW: Callable[..., memoryview] = memoryview


def lift_of(type: object) -> Lift:
    """Return what takes the large buffers out of the values of a type."""
    return _Plan().lift(inspect.type_info(type)) or _as_it_is


class _Plan:
    """Gathers, for each struct, which of its fields can hold buffers."""

    def __init__(self) -> None:
        self.structs: dict[type, Lift] = {}

    def lift(self, info: inspect.Type) -> Lift | None:
        """Return what to do with the values of a type; None if there is nothing to do."""
        if not _holds(info, set()):
            return None
        match info:
            case inspect.CustomType():
                return _lifted
            case inspect.StructType():
                return self.struct(info)
            case inspect.UnionType(types=members):
                return self.union(members)
            case inspect.DictType(value_type=value):
                return _in_dict(self.lift(value) or _as_it_is)
            case inspect.TupleType(item_types=items):
                return _in_place([self.lift(item) or _as_it_is for item in items])
            case inspect.CollectionType(item_type=item):
                return _in_list(self.lift(item) or _as_it_is)
        return None

    def struct(self, info: inspect.StructType) -> Lift:
        if info.cls not in self.structs:
            fields: list[tuple[str, Lift]] = []
            self.structs[info.cls] = _in_struct(info.cls, fields)
            lifts = ((field.name, self.lift(field.type)) for field in info.fields)
            fields += ((name, lift) for name, lift in lifts if lift)
        return self.structs[info.cls]

    def union(self, members: Iterable[inspect.Type]) -> Lift:
        structs = {
            member.cls: lift
            for member in members
            if isinstance(member, inspect.StructType) and (lift := self.lift(member))
        }
        others = [
            lift
            for member in members
            if not isinstance(member, inspect.StructType)
            and (lift := self.lift(member))
        ]
        return _in_union(structs, others)


def _holds(info: inspect.Type, seen: set[type]) -> bool:
    """Return whether there can be a buffer in the values of a type."""
    match info:
        case inspect.CustomType(cls=cls):
            return cls in (Buffer, WritableBuffer)
        case inspect.StructType(cls=cls) if cls in seen:
            return False
        case inspect.StructType(cls=cls):
            seen.add(cls)
    return any(_holds(part, seen) for part in _parts(info))


def _parts(info: inspect.Type) -> Iterator[inspect.Type]:
    match info:
        case inspect.StructType(fields=fields):
            yield from (field.type for field in fields)
        case inspect.UnionType(types=members):
            yield from members
        case inspect.DictType(value_type=value):
            yield value
        case inspect.TupleType(item_types=items):
            yield from items
        case inspect.CollectionType(item_type=item):
            yield item


def _as_it_is(value: object, out: list[memoryview]) -> object:
    return value


def _lifted(value: object, out: list[memoryview]) -> object:
    """Return a reference to a large buffer; a short one as something that msgspec can encode."""
    view = _view(value)
    if view is None:
        return value
    if not view.c_contiguous:
        raise ValueError("a buffer has gaps, or another order than C; copy it first")
    if "O" in re.sub(_FIELD_NAME, "", view.format):
        raise ValueError("a buffer has Python objects in it, which are addresses here")
    if view.nbytes < LARGE:
        return view.tobytes()
    out.append(view)
    return reference(len(out) - 1, view.nbytes)


def _view(value: object) -> memoryview | None:
    """Return a view of our own, which nobody else releases; None of what has no buffer."""
    try:
        return _VIEW(value)
    except TypeError:
        return None
    except BufferError as error:
        raise ValueError(str(error)) from error


def _in_struct(cls: type, fields: list[tuple[str, Lift]]) -> Lift:
    def lift(value: object, out: list[memoryview]) -> object:
        if type(value) is not cls or not isinstance(value, msgspec.Struct):
            return value
        changed: dict[str, object] = {}
        for name, inner in fields:
            before: object = getattr(value, name)
            after = inner(before, out)
            if after is not before:
                changed[name] = after
        return msgspec.structs.replace(value, **changed)

    return lift


def _in_union(structs: dict[type, Lift], others: list[Lift]) -> Lift:
    def lift(value: object, out: list[memoryview]) -> object:
        if inner := structs.get(type(value)):
            return inner(value, out)
        for inner in others:
            after = inner(value, out)
            if after is not value:
                return after
        return value

    return lift


def _in_list(inner: Lift) -> Lift:
    def lift(value: object, out: list[memoryview]) -> object:
        if not isinstance(value, list | tuple):
            return value
        return [inner(item, out) for item in value]

    return lift


def _in_place(inner: list[Lift]) -> Lift:
    def lift(value: object, out: list[memoryview]) -> object:
        if not isinstance(value, list | tuple) or len(value) != len(inner):
            return value
        return [lift(item, out) for lift, item in zip(inner, value, strict=True)]

    return lift


def _in_dict(inner: Lift) -> Lift:
    def lift(value: object, out: list[memoryview]) -> object:
        if not isinstance(value, dict):
            return value
        return {key: inner(item, out) for key, item in value.items()}

    return lift
