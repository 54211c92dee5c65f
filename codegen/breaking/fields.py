"""How the fields of a struct differ: there or not, required or not, default, name on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from runtime.wire_model import WireField, WireStruct

from codegen.breaking.apart import Apart
from codegen.breaking.change import Change, Spot
from codegen.breaking.counterparts import Slot, names_moved
from codegen.breaking.meetings import Pair


def field_changes(
    pair: Pair, apart: Apart, reserved: frozenset[str]
) -> Iterator[Change]:
    """Yield what became of the fields, their types aside.

    Args:
        reserved: names on the wire that are gone on purpose: nothing goes on under another.
    """
    if pair.old.array_like and pair.new.array_like:
        yield from _slots(pair, apart)
    elif not (pair.old.array_like or pair.new.array_like):
        yield from _names(pair, apart, reserved)
    for was, now in pair.fields.pairs:
        yield from _presence(pair, was, now, apart)


def required(field: WireField) -> bool:
    """Return whether a reader insists on a field."""
    return field.default is None and not field.optional


def _spots(pair: Pair, was: WireField, now: WireField) -> tuple[Spot, Spot]:
    return (
        Spot("struct", pair.old.name, was.attribute),
        Spot("struct", pair.new.name, now.attribute),
    )


def _presence(
    pair: Pair, was: WireField, now: WireField, apart: Apart
) -> Iterator[Change]:
    """Yield whether a field has to come, and what is taken for it where it does not."""
    if (was.default, was.optional) == (now.default, now.optional):
        return
    made = replace(was, default=now.default, optional=now.optional)
    comparison = apart.field(pair, was, made)
    kind = "FIELD_DEFAULT_CHANGED"
    if required(now):
        kind = "FIELD_BECAME_REQUIRED"
    elif required(was) and _omits(pair.new, now):
        kind = "FIELD_BECAME_OMITTABLE"
    yield Change(kind, *_spots(pair, was, now), comparison)


def _omits(struct: WireStruct, field: WireField) -> bool:
    """Return whether a writer may leave a field out."""
    return not struct.array_like and (field.optional or struct.omit_defaults)


def _added(pair: Pair, slot: Slot) -> Spot:
    return Spot("struct", pair.new.name, slot.field.attribute)


def _gone(pair: Pair, slot: Slot) -> Spot:
    return Spot("struct", pair.old.name, slot.field.attribute)


# Maps


def _names(pair: Pair, apart: Apart, reserved: frozenset[str]) -> Iterator[Change]:
    old, gone, added = pair.old.fields, list(pair.fields.gone), list(pair.fields.added)
    swapped = list(_swapped(pair, apart))
    yield from swapped
    for left in pair.fields.gone:
        for came in list(added):
            now = came.field
            declared = _renamed(left.field, now)
            gone_for_good = left.field.name in reserved
            if not declared and (gone_for_good or not _may_go_on(left.field, now)):
                continue
            kind = "FIELD_WIRE_NAME_CHANGED" if declared else "FIELD_PROBABLE_RENAME"
            since = now.renamed_from if declared else left.field.attribute
            made = replace(
                left.field, name=now.name, attribute=now.attribute, renamed_from=since
            )
            comparison = apart.field(pair, left.field, made)
            spots = _spots(pair, left.field, now)
            yield Change(kind, *spots, comparison, undeclared=not declared)
            gone.remove(left)
            added.remove(came)
            break
    for left in gone:
        kept = tuple(f for f in old if f is not left.field)
        kind = "FIELD_REMOVED_DEFAULT"
        if required(left.field):
            kind = "FIELD_REMOVED_REQUIRED"
        elif pair.new.forbid_unknown_fields:
            kind = "FIELD_REMOVED_READER_FORBIDS_UNKNOWN"
        yield Change(kind, _gone(pair, left), None, apart.fields(pair, old, kept))
    for came in added:
        kind = "FIELD_ADDED_DEFAULT"
        if required(came.field):
            kind = "FIELD_ADDED_REQUIRED"
        elif pair.old.forbid_unknown_fields:
            kind = "FIELD_ADDED_READER_FORBIDS_UNKNOWN"
        more = (*(f for f in old if f.attribute != came.field.attribute), came.field)
        yield Change(kind, None, _added(pair, came), apart.fields(pair, old, more))
    common = {was.name for was, _ in pair.fields.pairs}
    before = [f.name for f in pair.old.fields if f.name in common]
    after_names = [f.name for f in pair.new.fields if f.name in common]
    if before != after_names and not swapped:
        now_order = {f.name: place for place, f in enumerate(pair.new.fields)}
        after = tuple(sorted(old, key=lambda f: now_order.get(f.name, len(now_order))))
        spots = Spot("struct", pair.old.name), Spot("struct", pair.new.name)
        yield Change("FIELD_ORDER_CHANGED", *spots, apart.fields(pair, old, after))


def _renamed(was: WireField, now: WireField) -> bool:
    """Return whether a field under another name on the wire is said to be the same."""
    return (
        was.attribute in (now.attribute, now.renamed_from)
        or was.renamed_from == now.attribute
    )


def _may_go_on(was: WireField, now: WireField) -> bool:
    """Return whether a field that may be missing seems to go on under another name."""
    if required(was) or required(now) or now.renamed_from:
        return False
    same = (was.default, was.optional) == (now.default, now.optional)
    return same and was.type == now.type


def _swapped(pair: Pair, apart: Apart) -> Iterator[Change]:
    """Yield that names on the wire belong to other fields than before."""
    known = {f.attribute for f in pair.old.fields}
    still = {f.attribute for f in pair.new.fields}
    moved = [
        (was, now)
        for was, now in pair.fields.pairs
        if was.attribute != now.attribute
        and was.attribute != now.renamed_from
        and was.renamed_from != now.attribute
        and (was.attribute in still or now.attribute in known)
    ]
    if not moved:
        return
    names = {was.name: now for was, now in moved}
    after = [
        replace(
            field,
            attribute=names[field.name].attribute,
            renamed_from=names[field.name].renamed_from,
        )
        if field.name in names
        else field
        for field in pair.old.fields
    ]
    taken = {f.attribute for f in names.values()}
    after = [f for f in after if f.name in names or f.attribute not in taken]
    have = {f.attribute for f in after}
    moved_away = {was.attribute for was, _ in moved}
    after += [
        slot.field
        for slot in pair.fields.added
        if slot.field.attribute in moved_away - have
    ]
    spots = _spots(pair, *moved[0])
    comparison = apart.fields(pair, pair.old.fields, tuple(after))
    yield Change("FIELD_WIRE_NAMES_SWAPPED", *spots, comparison)


# Arrays


def _slots(pair: Pair, apart: Apart) -> Iterator[Change]:
    order = pair.fields.order
    after = order
    if names_moved(pair.old, pair.new):
        after = tuple(
            replace(was, attribute=now.attribute) for was, now in pair.fields.pairs
        )
    if after != pair.old.fields:
        first = next(
            new for old, new in zip(pair.old.fields, after, strict=True) if old != new
        )
        yield Change(
            "ARRAY_FIELD_MOVED",
            Spot("struct", pair.old.name, first.attribute),
            Spot("struct", pair.new.name, first.attribute),
            apart.fields(pair, pair.old.fields, after),
        )
    for slot in pair.fields.gone:
        rest = () if slot.last else order[slot.place + 1 :]
        kind = "ARRAY_FIELD_REMOVED_LAST" if slot.last else "ARRAY_FIELD_REMOVED_INSIDE"
        after = (*order[: slot.place], *rest)
        yield Change(kind, _gone(pair, slot), None, apart.fields(pair, order, after))
    for slot in pair.fields.added:
        kind = "ARRAY_FIELD_INSERTED"
        if slot.last:
            need = "REQUIRED" if required(slot.field) else "DEFAULT"
            kind = f"ARRAY_FIELD_APPENDED_{need}"
        others = [f for f in order if f.attribute != slot.field.attribute]
        after = (*others[: slot.place], slot.field, *others[slot.place :])
        yield Change(kind, None, _added(pair, slot), apart.fields(pair, order, after))
    for was, now in pair.fields.pairs:
        if was.attribute != now.attribute and not names_moved(pair.old, pair.new):
            yield Change(
                "ARRAY_FIELD_RENAMED",
                *_spots(pair, was, now),
                apart.field(
                    pair,
                    was,
                    replace(
                        was, attribute=now.attribute, renamed_from=now.renamed_from
                    ),
                ),
            )
