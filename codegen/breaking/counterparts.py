"""Which field of the new struct is which of the old.

Rule 1: in a map a field is known by its name on the wire.
Rule 2: in an array it is known by its place. Which fields were moved, put in or taken out is told by
their names in Python; what stands in the place of another took it over.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from msgspec import Struct
from runtime.wire_model import WireField, WireStruct


class Slot(Struct, frozen=True):
    """A field of one side that the other does not have, and the place where it stands."""

    field: WireField
    place: int
    last: bool
    """Nothing that both sides have comes after it."""


class Matched(Struct, frozen=True):
    """The fields of two structs, side by side."""

    pairs: tuple[tuple[WireField, WireField], ...]
    gone: tuple[Slot, ...]
    added: tuple[Slot, ...]
    order: tuple[WireField, ...]
    """The old fields; those that both sides have in the order of the new one, if it is an array."""


def matched(old: WireStruct, new: WireStruct) -> Matched:
    """Return which fields of two structs belong together."""
    if old.array_like != new.array_like:
        by_attribute = {field.attribute: field for field in new.fields}
        pairs = tuple(
            (field, by_attribute[field.attribute])
            for field in old.fields
            if field.attribute in by_attribute
        )
        return Matched(pairs, (), (), old.fields)
    return _by_place(old, new) if old.array_like else _by_name(old, new)


def names_moved(old: WireStruct, new: WireStruct) -> bool:
    """Return whether the places of an array hold what they held, under each other's names."""
    was, now = [f.attribute for f in old.fields], [f.attribute for f in new.fields]
    types = [f.type for f in old.fields] == [f.type for f in new.fields]
    return was != now and sorted(was) == sorted(now) and types


def _by_name(old: WireStruct, new: WireStruct) -> Matched:
    was = {field.name: field for field in old.fields}
    now = {field.name: field for field in new.fields}
    return Matched(
        pairs=tuple((was[name], now[name]) for name in was if name in now),
        gone=tuple(Slot(f, 0, last=True) for f in old.fields if f.name not in now),
        added=tuple(Slot(f, 0, last=True) for f in new.fields if f.name not in was),
        order=old.fields,
    )


def _by_place(old: WireStruct, new: WireStruct) -> Matched:
    was = {field.attribute: field for field in old.fields}
    if names_moved(old, new):
        by_place = tuple(zip(old.fields, new.fields, strict=True))
        return Matched(by_place, (), (), old.fields)
    names = [
        f.renamed_from if f.renamed_from in was else f.attribute for f in new.fields
    ]
    in_new_order = iter([name for name in names if name in was])
    order = [next(in_new_order) if name in names else name for name in was]
    pairs: list[tuple[WireField, WireField]] = []
    gone: list[Slot] = []
    added: list[Slot] = []
    matcher = SequenceMatcher(None, order, names, autojunk=False)
    for _, i, i_end, j, j_end in matcher.get_opcodes():
        both = min(i_end - i, j_end - j)
        for offset in range(both):
            pairs.append((was[order[i + offset]], new.fields[j + offset]))
        for place in range(i + both, i_end):
            gone.append(Slot(was[order[place]], place, last=i_end == len(order)))
        for place in range(j + both, j_end):
            last = i_end == len(order)
            added.append(Slot(new.fields[place], i_end, last=last))
    in_order = tuple(was[name] for name in order)
    return Matched(tuple(pairs), tuple(gone), tuple(added), in_order)
