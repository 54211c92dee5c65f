"""What a catalogue remembers reaches the `Catalogue`, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from codegen.allowances import Allowance, expired, unknown_rules
from codegen.definitions import Alias, Enum, Record
from codegen.expiry import place
from codegen.generate import generate, read
from codegen.problems import Position
from tests.codegen.test_golden import schema
from tests.codegen.test_wire import BASE

MEMORY = schema("memory")
DAY = dt.date(2030, 12, 31)


def test_what_is_reserved_is_kept() -> None:
    catalogue = read(MEMORY)
    colour, level = catalogue.by_name["Colour"], catalogue.by_name["Level"]
    event, started = catalogue.by_name["Event"], catalogue.by_name["Started"]
    assert isinstance(colour, Enum)
    assert isinstance(level, Enum)
    assert isinstance(event, Alias)
    assert isinstance(started, Record)
    assert catalogue.reserved_tags == ("Ping", 7)
    assert colour.reserved == ("mauve", 7)
    assert level.reserved == (5, "LOW")
    assert event.reserved == ("Paused", 3)
    assert started.reserved == ("at", "Started")


def test_names_of_before_are_kept() -> None:
    catalogue = read(MEMORY)
    colour, level = catalogue.by_name["Colour"], catalogue.by_name["Level"]
    assert isinstance(colour, Enum)
    assert isinstance(level, Enum)
    assert colour.renamed_from == (("GREEN", "VERT"),)
    assert level.renamed_from == (("HIGH", "TOP"),)
    assert level.members == (("LOW", 1), ("HIGH", 10))
    assert [c.renamed_from for c in catalogue.channels] == ["", "log"]


def test_allowances_are_in_the_order_of_the_text() -> None:
    allowances = read(MEMORY).allowances
    assert [(a.subject, a.at, a.rule) for a in allowances] == [
        ("", "Ping", "MESSAGE_REMOVED"),
        ("", "", "FIELD_ORDER_CHANGED"),
        ("parts", "Ping", "UNION_MEMBER_REMOVED"),
        ("Colour", "BLUE", "ENUM_MEMBER_ADDED"),
        ("Colour", "VERT", "ENUM_VALUE_CHANGED"),
        ("Level", "5", "ENUM_MEMBER_REMOVED"),
        ("Name", "", "CONSTRAINT_TIGHTENED"),
        ("Event", "Paused", "UNION_MEMBER_REMOVED"),
        ("Started", "at", "FIELD_REMOVED_REQUIRED"),
        ("Started", "count", "FIELD_ATTRIBUTE_RENAMED"),
        ("changes", "Ended", "CHANNEL_STRUCT_TO_UNION"),
    ]
    assert allowances[5] == Allowance(
        rule="ENUM_MEMBER_REMOVED",
        subject="Level",
        at="5",
        why="No level of 5 was ever sent.",
        until=DAY,
        position=Position(36, 9),
        key="types.Level.allow.rule",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version  = "1"', 'version = "1"\nreserved_tags = ["Gone", 7]'),
        ('version  = "1"', 'version = "1"\nallow = [{ rule = "A_RULE", why = "x" }]'),
        ('"green"]', '"green"]\nreserved = ["mauve", 7]'),
        ('"green"]', '"green"]\nallow = [{ rule = "A_RULE", why = "x", at = "RED" }]'),
        ('["red", "green"]', '{ RED = "red", GREEN = { value = "green", renamed_from = "VERT" } }'),
        ('doc = "Stop."', 'doc = "Stop."\nreserved = ["gone"]'),
        ('doc = "Stop."', 'doc = "Stop."\nallow = [{ rule = "A_RULE", why = "x" }]'),
        ('from    = "host"', 'from = "host"\nrenamed_from = "commands"'),
        ('from    = "host"', 'from = "host"\nallow = [{ rule = "A_RULE", why = "x" }]'),
    ],
)  # fmt: skip
def test_memory_is_neither_generated_nor_on_the_wire(old: str, new: str) -> None:
    assert old in BASE
    assert generate(BASE.replace(old, new)) == generate(BASE)


# --- until when -----------------------------------------------------------------------------------


def allowance(until: str | dt.date | None) -> Allowance:
    return Allowance(
        rule="A_RULE",
        subject="",
        why="Because.",
        until=until,
        position=Position(3, 4),
        key="catalogue.allow.rule",
    )


@pytest.mark.parametrize(
    ("until", "version", "over"),
    [
        ("2.0", "1.9", False),
        ("2.0", "2.0", True),
        ("2.0", "2", True),
        ("2", "2.0.0", True),
        ("1.10", "1.9", False),
        ("1.9", "1.10", True),
        ("2.0", "2.0-rc.1", False),
        ("2.0", "2.0rc1", False),
        ("2.0-rc.2", "2.0-rc.10", True),
        ("2.0-rc.10", "2.0-rc.2", False),
        ("2.0-rc.1", "2.0-beta.2", False),
        ("2.0-rc.1", "2.0", True),
        ("2.0-rc.1", "2.0-rc", False),
        ("v2", "2.0+build.7", True),
        ("2.0", "spring", True),
    ],
)
def test_an_allowance_ends_with_its_version(
    until: str, version: str, over: bool
) -> None:
    assert expired(allowance(until), version, DAY) == over


@pytest.mark.parametrize(
    ("day", "over"),
    [(dt.date(2030, 12, 30), False), (DAY, True), (dt.date(2031, 1, 1), True)],
)
def test_an_allowance_ends_on_its_day(day: dt.date, over: bool) -> None:
    assert expired(allowance(DAY), "spring", day) == over


def test_an_allowance_without_an_end_does_not_end() -> None:
    assert not expired(allowance(None), "99", dt.date.max)


@pytest.mark.parametrize("text", ["", "spring", "2030-12-31", "2.", ".2", "2..0", "٢"])
def test_what_is_no_version(text: str) -> None:
    assert place(text) is None


def test_a_rule_that_there_is_not() -> None:
    [problem] = unknown_rules([allowance(None)], {"A_RULES", "ANOTHER"})
    assert problem.position == Position(3, 4)
    assert str(problem) == (
        "catalogue.allow.rule: there is no rule 'A_RULE'; did you mean 'A_RULES'?"
    )
    assert not list(unknown_rules([allowance(None)], {"A_RULE"}))
