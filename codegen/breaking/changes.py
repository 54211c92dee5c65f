"""Everything that has changed from one version of a catalogue to another, each change by itself.

Rule 1: a change is told once, however many channels feel it.
Rule 2: what no channel reaches has not changed on the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace
from runtime.verdicts import both, lossy

from codegen.breaking.apart import Apart
from codegen.breaking.change import Change, Hit, Spot, root_hit
from codegen.breaking.channels import channel_changes
from codegen.breaking.differences import Way
from codegen.breaking.fields import field_changes
from codegen.breaking.meetings import (
    Meetings,
    Names,
    Pair,
    Root,
    further,
    meetings,
    ways,
)
from codegen.breaking.memory import (
    renamed_channels,
    reservation_changes,
    reservations,
)
from codegen.breaking.options import option_changes
from codegen.breaking.routes import route
from codegen.breaking.sites import Site, Sites
from codegen.breaking.spots import users_of
from codegen.breaking.tags import tag_changes
from codegen.breaking.versions import Version

_UNDECLARED = "nothing says that it is still the same thing under another name"


def changes(old: Version, new: Version) -> list[Change]:
    """Return what has changed on the wire, channels first."""
    renamed = renamed_channels(old.catalogue, new.catalogue)
    found = meetings(old.model, new.model, renamed)
    finder = _Finder(old, new, found)
    every = [*channel_changes(old.model, new.model, renamed), *finder.changes()]
    return _once(every)


class _Finder:
    def __init__(self, old: Version, new: Version, found: Meetings) -> None:
        self.old, self.new, self.found = old, new, found
        self.apart = Apart(found)
        self.sites = Sites(old, new, found, self.apart)
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
        site = Site(spot, spot, (root_hit(root.new),))
        for difference in root.differences:
            yield from self.sites.changes(difference, site)

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
                site = Site(old, new, hits, pair, field)
                yield from self.sites.changes(difference, site)


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
