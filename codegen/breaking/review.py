"""What is told of a catalogue beside one older version or several.

Rule 1: what is the same beside several versions is told once, with all of them.
Rule 2: only directions that count make a finding bad, and only of these it speaks; the generated
Python counts if that is asked.
Rule 3: what is allowed is told, and fails nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from runtime.verdicts import OK, Severity

from codegen.allowances import Allowance
from codegen.breaking.allowed import Standing, allowance_of, standing
from codegen.breaking.findings import Finding, find
from codegen.breaking.modes import (
    Asked,
    asked_severity,
    counted,
    directions,
    worst,
)
from codegen.breaking.naming import sentence
from codegen.breaking.proving import Proving
from codegen.breaking.rules import RULES_OF_ALLOWANCES
from codegen.breaking.spots import Place
from codegen.breaking.versions import Version
from codegen.definitions import Enum, Record

Category: TypeAlias = Literal["WIRE", "SOURCE"]


class Told(Struct, frozen=True):
    """A finding as it is told."""

    finding: Finding
    severity: Severity
    """In the directions and the category that were asked for."""
    against: tuple[str, ...]
    """The versions beside which it was found."""
    old: Version
    """The first of them."""
    allowed: Allowance | None = None

    @property
    def counts(self) -> Severity:
        """How bad it is, if nobody has allowed it."""
        return "safe" if self.allowed else self.severity


def review(
    olds: Sequence[Version],
    new: Version,
    asked: Asked,
    category: Category,
    today: dt.date,
) -> list[Told]:
    """Return what is told, the worst first, without witnesses."""
    allowances = standing(new, today)
    told: dict[object, Told] = {}
    used: list[Allowance] = []
    for old in olds:
        for found in find(old, new):
            if found.category == "SOURCE" and category == "WIRE":
                continue
            finding = _as_asked(found, asked)
            key = (finding.rule, finding.subject, finding.text, finding.channels)
            one = told.get(key) or _told(finding, old, allowances, category)
            if one.allowed:
                used.append(one.allowed)
            told[key] = replace(one, against=(*one.against, old.label))
    every = tuple(old.label for old in olds)
    order: tuple[Severity, ...] = ("breaking", "dangerous", "safe")
    ranked = sorted(told.values(), key=lambda one: order.index(one.severity))
    if not olds:
        return ranked
    about = _about(allowances, used, new)
    return ranked + [Told(finding, "safe", every, olds[0]) for finding in about]


def with_proofs(told: Iterable[Told], new: Version) -> Iterator[Told]:
    """Yield what is told, with witnesses of what is not safe and not allowed."""
    by_label: dict[str, Proving] = {}
    for one in told:
        if one.counts == "safe" or one.finding.severity == "safe":
            yield one
            continue
        if one.old.label not in by_label:
            by_label[one.old.label] = Proving(one.old, new)
        yield replace(one, finding=by_label[one.old.label].proved(one.finding))


def _as_asked(finding: Finding, asked: Asked) -> Finding:
    """Return a finding that speaks of the directions that count."""
    hits = counted(finding.channels, asked)
    if not (finding.is_judged and hits):
        return replace(finding, channels=hits)
    text = sentence(finding.forward, finding.backward, directions(hits))
    return replace(finding, channels=hits, text=text)


def _told(
    finding: Finding,
    old: Version,
    allowances: Standing,
    category: Category,
) -> Told:
    on_wire = asked_severity(finding.forward, finding.backward, finding.channels)
    source = finding.source if category == "SOURCE" else "safe"
    allowed = allowance_of(finding, allowances.valid, old)
    return Told(finding, worst([on_wire, source]), (), old, allowed)


def _about(
    allowances: Standing, used: Sequence[Allowance], new: Version
) -> Iterator[Finding]:
    for allowance in allowances.expired:
        yield _of_allowance("ALLOWANCE_EXPIRED", allowance, new)
    for allowance in allowances.valid:
        if allowance not in used:
            yield _of_allowance("ALLOWANCE_UNUSED", allowance, new)


def _of_allowance(rule: str, allowance: Allowance, new: Version) -> Finding:
    subject = allowance.subject or "catalogue"
    subject += f".{allowance.at}" if allowance.at else ""
    end = f", until {allowance.until}" if allowance.until else ""
    about = RULES_OF_ALLOWANCES[rule]
    return Finding(
        rule=rule,
        category="LINT",
        subject=subject,
        severity="safe",
        forward=OK,
        backward=OK,
        channels=(),
        text=f"{about.title}: {allowance.rule}{end}",
        advice=about.recipe.removesuffix("."),
        new=Place(new.file, *allowance.position),
    )


class Unreserved(Struct, frozen=True):
    """What is gone without a reservation."""

    labels: dict[str, list[str | int]]
    """By message or type that is still there: wire names and values."""
    tags: list[str | int]


def unreserved(told: Iterable[Told]) -> Unreserved:
    """Return what to reserve, so that nothing takes its place."""
    labels: dict[str, list[str | int]] = {}
    tags: list[str | int] = []
    for one in told:
        was, now = one.finding.was, one.finding.now
        if not one.finding.rule.endswith("_REMOVED_NOT_RESERVED") or was is None:
            continue
        if now is None:
            tags += _tags(one.old, was.name)
        else:
            gone = _gone(one.old, was.name, was.part)
            labels.setdefault(now.name, []).extend(gone)
    return Unreserved(labels, tags)


def _gone(old: Version, name: str, part: str) -> list[str | int]:
    match old.catalogue.by_name.get(name) if old.catalogue else None:
        case Enum(members=members):
            return [value for member, value in members if member == part]
        case Record(fields=fields):
            return [field.wire_name for field in fields if field.name == part]
    return []


def _tags(old: Version, name: str) -> list[str | int]:
    record = old.catalogue.by_name.get(name) if old.catalogue else None
    if isinstance(record, Record) and record.tag is not None:
        return [record.tag]
    return []
