"""Which findings the catalogue allows, and which of its allowances serve no purpose.

Rule 1: an allowance is for what it stands next to; on a channel it is also for what is felt nowhere else.
Rule 2: one that has expired allows nothing, and is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from codegen.allowances import Allowance, expired
from codegen.breaking.findings import Finding
from codegen.breaking.versions import Version
from codegen.definitions import Enum


def allowance_of(
    finding: Finding, allowances: Iterable[Allowance], old: Version
) -> Allowance | None:
    """Return the first allowance that a finding is meant by."""
    return next((a for a in allowances if _allows(a, finding, old)), None)


class Standing(Struct, frozen=True):
    """The allowances of a catalogue on a day."""

    valid: tuple[Allowance, ...] = ()
    expired: tuple[Allowance, ...] = ()


def standing(new: Version, today: dt.date) -> Standing:
    """Return which allowances hold."""
    if new.catalogue is None:
        return Standing()
    version, every = new.catalogue.version, new.catalogue.allowances
    over = tuple(one for one in every if expired(one, version, today))
    return Standing(tuple(one for one in every if one not in over), over)


def _allows(allowance: Allowance, finding: Finding, old: Version) -> bool:
    if allowance.rule != finding.rule:
        return False
    spots = [spot for spot in (finding.was, finding.now) if spot is not None]
    names = {spot.name for spot in spots}
    labels = {spot.part for spot in spots if spot.part} | _labels(finding, old)
    if allowance.subject in names:
        return allowance.at in labels | {""}
    channels = {hit.channel for hit in finding.channels}
    if allowance.subject and channels != {allowance.subject}:
        return False
    return allowance.at in names | labels | {""}


def _labels(finding: Finding, old: Version) -> set[str]:
    """Return what a thing that is gone was called on the wire."""
    spot = finding.was
    if spot is None:
        return set()
    found: set[str] = set()
    struct = old.model.structs.get(spot.part if spot.of == "channel" else spot.name)
    if struct is not None:
        found |= {f.name for f in struct.fields if f.attribute == spot.part}
        if struct.tag is not None and (spot.of == "channel" or not spot.part):
            found.add(str(struct.tag))
    enum = old.catalogue.by_name.get(spot.name) if old.catalogue else None
    if isinstance(enum, Enum):
        found |= {str(value) for name, value in enum.members if name == spot.part}
    return found
