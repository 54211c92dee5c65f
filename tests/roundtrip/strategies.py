"""Values that a conforming writer may send, for every form a type can take.

`msgspec.inspect` says what a type is made of, so no generated class needs a strategy of its own.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

import msgspec
from hypothesis import strategies as st
from msgspec import inspect
from runtime.buffers import LARGE

Values = st.SearchStrategy[object]

if msgspec.__version__ < "0.22":
    # There `inspect` sorts the values of a Literal, which fails for strings beside integers.
    vars(inspect)["sorted"] = partial(sorted, key=repr)

_DEEPEST = 3
"""From here on a recursive type takes the way out: an empty list, None, a default."""


def values(type: object) -> Values:
    """Return a strategy for the values of a type, as a message or a field may have it."""
    return _values(inspect.type_info(type), 0)


def _values(info: inspect.Type, depth: int) -> Values:
    match info:
        case inspect.AnyType():
            return _anything(depth)
        case inspect.RawType():
            return _anything(depth).map(
                lambda v: msgspec.Raw(msgspec.msgpack.encode(v))
            )
        case inspect.NoneType():
            return st.none()
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return _integers(info)
        case inspect.FloatType():
            return _floats(info)
        case inspect.StrType():
            return _texts(info)
        case inspect.BytesType():
            return st.binary(min_size=info.min_length or 0, max_size=info.max_length)
        case inspect.CustomType():
            sizes = st.sampled_from([0, 1, LARGE - 1, LARGE, LARGE + 1])
            return sizes.map(bytes).map(memoryview)
        case inspect.DateTimeType():
            return st.tuples(st.datetimes(), _zones(info.tz)).map(_in_zone)
        case inspect.TimeType():
            return st.tuples(st.times(), _zones(info.tz)).map(_at_zone)
        case inspect.DateType():
            return st.dates()
        case inspect.TimeDeltaType():
            return st.timedeltas(dt.timedelta(days=-9999), dt.timedelta(days=9999))
        case inspect.UUIDType():
            return st.uuids()
        case inspect.DecimalType():
            return st.decimals(allow_nan=False, allow_infinity=False)
        case inspect.EnumType(cls=cls):
            return st.sampled_from(list(cls))
        case inspect.LiteralType(values=choices):
            return st.sampled_from(choices)
        case inspect.UnionType(types=types):
            return st.one_of(
                [_values(member, depth) for member in _closest(types, depth)]
            )
        case inspect.StructType():
            return _structs(info, depth)
        case inspect.DictType():
            return _dicts(info, depth)
        case inspect.TupleType(item_types=items):
            return st.tuples(*(_values(item, depth + 1) for item in items))
        case inspect.ListType():
            return _lists(info, depth)
        case inspect.VarTupleType():
            return _lists(info, depth).map(tuple)
        case inspect.SetType():
            return _sets(info, depth).map(set)
        case inspect.FrozenSetType():
            return _sets(info, depth)
    raise TypeError(f"no values for {info}")


def _anything(depth: int) -> Values:
    """What `Any` may hold and come back equal."""
    leaves = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text()
    if depth >= _DEEPEST:
        return leaves
    inner = _anything(depth + 1)
    return st.one_of(
        leaves,
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    )


def _integers(info: inspect.IntType) -> Values:
    low = [-(2**63)] + ([info.ge] if info.ge is not None else [])
    low += [info.gt + 1] if info.gt is not None else []
    high = [2**64 - 1] + ([info.le] if info.le is not None else [])
    high += [info.lt - 1] if info.lt is not None else []
    step = info.multiple_of or 1
    return st.integers(-(-max(low) // step), min(high) // step).map(step.__mul__)


def _floats(info: inspect.FloatType) -> Values:
    low = info.ge if info.ge is not None else info.gt
    high = info.le if info.le is not None else info.lt
    if info.multiple_of is not None:
        step = info.multiple_of
        least = -1000 if low is None else int(-(-low // step)) + 1
        return st.integers(least, least + 1000).map(step.__mul__)
    return st.floats(
        low,
        high,
        exclude_min=info.gt is not None,
        exclude_max=info.lt is not None,
        allow_nan=False,
        allow_infinity=low is None and high is None,
    )


def _texts(info: inspect.StrType) -> Values:
    if info.pattern is None:
        most = info.max_length
        return st.text(min_size=info.min_length or 0, max_size=most)
    found = st.from_regex(info.pattern)
    least, most = info.min_length or 0, info.max_length
    return found.filter(lambda t: least <= len(t) and (most is None or len(t) <= most))


def _zones(tz: bool | None) -> st.SearchStrategy[dt.tzinfo | None]:
    if tz is None:
        return st.sampled_from([None, dt.UTC])
    return st.just(dt.UTC if tz else None)


def _in_zone(pair: tuple[dt.datetime, dt.tzinfo | None]) -> object:
    return pair[0].replace(tzinfo=pair[1])


def _at_zone(pair: tuple[dt.time, dt.tzinfo | None]) -> object:
    return pair[0].replace(tzinfo=pair[1])


def _closest(types: tuple[inspect.Type, ...], depth: int) -> tuple[inspect.Type, ...]:
    """Return the members of a union that may be chosen: deep down, those that go no deeper."""
    if depth < _DEEPEST:
        return types
    structs = (inspect.StructType, inspect.CollectionType, inspect.DictType)
    flat = tuple(member for member in types if not isinstance(member, structs))
    fields = {
        len(member.fields): member
        for member in types
        if isinstance(member, inspect.StructType)
    }
    return flat or ((fields[min(fields)],) if fields else types)


def _structs(info: inspect.StructType, depth: int) -> Values:
    """Return structs with what is required, and some of the rest."""
    required = {f.name: _values(f.type, depth + 1) for f in info.fields if f.required}
    optional: dict[str, Values] = {}
    if depth < _DEEPEST:
        optional = {
            f.name: _values(f.type, depth + 1) for f in info.fields if not f.required
        }
    return st.fixed_dictionaries(required, optional=optional).map(
        partial(_build, info.cls)
    )


def _build(cls: type[msgspec.Struct], fields: dict[str, object]) -> object:
    return cls(**fields)


def _size(
    info: inspect.CollectionType | inspect.DictType, depth: int
) -> tuple[int, int]:
    least = info.min_length or 0
    most = least + 3 if info.max_length is None else min(info.max_length, least + 3)
    return least, least if depth >= _DEEPEST else most


def _lists(info: inspect.CollectionType, depth: int) -> st.SearchStrategy[list[object]]:
    least, most = _size(info, depth)
    if most == 0:
        return st.just([])
    item = _values(info.item_type, depth + 1)
    return st.lists(item, min_size=least, max_size=most)


def _sets(
    info: inspect.CollectionType, depth: int
) -> st.SearchStrategy[frozenset[object]]:
    least, most = _size(info, depth)
    if most == 0:
        return st.just(frozenset())
    item = _values(info.item_type, depth + 1)
    return st.frozensets(item, min_size=least, max_size=most)


def _dicts(info: inspect.DictType, depth: int) -> Values:
    least, most = _size(info, depth)
    if most == 0:
        return st.just({})
    key, value = _values(info.key_type, depth + 1), _values(info.value_type, depth + 1)
    return st.dictionaries(key, value, min_size=least, max_size=most)
