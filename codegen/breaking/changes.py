"""Everything that has changed from one version of a catalogue to another, each change by itself.

Rule 1: a change is told once, however many channels feel it.
Rule 2: what no channel reaches has not changed on the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace
from runtime.verdicts import Verdict, both, error, lossy
from runtime.wire_model import Plain, Reference, Values, WireModel

from codegen.breaking.apart import Apart
from codegen.breaking.change import Change, Hit, Spot, root_hit
from codegen.breaking.comparison import Comparison
from codegen.breaking.differences import Difference, Way, bounds, inside_bounds
from codegen.breaking.enums import values_changes
from codegen.breaking.fields import field_changes
from codegen.breaking.meetings import (
    Inside,
    Meetings,
    Names,
    Pair,
    Root,
    always,
    further,
    meetings,
    ways,
)
from codegen.breaking.memory import (
    renamed_channels,
    renamed_members,
    reservation_changes,
    reservations,
)
from codegen.breaking.options import option_changes
from codegen.breaking.routes import route
from codegen.breaking.spots import enum_at, users_of
from codegen.breaking.tags import tag_changes
from codegen.breaking.versions import Version

_UNDECLARED = "nothing says that it is still the same thing under another name"
_AT_FIELDS = {
    "type": "FIELD_TYPE",
    "constraint": "CONSTRAINT",
    "nullable_added": "FIELD_NULLABLE_ADDED",
    "nullable_removed": "FIELD_NULLABLE_REMOVED",
    "member_added": "UNION_MEMBER_ADDED",
    "member_removed": "UNION_MEMBER_REMOVED",
    "struct_to_union": "UNION_MEMBER_ADDED",
    "union_to_struct": "UNION_MEMBER_REMOVED",
    "order": "UNION_ORDER_CHANGED",
    "reference": "MESSAGE_REF_CHANGED",
}
_AT_CHANNELS = {
    **_AT_FIELDS,
    "type": "CHANNEL_TYPE_CHANGED",
    "nullable_added": "UNION_MEMBER_ADDED",
    "nullable_removed": "UNION_MEMBER_REMOVED",
    "struct_to_union": "CHANNEL_STRUCT_TO_UNION",
    "union_to_struct": "CHANNEL_UNION_TO_STRUCT",
}


def changes(old: Version, new: Version) -> list[Change]:
    """Return what has changed on the wire, channels first."""
    renamed = renamed_channels(old.catalogue, new.catalogue)
    found = meetings(old.model, new.model, renamed)
    finder = _Finder(old, new, found)
    every = [*_channels(old.model, new.model, renamed), *finder.changes()]
    return _once(every)


def _channels(
    old: WireModel, new: WireModel, renamed: Mapping[str, str]
) -> Iterator[Change]:
    """Yield the channels that are gone, new, renamed, or the other way round."""
    was = {channel.name: channel for channel in old.channels}
    now = {channel.name: channel for channel in new.channels}
    for name, channel in was.items():
        spot, hits = Spot("channel", name), (root_hit(channel),)
        there = now.get(renamed.get(name, name))
        if there is None:
            lost = error(name, "the new side has no such channel")
            yield _lost("CHANNEL_REMOVED", spot, None, hits, lost)
        elif there.sender != channel.sender:
            lost = error(name, "the two sides do not agree which of them sends")
            after = Spot("channel", there.name)
            yield _lost("CHANNEL_DIRECTION_CHANGED", spot, after, hits, lost)
        elif there.name != name:
            lost = error(name, f"the new side calls it {there.name!r}")
            after = Spot("channel", there.name)
            yield _lost("CHANNEL_RENAMED", spot, after, hits, lost)
    for name, channel in now.items():
        if name not in {renamed.get(before, before) for before in was}:
            spot = Spot("channel", name)
            yield Change("CHANNEL_ADDED", None, spot, None, (root_hit(channel),))


def _lost(
    kind: str, old: Spot, new: Spot | None, hits: tuple[Hit, ...], lost: Verdict
) -> Change:
    return Change(kind, old, new, None, hits, forward=lost, backward=lost)


class _Site(Struct, frozen=True):
    """Where a type stands: in a field, or at the root of a channel."""

    old: Spot
    new: Spot
    hits: tuple[Hit, ...]
    pair: Pair | None = None
    field: Inside | None = None


class _Finder:
    def __init__(self, old: Version, new: Version, found: Meetings) -> None:
        self.old, self.new, self.found = old, new, found
        self.apart = Apart(found)
        catalogue = new.catalogue
        self.reserved = reservations(catalogue).names if catalogue else {}
        self.hits: Mapping[Names, tuple[Hit, ...]] = ways(found)

    def changes(self) -> Iterator[Change]:
        for root in self.found.roots:
            yield from self.at_root(root)
        for pair in self.found.pairs.values():
            yield from self.in_pair(pair)
        yield from tag_changes(self.found, self.hits, self.apart)
        if self.old.catalogue is not None and self.new.catalogue is not None:
            for change in reservation_changes(self.old.catalogue, self.new.catalogue):
                yield self.on_channels(change)

    def on_channels(self, change: Change) -> Change:
        """Return a change that was not found on the way, with the channels that feel it."""
        if change.forward is None or change.new is None:
            return change
        spots = [change.new]
        if change.new.of == "enum" and self.new.catalogue is not None:
            spots = list(users_of(self.new.catalogue, change.new.name))
        reached = [hit for spot in spots for hit in self.reaching(spot)]
        if not reached:
            return replace(change, forward=None, backward=None)
        return replace(change, hits=tuple(dict.fromkeys(reached)))

    def reaching(self, spot: Spot) -> list[Hit]:
        """Return by which channels of the new side a thing is reached."""
        model, hits = self.new.model, list[Hit]()
        for channel in model.channels:
            hit = root_hit(channel)
            if (spot.of, spot.name) == ("channel", channel.name):
                hits.append(hit)
            elif way := route(channel.type, [spot.name], model.structs):
                steps = [f"{step.struct}.{step.field}" for step in way[:-1]]
                path = " > ".join([*steps, spot.told])
                hits.append(replace(hit, path=path, certain=False))
        return hits

    def at_root(self, root: Root) -> Iterator[Change]:
        spot = Spot("channel", root.new.name)
        site = _Site(spot, spot, (root_hit(root.new),))
        for difference in root.differences:
            yield from self.of_type(difference, site)

    def in_pair(self, pair: Pair) -> Iterator[Change]:
        hits = self.hits[pair.names]
        if pair.old != pair.new:
            reserved = self.reserved.get(pair.new.name, frozenset())
            here = [
                *option_changes(pair, self.apart),
                *field_changes(pair, self.apart, reserved),
            ]
            for change in here:
                if _only_follows(change, pair):
                    continue
                spot = change.old or change.new
                step = spot.told if spot else pair.old.name
                reached = further(hits, step, Way(), always=True)
                yield replace(change, hits=tuple(reached))
        for field in pair.inside:
            old = Spot("struct", pair.old.name, field.old.attribute)
            new = Spot("struct", pair.new.name, field.new.attribute)
            for difference in field.differences:
                site = _Site(old, new, hits, pair, field)
                yield from self.of_type(difference, site)

    def of_type(self, difference: Difference, site: _Site) -> Iterator[Change]:
        match difference.kind, difference.old, difference.new:
            case "values", Values() as was, Values() as now:
                yield from self.of_values(was, now, difference, site)
                return
        kind = (_AT_FIELDS if site.field else _AT_CHANNELS)[difference.kind]
        if kind == "CONSTRAINT":
            kind = _constraint(difference)
        elif difference.way.path and kind.startswith("FIELD_NULLABLE"):
            kind = "FIELD_TYPE"
        reached = further(site.hits, _step(site), Way(), always=True)
        old, new = site.old, site.new
        if isinstance(difference.member, Reference) and site.field is None:
            part = difference.member.name
            old, new = replace(old, part=part), replace(new, part=part)
        yield Change(kind, old, new, self.at(site, difference), tuple(reached))

    def at(self, site: _Site, difference: Difference) -> Comparison:
        structs = self.apart.overlay(difference, self.found.pairs)
        if site.pair is None or site.field is None:
            return self.apart.types(difference.before, difference.after, structs)
        return self.apart.field_type(
            site.pair, site.field.old, difference.before, difference.after, structs
        )

    def of_values(
        self, was: Values, now: Values, difference: Difference, site: _Site
    ) -> Iterator[Change]:
        before = enum_at(self.old, site.old, was)
        after = enum_at(self.new, site.new, now)
        goes_always = site.pair is None or site.field is None
        if site.pair is not None and site.field is not None:
            goes_always = always(site.pair, site.field)
        way = difference.way
        reached = further(site.hits, _step(site) + way.path, way, always=goes_always)
        for change in values_changes(was, now, renamed_members(after)):
            old, new = site.old, site.new
            if before and after:
                old, new = Spot("enum", before.name), Spot("enum", after.name)
            if old.of == "enum":
                old, new = (replace(spot, part=change.part) for spot in (old, new))
            yield Change(
                change.kind,
                old,
                new,
                self.apart.types(was, change.after),
                tuple(reached),
                undeclared=change.undeclared,
                detail=change.part,
            )


def _only_follows(change: Change, pair: Pair) -> bool:
    """Return whether a default is another because its type is, and does no harm of its own."""
    if change.kind != "FIELD_DEFAULT_CHANGED" or change.old is None:
        return False
    retyped = {
        field.old.attribute
        for field in pair.inside
        for found in field.differences
        if found.kind == "type"
    }
    return change.old.part in retyped and _judged(change).fares == ("safe", "safe")


def _step(site: _Site) -> str:
    return site.old.told if site.field else ""


def _constraint(difference: Difference) -> str:
    """Return what names a change of constraints, where their verdicts alone do not."""
    was, now = bounds(difference.old), bounds(difference.new)
    if was.get("tz") != now.get("tz"):
        return "CONSTRAINT_TZ_CHANGED"
    if "pattern" in was and "pattern" in now and was["pattern"] != now["pattern"]:
        return "CONSTRAINT_PATTERN_CHANGED"
    if not was and inside_bounds(difference.old) == Plain("float"):
        return "CONSTRAINT_EXCLUDES_NAN"
    return "CONSTRAINT"


def _once(found: Iterable[Change]) -> list[Change]:
    """Return each change once, with all channels that feel it."""
    merged: dict[tuple[object, ...], Change] = {}
    for change in map(_judged, found):
        key = (change.kind, change.old, change.new, change.detail, change.fares)
        known = merged.get(key)
        if known is not None:
            hits = tuple(dict.fromkeys((*known.hits, *change.hits)))
            change = replace(known, hits=hits)
        merged[key] = change
    return list(merged.values())


def _judged(change: Change) -> Change:
    """Return a change with its verdicts."""
    if change.apart is None or change.forward is not None:
        return change
    forward, backward = change.apart.forward(), change.apart.backward()
    if change.undeclared:
        meant = lossy(change.new.told if change.new else "", _UNDECLARED, "altered")
        forward, backward = both([forward, meant]), both([backward, meant])
    return replace(change, forward=forward, backward=backward)
