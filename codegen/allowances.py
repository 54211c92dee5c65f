"""Changes that are meant: which rule, of what, why, and until when.

Rule 1: an allowance stands next to the thing, in the version that has changed; it says why.
Rule 2: it names what is there, or what is remembered: a reservation, a `renamed_from`.
Rule 3: in `[catalogue]` it is for everything, or, with `at`, for a thing that is gone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from codegen import document, expiry, types
from codegen.decodable import Definitions
from codegen.definitions import Alias, Definition, Enum, Newtype, Record
from codegen.docs import text
from codegen.document import Document
from codegen.problems import Position, Problem, meant
from codegen.tables import Located

_RULE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


class Allowance(Struct, frozen=True, kw_only=True):
    """A change that is no mistake, with the reason."""

    rule: str
    subject: str
    """The definition or the channel; empty for the whole catalogue."""
    at: str = ""
    """A field or member; with an empty subject, a thing that is gone. Empty for all of it."""
    why: str
    until: expiry.Until | None = None
    position: Position
    """Where its rule stands."""
    key: str
    """Dotted, as in `types.Colour.allow.rule`."""


def expired(allowance: Allowance, version: str, today: dt.date) -> bool:
    """Return whether the allowance holds no longer: from that version, or that day, on."""
    return allowance.until is not None and expiry.reached(
        allowance.until, version, today
    )


def unknown_rules(
    allowances: Iterable[Allowance], rules: Collection[str]
) -> Iterator[Problem]:
    """Yield the allowances whose rule is none of those that there are."""
    for allowance in allowances:
        if allowance.rule not in rules:
            why = f"there is no rule {allowance.rule!r}{meant(allowance.rule, rules)}"
            yield Problem(allowance.position, allowance.key, why)


def resolve(
    written: Document, definitions: Definitions
) -> tuple[tuple[Allowance, ...], list[Problem]]:
    """Return the allowances of a catalogue, in the order of its text, and what is wrong with them."""
    allowances: list[Allowance] = []
    problems: list[Problem] = []
    for subject in _subjects(written, definitions):
        for entry in subject.allow:
            problems += _place_problems(entry, subject)
            problems += _rule_problems(entry, written.settings.version)
            allowances.append(_allowance(entry, subject.name))
    return tuple(sorted(allowances, key=lambda made: made.position)), problems


class _Subject(NamedTuple):
    name: str
    allow: tuple[document.Allow, ...]
    names: Collection[str]
    """What `at` can be; for the whole catalogue, what it cannot be."""


def _subjects(written: Document, definitions: Definitions) -> Iterator[_Subject]:
    settings = written.settings
    channels = [channel.name.value for channel in written.channels]
    yield _Subject("", settings.allow, [*definitions, *channels])
    for definition in written.definitions:
        name = definition.name.value
        yield _Subject(name, definition.allow, _parts(definitions[name]))
    gone = [str(tag.value) for tag in settings.reserved_tags]
    for channel in written.channels:
        yield _Subject(channel.name.value, channel.allow, [*definitions, *gone])


def _parts(definition: Definition) -> list[str]:
    """Return the fields or members of a definition, with what it remembers of others."""
    match definition:
        case Record(fields=fields, reserved=reserved):
            old = [field.renamed_from for field in fields if field.renamed_from]
            return [*(field.name for field in fields), *reserved, *old]
        case Enum(members=members, reserved=reserved, renamed_from=renamed):
            old = [name for _, name in renamed]
            return [*dict(members), *map(str, reserved), *old]
        case Alias(type=type, reserved=reserved):
            return [*types.references(type), *map(str, reserved)]
        case Newtype():
            return []


def _place_problems(entry: document.Allow, subject: _Subject) -> Iterator[Problem]:
    if entry.at is None or not entry.at.value.strip():
        return
    at = entry.at.value
    if not subject.name and at in subject.names:
        yield entry.at.problem(f"{at!r} is still here; allow it where it is defined")
    elif subject.name and at not in subject.names:
        hint = meant(at, subject.names) or "; leave 'at' out to allow it for the whole"
        yield entry.at.problem(f"no field or member {at!r} in {subject.name!r}{hint}")


def _rule_problems(
    entry: document.Allow, version: Located[str] | None
) -> Iterator[Problem]:
    rule, until = entry.rule.value, entry.until
    if rule.strip() and not _RULE.fullmatch(rule):
        why = "a rule is named in capitals, as in 'ENUM_MEMBER_ADDED'"
        yield entry.rule.problem(f"{rule!r} is not the name of a rule; {why}")
    if until is None or not isinstance(until.value, str):
        return
    if expiry.place(until.value) is None:
        why = "is neither a version, such as '2.0', nor a date; write a date without quotes"
        yield until.problem(f"{until.value!r} {why}")
    elif version and version.value.strip() and expiry.place(version.value) is None:
        why = f"{until.value!r} cannot be compared with the catalogue's version {version.value!r}"
        yield until.problem(f"{why}; write a date, such as 2030-12-31")


def _allowance(entry: document.Allow, subject: str) -> Allowance:
    return Allowance(
        rule=entry.rule.value,
        subject=subject,
        at=entry.at.value if entry.at else "",
        why=text(entry.why),
        until=entry.until.value if entry.until else None,
        position=entry.rule.position,
        key=entry.rule.key,
    )
