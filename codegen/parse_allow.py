"""Reads `allow`: which changes of a thing are meant, why, and until when."""

from __future__ import annotations

import datetime as dt

from codegen import document
from codegen.tables import Located, TableReader

_KEYS = ("rule", "why", "at", "until")
_LIKE_THIS = "write { rule = 'ENUM_MEMBER_ADDED', why = '...' }"


def allow(table: TableReader) -> tuple[document.Allow, ...]:
    """Read the `allow` of a definition, a channel, or the whole catalogue."""
    read = (_entry(entry) for entry in table.listed_tables("allow", _LIKE_THIS))
    return tuple(entry for entry in read if entry is not None)


def _entry(table: TableReader) -> document.Allow | None:
    table.known_keys(*_KEYS)
    rule = table.required_words("rule", "name the rule, as in 'ENUM_MEMBER_ADDED'")
    why = table.required_words("why", "say why this change does no harm")
    at = table.words("at", "name a field or a member, or leave 'at' out")
    until = _until(table)
    return document.Allow(rule, why, at, until) if rule and why else None


def _until(table: TableReader) -> Located[str] | Located[dt.date] | None:
    written = table.written("until")
    if written is None:
        return None
    match written.value.content:
        case str(version):
            return table.located("until", written.value, version)
        case dt.date() as day if not isinstance(day, dt.datetime):
            return table.located("until", written.value, day)
    table.wrong("until", written.value, "a version in quotes, or a day without a time,")
    return None
