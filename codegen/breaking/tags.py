"""How tags differ, and what that does wherever the struct stands.

Rule 1: a struct that stands alone does not insist on its tag; among several the tag decides. So a
tag is compared at each place where its struct stands, and places that fare alike are told together.
Rule 2: `tag_field` is one name for all members of a union, and changes for all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace
from runtime.wire_model import WireField, WireStruct

from codegen.breaking.apart import Apart
from codegen.breaking.change import Change, Hit, Spot, root_hit
from codegen.breaking.comparison import Comparison
from codegen.breaking.differences import Meets, Way
from codegen.breaking.meetings import Meetings, Names, Pair, further
from codegen.breaking.pairs import without_crowd


class _Place(Struct, frozen=True):
    """Where a struct stands: in a field, or at the root of a channel."""

    met: Meets
    hits: tuple[Hit, ...]
    pair: Pair | None = None
    field: WireField | None = None


def tag_changes(
    found: Meetings, hits: Mapping[Names, tuple[Hit, ...]], apart: Apart
) -> Iterator[Change]:
    """Yield the changes of tags."""
    changed = [
        pair for pair in found.pairs.values() if _tag(pair.old) != _tag(pair.new)
    ]
    if not changed:
        return
    places = _places(found, hits, {pair.names for pair in changed})
    for pair in changed:
        for kind, retagged in _kinds(pair, changed, apart):
            yield from _at_places(
                kind, pair, places.get(pair.names, []), retagged, apart
            )


def _tag(struct: WireStruct) -> tuple[str | int | None, type, str]:
    field = struct.tag_field if struct.tag is not None else ""
    return struct.tag, type(struct.tag), field


def _kinds(
    pair: Pair, changed: list[Pair], apart: Apart
) -> Iterator[tuple[str, dict[str, WireStruct]]]:
    """Yield what has become of a tag, with the structs that have it so."""
    old, new, base = pair.old, pair.new, apart.as_new(pair)
    tagged = replace(base, tag=new.tag, tag_field=new.tag_field)
    alone = {new.name: tagged}
    if old.tag is None:
        yield "TAG_ADDED", alone
        if any(f.name == new.tag_field for f in old.fields) and not old.array_like:
            fields = tuple(f for f in base.fields if f.name != new.tag_field)
            kind = "TAG_FIELD_SHADOWS_FIELD"
            yield kind, {new.name: replace(tagged, fields=fields)}
        return
    if new.tag is None:
        yield "TAG_REMOVED", alone
        return
    if old.tag_field != new.tag_field:
        yield (
            "TAG_FIELD_CHANGED",
            {
                other.new.name: replace(apart.as_new(other), tag_field=new.tag_field)
                for other in changed
                if other.old.tag_field == old.tag_field
                and other.new.tag_field == new.tag_field
            },
        )
    if type(old.tag) is not type(new.tag):
        yield "TAG_KIND_CHANGED", {new.name: replace(base, tag=new.tag)}
    elif old.tag != new.tag:
        others = {
            other.new.name: replace(apart.as_new(other), tag=other.new.tag)
            for other in changed
            if new.tag == other.old.tag or old.tag == other.new.tag
        }
        kind = "TAG_SWAPPED" if others else "TAG_CHANGED"
        yield kind, {**others, new.name: replace(base, tag=new.tag)}


def _places(
    found: Meetings,
    hits: Mapping[Names, tuple[Hit, ...]],
    asked: set[Names],
) -> dict[Names, list[_Place]]:
    """Return where each pair of structs stands."""
    places: dict[Names, list[_Place]] = {}
    for root in found.roots:
        hit = root_hit(root.new)
        for met in root.meets:
            if (met.old, met.new) in asked:
                place = _Place(met, (hit,))
                places.setdefault((met.old, met.new), []).append(place)
    for names, pair in found.pairs.items():
        for field in pair.inside:
            for met in field.meets:
                if (met.old, met.new) in asked:
                    place = _Place(met, hits[names], pair, field.old)
                    places.setdefault((met.old, met.new), []).append(place)
    return places


def _at_places(
    kind: str,
    pair: Pair,
    places: list[_Place],
    retagged: dict[str, WireStruct],
    apart: Apart,
) -> Iterator[Change]:
    spots = Spot("struct", pair.old.name), Spot("struct", pair.new.name)
    alike: dict[tuple[str, str], tuple[Change, list[Hit]]] = {}
    for place in places:
        if place.met.crosses and kind in ("TAG_ADDED", "TAG_REMOVED"):
            continue  # told by what has become of the union
        made = _comparison(place, pair, retagged, apart)
        change = Change(
            kind, *spots, made, forward=made.forward(), backward=made.backward()
        )
        fares = change.fares
        step = pair.old.name
        if place.pair and place.field:
            step = f"{place.pair.old.name}.{place.field.attribute} > {step}"
        further_hits = further(place.hits, step, Way(), always=True)
        alike.setdefault(fares, (change, []))[1].extend(further_hits)
    for change, reached in alike.values():
        yield replace(change, hits=tuple(dict.fromkeys(reached)))


def _comparison(
    place: _Place, pair: Pair, retagged: dict[str, WireStruct], apart: Apart
) -> Comparison:
    keep = {pair.old.name} | {
        old
        for old, new in apart.translation.names.items()
        if len(retagged) <= 4 and new in retagged
    }
    before = without_crowd(place.met.before, frozenset(keep))
    if place.pair is None or place.field is None:
        return apart.types(before, before, retagged)
    return apart.field_type(place.pair, place.field, before, before, retagged)
