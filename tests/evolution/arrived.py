"""What a message has lost on its way, seen by comparing what was sent with what arrived.

Written without the engine's words, so that the two may disagree.
"""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import uuid
from collections.abc import Collection, Iterable, Sequence

import msgspec

Losses = frozenset[str]
NOTHING: Losses = frozenset()
DROPPED, ALTERED = frozenset({"dropped"}), frozenset({"altered"})


def losses(sent: object, got: object) -> Losses:
    """Return what was lost; nothing where the one is the other in the reader's types."""
    match sent, got:
        case msgspec.Raw(), _:
            return losses(_opened(sent), got)
        case _, msgspec.Raw():
            return losses(sent, _opened(got))
        case msgspec.Struct(), msgspec.Struct():
            return _of_structs(sent, got)
        case msgspec.Struct(), dict():
            return _as_dict(sent, got)
        case dict(), msgspec.Struct():
            return _from_dict(sent, got)
        case msgspec.Struct(), list() | tuple() | set() | frozenset():
            return losses([value for _, value in _slots(sent)], got)
        case ((list() | tuple() | set() | frozenset()), msgspec.Struct()):
            return _from_array(list(sent), got)
        case ((list() | tuple() | set() | frozenset()), (set() | frozenset())):
            return _of_sets(sent, got)
        case ((list() | tuple() | set() | frozenset()), (list() | tuple())):
            return _of_lists(list(sent), got)
        case dict(), dict():
            return _of_sets(_Item.all(sent), _Item.all(got))
    return _of_scalars(sent, got)


def _opened(raw: msgspec.Raw) -> object:
    """Return what is in undecoded bytes; as they are where Python cannot hash a key."""
    try:
        opened: object = msgspec.msgpack.decode(raw)
    except msgspec.DecodeError:
        return bytes(raw)
    return opened


class _Item(msgspec.Struct, frozen=True):
    """An entry of a dict, compared as other structs are."""

    key: object
    value: object

    @classmethod
    def all(cls, mapping: dict[object, object]) -> list[_Item]:
        return [cls(key, value) for key, value in mapping.items()]


def _together(parts: Iterable[Losses]) -> Losses:
    return NOTHING.union(*parts)


def _values(struct: msgspec.Struct) -> dict[str, tuple[str, object]]:
    """Return each field's value and its name on the wire, by its name in Python."""
    return {
        field.name: (field.encode_name, getattr(struct, field.name))
        for field in msgspec.structs.fields(type(struct))
    }


def _slots(struct: msgspec.Struct) -> list[tuple[str, object]]:
    tag = struct.__struct_config__.tag
    fields = [(name, value) for name, (_, value) in _values(struct).items()]
    return fields if tag is None else [("", tag), *fields]


def _of_structs(sent: msgspec.Struct, got: msgspec.Struct) -> Losses:
    ours, theirs = _values(sent), _values(got)
    by_wire = {wire: name for name, (wire, _) in theirs.items()}
    if sent.__struct_config__.array_like:
        names = [name for name, _ in _slots(got)]
        by_slot = {
            n: names[i] for i, (n, _) in enumerate(_slots(sent)) if i < len(names)
        }
    else:
        by_slot = {n: by_wire[wire] for n, (wire, _) in ours.items() if wire in by_wire}
    found: list[Losses] = []
    met: set[str] = set()
    for name, (_, value) in ours.items():
        other = name if name in theirs else by_slot.get(name, "")
        if other:
            met.add(other)
            found.append(_absent(value, theirs[other][1]))
        elif value is not msgspec.UNSET:
            found.append(DROPPED)
    for name in theirs.keys() - met:
        default = _default(got, name)
        if default is not None and not _same(default[0], theirs[name][1]):
            found.append(ALTERED)
    return _together(found)


def _default(struct: msgspec.Struct, name: str) -> tuple[object] | None:
    """Return what a field is when it does not come; None if it has to."""
    for field in msgspec.structs.fields(type(struct)):
        if field.name == name and field.default is not msgspec.NODEFAULT:
            return (field.default,)
        if field.name == name and field.default_factory is not msgspec.NODEFAULT:
            return (field.default_factory(),)
    return None


def _absent(sent: object, got: object) -> Losses:
    if sent is msgspec.UNSET or got is msgspec.UNSET:
        return NOTHING if sent is got else ALTERED
    return losses(sent, got)


def _same(one: object, other: object) -> bool:
    return not _absent(one, other)


def _as_dict(sent: msgspec.Struct, got: dict[object, object]) -> Losses:
    """A dict may have the keys as an enum or a Literal; their text is the wire's."""
    by_text = {str(_plain(key)): value for key, value in got.items()}
    return _together(
        losses(value, by_text[wire]) if wire in by_text else DROPPED
        for wire, value in _values(sent).values()
        if value is not msgspec.UNSET
    )


def _from_dict(sent: dict[object, object], got: msgspec.Struct) -> Losses:
    by_wire = dict(_values(got).values())
    return _together(
        losses(value, by_wire[str(_plain(key))])
        if str(_plain(key)) in by_wire
        else DROPPED
        for key, value in sent.items()
    )


def _from_array(sent: list[object], got: msgspec.Struct) -> Losses:
    slots = [value for _, value in _slots(got)]
    kept = [losses(s, g) for s, g in zip(sent, slots, strict=False)]
    return _together([*kept, DROPPED if len(sent) > len(slots) else NOTHING])


def _of_lists(sent: list[object], got: Sequence[object]) -> Losses:
    parts = [losses(s, g) for s, g in zip(sent, got, strict=False)]
    return _together([*parts, NOTHING if len(sent) == len(got) else ALTERED])


def _of_sets(sent: Iterable[object], got: Collection[object]) -> Losses:
    """Match what is the same first; then each with what it has become with the fewest losses."""
    rest, unmatched = list(got), list[object]()
    for item in sent:
        place = next((i for i, g in enumerate(rest) if _same(item, g)), None)
        if place is None:
            unmatched.append(item)
        else:
            del rest[place]
    found: list[Losses] = []
    for item in unmatched:
        become = min((losses(item, g) for g in got), key=_weight, default=NOTHING)
        found.append(become)
    if len(unmatched) < len(rest):
        found.append(ALTERED)
    if len(unmatched) > len(rest):
        found.append(frozenset({"deduped"}))
    return _together(found)


def _weight(lost: Losses) -> tuple[bool, int]:
    return bool(lost - DROPPED), len(lost)


def _plain(value: object) -> object:
    return value.value if isinstance(value, enum.Enum) else value


def _of_scalars(sent: object, got: object) -> Losses:
    if isinstance(got, enum.Enum) and got.name == "UNKNOWN":
        unknown = isinstance(sent, enum.Enum) and sent.name == "UNKNOWN"
        return NOTHING if unknown else ALTERED
    if isinstance(sent, enum.Enum) and sent.name == "UNKNOWN":
        return ALTERED if isinstance(got, enum.Enum) else NOTHING
    one, other = _plain(sent), _plain(got)
    match one, other:
        case bool() | None, _:
            return NOTHING if one is other else ALTERED
        case (
            (int() | float() | decimal.Decimal()),
            (int() | float() | decimal.Decimal()),
        ) if not isinstance(other, bool):
            return NOTHING if _same_number(one, other) else frozenset({"precision"})
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
