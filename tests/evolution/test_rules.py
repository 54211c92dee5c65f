"""Every rule has an example, and the example breaks it, as badly as EVOLUTION.md says."""

from __future__ import annotations

import re

import pytest
from runtime.verdicts import Severity

from codegen.breaking.example import example_findings
from codegen.breaking.findings import Finding, find
from codegen.breaking.rules import RULES, RULES_OF_ALLOWANCES, WITHOUT_RULE
from tests.evolution.catalogues import version

_SAFE: tuple[Severity, Severity] = ("safe", "safe")
_BROKEN: tuple[Severity, Severity] = ("breaking", "breaking")
_DOUBTFUL: tuple[Severity, Severity] = ("dangerous", "dangerous")
_READERS_FIRST: tuple[Severity, Severity] = ("dangerous", "safe")
_WRITERS_FIRST: tuple[Severity, Severity] = ("safe", "dangerous")

FORWARD_AND_BACKWARD: dict[str, tuple[Severity, Severity]] = {
    "FIELD_ADDED_REQUIRED": ("safe", "breaking"),
    "FIELD_ADDED_DEFAULT": _SAFE,
    "FIELD_ADDED_READER_FORBIDS_UNKNOWN": ("breaking", "safe"),
    "FIELD_REMOVED_REQUIRED": ("breaking", "safe"),
    "FIELD_REMOVED_DEFAULT": _SAFE,
    "FIELD_REMOVED_READER_FORBIDS_UNKNOWN": ("safe", "breaking"),
    "FIELD_NAME_REUSED": _DOUBTFUL,
    "FIELD_WIRE_NAME_CHANGED": _BROKEN,
    "FIELD_PROBABLE_RENAME": _DOUBTFUL,
    "FIELD_WIRE_NAMES_SWAPPED": _DOUBTFUL,
    "FIELD_TYPE_INCOMPATIBLE": _BROKEN,
    "FIELD_TYPE_NARROWED": _READERS_FIRST,
    "FIELD_TYPE_LOSSY": _WRITERS_FIRST,
    "FIELD_TYPE_WIDENED": _SAFE,
    "FIELD_NULLABLE_ADDED": _READERS_FIRST,
    "FIELD_NULLABLE_REMOVED": _WRITERS_FIRST,
    "FIELD_BECAME_OMITTABLE": _READERS_FIRST,
    "FIELD_BECAME_REQUIRED": _WRITERS_FIRST,
    "FIELD_DEFAULT_CHANGED": _DOUBTFUL,
    "FIELD_ORDER_CHANGED": _SAFE,
    "ARRAY_FIELD_APPENDED_DEFAULT": _SAFE,
    "ARRAY_FIELD_APPENDED_REQUIRED": ("safe", "breaking"),
    "ARRAY_FIELD_REMOVED_LAST": ("breaking", "safe"),
    "ARRAY_FIELD_MOVED": _DOUBTFUL,
    "ARRAY_FIELD_INSERTED": ("dangerous", "breaking"),
    "ARRAY_FIELD_REMOVED_INSIDE": ("breaking", "dangerous"),
    "ARRAY_FIELD_RENAMED": _SAFE,
    "CONSTRAINT_TIGHTENED": _WRITERS_FIRST,
    "CONSTRAINT_LOOSENED": _READERS_FIRST,
    "CONSTRAINT_DISJOINT": _BROKEN,
    "CONSTRAINT_EQUIVALENT": _SAFE,
    "CONSTRAINT_PATTERN_CHANGED": _DOUBTFUL,
    "CONSTRAINT_EXCLUDES_NAN": _WRITERS_FIRST,
    "CONSTRAINT_TZ_CHANGED": _BROKEN,
    "ENUM_MEMBER_ADDED": _READERS_FIRST,
    "ENUM_MEMBER_REMOVED": _WRITERS_FIRST,
    "ENUM_VALUE_CHANGED": _DOUBTFUL,
    "ENUM_VALUES_SWAPPED": _DOUBTFUL,
    "ENUM_VALUE_REUSED": _DOUBTFUL,
    "ENUM_KIND_CHANGED": _BROKEN,
    # The page has it safe today; the engine knows that a writer may pass the member on.
    "ENUM_UNKNOWN_REMOVED": _WRITERS_FIRST,
    "ENUM_UNKNOWN_ADDED": _READERS_FIRST,
    "LITERAL_VALUE_ADDED": _READERS_FIRST,
    "LITERAL_VALUE_REMOVED": _WRITERS_FIRST,
    "TAG_CHANGED": _BROKEN,
    "TAG_SWAPPED": _DOUBTFUL,
    "TAG_ADDED": _SAFE,
    "TAG_REMOVED": _SAFE,
    "TAG_FIELD_CHANGED": _BROKEN,
    "TAG_KIND_CHANGED": _BROKEN,
    "TAG_REUSED": _DOUBTFUL,
    # Forward the page has none: an old reader takes the tag for its field.
    "TAG_FIELD_SHADOWS_FIELD": _DOUBTFUL,
    "ARRAY_LIKE_CHANGED": _BROKEN,
    "FORBID_UNKNOWN_ENABLED": _SAFE,
    "OMIT_DEFAULTS_ENABLED": _SAFE,
    "MESSAGE_REF_CHANGED": _DOUBTFUL,
    "UNION_MEMBER_ADDED": _READERS_FIRST,
    "UNION_MEMBER_REMOVED": _WRITERS_FIRST,
    "UNION_ORDER_CHANGED": _SAFE,
    "CHANNEL_STRUCT_TO_UNION": _READERS_FIRST,
    "CHANNEL_UNION_TO_STRUCT": _WRITERS_FIRST,
    "CHANNEL_TYPE_CHANGED": _BROKEN,
    "CHANNEL_REMOVED": _BROKEN,
    "CHANNEL_ADDED": _SAFE,
    "CHANNEL_RENAMED": _BROKEN,
    "CHANNEL_DIRECTION_CHANGED": _BROKEN,
    "CHANNEL_FRAMING_CHANGED": _BROKEN,
}
"""As section 4 of EVOLUTION.md has it; what is not here has no verdict, and is safe on the wire."""


EVERY = {**RULES, **RULES_OF_ALLOWANCES}


def findings_of(name: str) -> list[Finding]:
    rule = RULES[name]
    found = find(version(rule.old), version(rule.new, "new"))
    return [finding for finding in found if finding.rule == name]


@pytest.mark.parametrize("name", RULES)
def test_the_example_of_a_rule_breaks_it(name: str) -> None:
    findings = findings_of(name)
    assert findings
    for finding in findings:
        fares = finding.forward.severity, finding.backward.severity
        assert fares == FORWARD_AND_BACKWARD.get(name, _SAFE)
        assert finding.category == RULES[name].category
        assert finding.subject
        assert finding.text[0].isupper()
        assert (finding.advice == "") == (finding.severity == "safe")


@pytest.mark.parametrize("name", RULES)
def test_an_example_says_where(name: str) -> None:
    rule = RULES[name]
    files = {"old": rule.old, "new": rule.new}
    for finding in findings_of(name):
        places = {"old": finding.old, "new": finding.new}
        assert any(places.values())
        for side, place in places.items():
            if place is not None:
                assert place.file == f"{side}.toml"
                assert files[side]
                assert place.line > 1


@pytest.mark.parametrize("name", EVERY)
def test_a_rule_is_explained(name: str) -> None:
    rule = EVERY[name]
    assert rule.id == name
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.recipe.endswith(".")
    assert 2 <= len(re.findall(r"\.(?: |$)", rule.explanation)) <= 4


@pytest.mark.parametrize("name", EVERY)
def test_an_example_is_told_with_its_messages(name: str) -> None:
    findings = example_findings(EVERY[name])
    assert {finding.rule for finding in findings} == {name}
    if name in RULES:
        told = [(f.subject, f.severity) for f in findings]
        assert told == [(f.subject, f.severity) for f in findings_of(name)]


def test_only_rules_about_the_wire_have_verdicts() -> None:
    about_the_wire = {rule.id for rule in RULES.values() if rule.category == "WIRE"}
    assert FORWARD_AND_BACKWARD.keys() == about_the_wire
    assert not WITHOUT_RULE.keys() & RULES.keys()
