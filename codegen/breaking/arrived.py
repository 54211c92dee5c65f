"""What a message has lost on its way, seen by comparing what was sent with what arrived.

Rule 1: values are compared, not types, so that this and the engine's verdict may disagree.
Rule 2: where the wire models are given, they tell what was renamed. A name that the other side knows
for something else means that something else has arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec
from runtime.wire_model import WireStruct

from codegen.breaking.arrived_scalars import (
    ALTERED,
    NOTHING,
    Losses,
    of_named_scalars,
    of_scalars,
    plain,
)

_DROPPED = frozenset({"dropped"})
_NONE: Final[Mapping[str, WireStruct]] = MappingProxyType({})


def losses(
    sent: object,
    got: object,
    writers: Mapping[str, WireStruct] = _NONE,
    readers: Mapping[str, WireStruct] = _NONE,
) -> Losses:
    """Return what was lost; nothing where the one is the other in the reader's types."""
    return _Arrival(writers, readers).of(sent, got)


def losses_by_name(
    sent: object,
    got: object,
    writers: Mapping[str, WireStruct] = _NONE,
    readers: Mapping[str, WireStruct] = _NONE,
) -> Losses:
    """Return what was lost, where nothing says that a member of an enum was renamed."""
    return _Arrival(writers, readers, of_named_scalars).of(sent, got)


class _Item(msgspec.Struct, frozen=True):
    """An entry of a dict, compared as other structs are."""

    key: object
    value: object

    @classmethod
    def all(cls, mapping: dict[object, object]) -> list[_Item]:
        return [cls(key, value) for key, value in mapping.items()]


class _Arrival:
    def __init__(
        self,
        writers: Mapping[str, WireStruct],
        readers: Mapping[str, WireStruct],
        scalars: Callable[[object, object], Losses] = of_scalars,
    ) -> None:
        self.writers = writers
        self.readers = readers
        self.scalars = scalars

    def of(self, sent: object, got: object) -> Losses:
        """Return what was lost of the message, or of a part of it."""
        match sent, got:
            case msgspec.Raw(), _:
                return self.of(_opened(sent), got)
            case _, msgspec.Raw():
                return self.of(sent, _opened(got))
            case msgspec.Struct(), msgspec.Struct():
                return _together([self.meaning(sent, got), *self.fields(sent, got)])
            case msgspec.Struct(), dict():
                return self.as_dict(sent, got)
            case dict(), msgspec.Struct():
                return self.from_dict(sent, got)
            case msgspec.Struct(), list() | tuple() | set() | frozenset():
                return self.of([value for _, value in _slots(sent)], got)
            case ((list() | tuple() | set() | frozenset()), msgspec.Struct()):
                return self.from_array(list(sent), got)
            case ((list() | tuple() | set() | frozenset()), (set() | frozenset())):
                return self.sets(sent, got)
            case ((list() | tuple() | set() | frozenset()), (list() | tuple())):
                return self.lists(list(sent), got)
            case dict(), dict():
                return self.sets(_Item.all(sent), _Item.all(got))
        return self.scalars(sent, got)

    def meaning(self, sent: msgspec.Struct, got: msgspec.Struct) -> Losses:
        """Return whether a struct is taken for another one."""
        was = self.writers.get(type(sent).__name__)
        now = self.readers.get(type(got).__name__)
        if was is None or now is None or was.name == now.name:
            return NOTHING
        if was.name == now.renamed_from or now.name == was.renamed_from:
            return NOTHING
        known = _knows(self.readers, was.name) or _knows(self.writers, now.name)
        return frozenset({"misread"}) if known else NOTHING

    def fields(self, sent: msgspec.Struct, got: msgspec.Struct) -> Iterable[Losses]:
        theirs, counterparts = _values(got), self.counterparts(sent, got)
        for name, (_, value) in _values(sent).items():
            if name in counterparts:
                yield self.absent(value, theirs[counterparts[name]][1])
            elif value is not msgspec.UNSET:
                yield _DROPPED
        for name in theirs.keys() - set(counterparts.values()):
            default = _default(got, name)
            if default is None or self.absent(default[0], theirs[name][1]):
                yield ALTERED

    def counterparts(self, sent: msgspec.Struct, got: msgspec.Struct) -> dict[str, str]:
        """Return which fields of the reader are for which of the writer, by their names in Python."""
        ours, theirs = _values(sent), _values(got)
        renamed = self.renamed(sent, got)
        if sent.__struct_config__.array_like:
            slots = zip(_slots(sent), _slots(got), strict=False)
            on_wire = {name: other for (name, _), (other, _) in slots}
        else:
            by_wire = {wire: name for name, (wire, _) in theirs.items()}
            on_wire = {name: by_wire.get(wire, "") for name, (wire, _) in ours.items()}
        found: dict[str, str] = {}
        for name in ours:
            known = (name if name in theirs else "", renamed.get(name, ""))
            meant, comes = list(filter(None, known)), on_wire.get(name, "")
            found[name] = comes if comes in meant or not meant else meant[0]
        return {name: other for name, other in found.items() if other}

    def renamed(self, sent: msgspec.Struct, got: msgspec.Struct) -> dict[str, str]:
        was = self.writers.get(type(sent).__name__)
        now = self.readers.get(type(got).__name__)
        names = {f.attribute for f in now.fields} if now else set[str]()
        before = {f.renamed_from: f.attribute for f in now.fields} if now else {}
        after = {f.attribute: f.renamed_from for f in was.fields} if was else {}
        return before | {name: old for name, old in after.items() if old in names}

    def absent(self, sent: object, got: object) -> Losses:
        if sent is msgspec.UNSET or got is msgspec.UNSET:
            return NOTHING if sent is got else ALTERED
        return self.of(sent, got)

    def as_dict(self, sent: msgspec.Struct, got: dict[object, object]) -> Losses:
        """A dict may have the keys as an enum or a Literal; their text is the wire's."""
        by_text = {str(plain(key)): value for key, value in got.items()}
        return _together(
            self.of(value, by_text[wire]) if wire in by_text else _DROPPED
            for wire, value in _values(sent).values()
            if value is not msgspec.UNSET
        )

    def from_dict(self, sent: dict[object, object], got: msgspec.Struct) -> Losses:
        by_wire = dict(_values(got).values())
        return _together(
            self.of(value, by_wire[str(plain(key))])
            if str(plain(key)) in by_wire
            else _DROPPED
            for key, value in sent.items()
        )

    def from_array(self, sent: list[object], got: msgspec.Struct) -> Losses:
        slots = [value for _, value in _slots(got)]
        kept = [self.of(s, g) for s, g in zip(sent, slots, strict=False)]
        return _together([*kept, _DROPPED if len(sent) > len(slots) else NOTHING])

    def lists(self, sent: list[object], got: Sequence[object]) -> Losses:
        parts = [self.of(s, g) for s, g in zip(sent, got, strict=False)]
        return _together([*parts, NOTHING if len(sent) == len(got) else ALTERED])

    def sets(self, sent: Iterable[object], got: Collection[object]) -> Losses:
        """Match what is the same first; then each with what it has become with the fewest losses."""
        rest, taken = list(got), set[int]()
        unmatched: list[tuple[object, dict[int, Losses]]] = []
        if not rest and any(True for _ in sent):
            return ALTERED
        for item in sent:
            become: dict[int, Losses] = {}
            for i, arrived in enumerate(rest):
                if i not in taken:
                    become[i] = self.of(item, arrived)
                    if not become[i]:
                        taken.add(i)
                        break
            else:
                unmatched.append((item, become))
        found: list[Losses] = []
        for item, become in unmatched:
            become |= {i: self.of(item, rest[i]) for i in taken - become.keys()}
            found.append(min(become.values(), key=_weight))
        if len(unmatched) < len(rest) - len(taken):
            found.append(ALTERED)
        if len(unmatched) > len(rest) - len(taken):
            found.append(frozenset({"deduped"}))
        return _together(found)


def _knows(structs: Mapping[str, WireStruct], name: str) -> bool:
    """Return whether something is called so, or was."""
    return any(
        name in (struct.name, struct.renamed_from) for struct in structs.values()
    )


def _opened(raw: msgspec.Raw) -> object:
    """Return what is in undecoded bytes; as they are where Python cannot hash a key."""
    try:
        opened: object = msgspec.msgpack.decode(raw)
    except msgspec.DecodeError:
        return bytes(raw)
    return opened


def _together(parts: Iterable[Losses]) -> Losses:
    return NOTHING.union(*parts)


def _values(struct: msgspec.Struct) -> dict[str, tuple[str, object]]:
    """Return each field's value and its name on the wire, by its name in Python."""
    names = zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True)
    return {name: (wire, getattr(struct, name)) for name, wire in names}


def _slots(struct: msgspec.Struct) -> list[tuple[str, object]]:
    tag = struct.__struct_config__.tag
    fields = [(name, value) for name, (_, value) in _values(struct).items()]
    return fields if tag is None else [("", tag), *fields]


def _default(struct: msgspec.Struct, name: str) -> tuple[object] | None:
    """Return what a field is when it does not come; None if it has to."""
    for field in msgspec.structs.fields(type(struct)):
        if field.name == name and field.default is not msgspec.NODEFAULT:
            return (field.default,)
        if field.name == name and field.default_factory is not msgspec.NODEFAULT:
            return (field.default_factory(),)
    return None


def _weight(lost: Losses) -> tuple[bool, int]:
    return bool(lost - _DROPPED), len(lost)
