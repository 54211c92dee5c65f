"""A type where it stands: what a difference of it is called there, and it alone.

Rule: a value of an enum is told of the enum, where that has a name on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from runtime.wire_model import Plain, Reference, Values

from codegen.breaking.apart import Apart
from codegen.breaking.change import Change, Hit, Spot
from codegen.breaking.comparison import Comparison
from codegen.breaking.differences import Difference, Way, bounds, inside_bounds
from codegen.breaking.enums import values_changes
from codegen.breaking.meetings import Inside, Meetings, Pair, always, further
from codegen.breaking.memory import renamed_members
from codegen.breaking.spots import enum_at
from codegen.breaking.versions import Version

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


class Site(Struct, frozen=True):
    """Where a type stands: in a field, or at the root of a channel."""

    old: Spot
    new: Spot
    hits: tuple[Hit, ...]
    pair: Pair | None = None
    field: Inside | None = None


class Sites:
    """Names what has changed in types."""

    def __init__(
        self, old: Version, new: Version, found: Meetings, apart: Apart
    ) -> None:
        self.old, self.new, self.found = old, new, found
        self.apart = apart

    def changes(self, difference: Difference, site: Site) -> Iterator[Change]:
        """Yield what a difference is there; a choice of values may have changed in several ways."""
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

    def at(self, site: Site, difference: Difference) -> Comparison:
        """Return the difference alone, everything else as it was."""
        structs = self.apart.overlay(difference, self.found.pairs)
        if site.pair is None or site.field is None:
            return self.apart.types(difference.before, difference.after, structs)
        return self.apart.field_type(
            site.pair, site.field.old, difference.before, difference.after, structs
        )

    def of_values(
        self, was: Values, now: Values, difference: Difference, site: Site
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


def _step(site: Site) -> str:
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
