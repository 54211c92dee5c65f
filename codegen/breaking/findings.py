"""What somebody has to know before one version of a catalogue meets another.

Rule 1: the engine decides how bad a finding is, in each direction by itself; a rule names it.
Rule 2: nothing that the engine knows of a channel is untold: where the findings say less than the
verdict on the whole channel, the channel itself is a finding, with the engine's reasons.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from runtime.verdicts import OK, Severity, Verdict

from codegen.breaking.change import Change, Direction, Hit, Spot, root_hit
from codegen.breaking.changes import changes
from codegen.breaking.comparison import Comparison
from codegen.breaking.modes import advice, at_channel, worst
from codegen.breaking.naming import rule_id, sentence
from codegen.breaking.rules import RULES, Category
from codegen.breaking.source import source_changes
from codegen.breaking.spots import Place, place_of
from codegen.breaking.versions import Version
from codegen.breaking.whole_channels import untold
from codegen.breaking.witness import Witness


class Proof(Struct, frozen=True):
    """A message of a channel that proves what is said of one direction."""

    direction: Direction
    channel: str
    witness: Witness


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that has changed, and what it does."""

    rule: str
    category: Category
    subject: str
    severity: Severity
    """The worse of both directions, where the thing itself is read."""
    source: Severity = "safe"
    """What it is to those who use the generated Python."""
    forward: Verdict
    """New writer, old reader."""
    backward: Verdict
    """Old writer, new reader."""
    channels: tuple[Hit, ...]
    text: str
    is_judged: bool = False
    """The text is what the engine says of it, and not only what the rule says."""
    advice: str = ""
    was: Spot | None = None
    now: Spot | None = None
    old: Place | None = None
    new: Place | None = None
    apart: Comparison | None = None
    """The change alone, as the engine judged it."""
    witnesses: tuple[Proof, ...] = ()
    """What `proving` has found, which takes longer than all the rest."""
    unproven: bool = False
    """It was looked for a message, and none was found."""


def find(old: Version, new: Version) -> list[Finding]:
    """Return what has changed, the worst first."""
    found = [_finding(change, old, new) for change in _every(old, new)]
    found += [_finding(change, old, new) for change in _untold(old, new, found)]
    return sorted(found, key=_weight)


def _every(old: Version, new: Version) -> Iterator[Change]:
    yield from changes(old, new)
    if old.catalogue is not None and new.catalogue is not None:
        yield from source_changes(old.catalogue, new.catalogue)


def _weight(finding: Finding) -> tuple[int, int, str, str]:
    order: tuple[Severity, ...] = ("breaking", "dangerous", "safe")
    by_source = order.index(finding.source)
    return order.index(finding.severity), by_source, finding.subject, finding.rule


def _finding(change: Change, old: Version, new: Version) -> Finding:
    forward, backward = change.forward or OK, change.backward or OK
    rule = RULES[rule_id(change.kind, forward, backward)]
    hits = tuple(_named(hit, new if new.catalogue else old) for hit in change.hits)
    on_wire = change.forward is not None or change.apart is not None
    text = sentence(forward, backward) if on_wire else rule.title
    spot = _subject(change)
    return Finding(
        rule=rule.id,
        category=rule.category,
        subject=spot.told if spot else change.detail,
        severity=worst([forward.severity, backward.severity]),
        source="breaking" if rule.category == "SOURCE" else "safe",
        forward=forward,
        backward=backward,
        channels=hits,
        text=f"{text}: {change.detail}" if change.detail and not on_wire else text,
        is_judged=on_wire,
        advice=advice(forward, backward, hits),
        was=change.old,
        now=change.new,
        old=place_of(old, change.old),
        new=place_of(new, change.new or _holder(change.old)),
        apart=change.apart,
    )


def _subject(change: Change) -> Spot | None:
    """Return what a finding is about: the new thing, or the old one where that says more."""
    if change.new and change.old and change.old.part and not change.new.part:
        return change.old
    return change.new or change.old


def _holder(gone: Spot | None) -> Spot | None:
    """Return what held a part that is gone, and may still be there."""
    return replace(gone, part="") if gone and gone.part else None


def _named(hit: Hit, version: Version) -> Hit:
    """Return a hit with the names of the roles, where they are known."""
    if version.catalogue is None:
        return hit
    names = {
        "binds": version.catalogue.binder.name,
        "connects": version.catalogue.connector.name,
    }
    return replace(hit, sender=names[hit.sender], receiver=names[hit.receiver])


def _untold(old: Version, new: Version, found: list[Finding]) -> Iterator[Change]:
    """Yield the channels of which the engine says worse than the findings do."""
    for channel, forward, backward in untold(old.model, new.model, _told(found)):
        spot = Spot("channel", channel.name)
        yield Change(
            "CHANNEL_TYPE_CHANGED",
            spot,
            spot,
            None,
            (root_hit(channel),),
            forward=forward,
            backward=backward,
        )


def _told(found: list[Finding]) -> dict[str, tuple[Severity, Severity]]:
    """Return how bad the findings say that each channel is, forward and backward."""
    told: dict[str, tuple[Severity, Severity]] = {}
    for finding in found:
        for hit in finding.channels:
            forward, backward = told.get(hit.channel, ("safe", "safe"))
            told[hit.channel] = (
                worst([forward, at_channel(finding.forward.severity, hit)]),
                worst([backward, at_channel(finding.backward.severity, hit)]),
            )
    return told
