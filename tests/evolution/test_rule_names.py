"""What a refusal calls a change, beside what the command calls it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import structs
from runtime.differences import difference
from runtime.evolution import channel_verdict
from runtime.rule_names import rule_names
from runtime.wire_model import WireModel

from codegen.breaking.findings import find
from codegen.breaking.rules import RULES
from tests.evolution.catalogues import version
from tests.evolution.test_cases import CASES


def refused(name: str) -> Iterator[tuple[WireModel, WireModel, set[str]]]:
    """Yield writer and reader of a case that refuse each other, with the rules of the case."""
    old, new = version(CASES[name]["old"]), version(CASES[name]["new"], "new")
    rules = {finding.rule for finding in find(old, new)}
    was = structs.replace(old.model, version="1.9")
    now = structs.replace(new.model, version="1.10")
    for writer, reader in ((now, was), (was, now)):
        if difference(writer, reader, "feed").meaning == "refused":
            yield writer, reader, rules


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_calls_a_change_what_the_command_calls_it(name: str) -> None:
    for writer, reader, rules in refused(name):
        for reason in channel_verdict(writer, reader, "feed").reasons:
            names = rule_names(reason, "feed", writer, reader)
            assert len(names) <= 1
            assert rules.issuperset(names)


ENUM = "[types.E]\nenum = {}\nunknown = 'OTHER'\n[types.M]\nfields.x = '{}'\n"
MORE = {
    "member of an optional enum": (
        ENUM.format("['a', 'b']", "E | None"),
        ENUM.format("['a']", "E | None"),
    ),
    "values swapped": (
        ENUM.format("{ A = 'a', B = 'b' }", "E"),
        ENUM.format("{ A = 'b', B = 'a' }", "E"),
    ),
    "values and members": (
        ENUM.format("{ A = 'a', B = 'b' }", "E"),
        ENUM.format("{ A = 'b', C = 'c' }", "E"),
    ),
    "kind of values": (
        "[types.E]\nenum = { A = 'a' }\n[types.M]\nfields.x = 'E'\n",
        "[types.E]\nenum = { A = 1 }\n[types.M]\nfields.x = 'E'\n",
    ),
    "literals": (
        "[types.M]\nfields.x = \"Literal['a']\"\n",
        "[types.M]\nfields.x = \"Literal['b']\"\n",
    ),
    "null and number": (
        "[types.M]\nfields.x = 'int'\n",
        "[types.M]\nfields.x = 'float | None'\n",
    ),
    "null alone": (
        "[types.M]\nfields.x = 'None'\n",
        "[types.M]\nfields.x = 'int'\n",
    ),
    "float of an optional": (
        "[types.M]\nfields.x = 'int | None'\n",
        "[types.M]\nfields.x = 'float | None'\n",
    ),
    "bounds of an optional": (
        "[types.M]\nfields.x = { type = 'int | None', ge = 1, le = 2 }\n",
        "[types.M]\nfields.x = { type = 'int | None', ge = 3, le = 4 }\n",
    ),
    "zone of an optional": (
        "[types.M]\nfields.x = { type = 'datetime | None', tz = true }\n",
        "[types.M]\nfields.x = { type = 'datetime | None', tz = false }\n",
    ),
    "literals of an optional": (
        "[types.M]\nfields.x = \"Literal['a'] | None\"\n",
        "[types.M]\nfields.x = \"Literal['b'] | None\"\n",
    ),
    "members of a union": (
        "[messages.A]\ndoc = '.'\n[messages.B]\ndoc = '.'\n[types.M]\nfields.x = 'A'\n",
        "[messages.A]\ndoc = '.'\n[messages.B]\ndoc = '.'\n[types.M]\nfields.x = 'B'\n",
    ),
    "another union": (
        "[messages.A]\ndoc = '.'\n[messages.B]\ndoc = '.'\n[channels.feed]\ncarries = 'A | B'\n",
        "[messages.C]\ndoc = '.'\n[messages.D]\ndoc = '.'\n[channels.feed]\ncarries = 'C | D'\n",
    ),
    "field of a set": (
        "[types.N]\nfields.x = 'int'\n[types.M]\nfields.x = 'set[N]'\n",
        "[types.N]\nfields.x = 'int'\nfields.y = 'int'\n[types.M]\nfields.x = 'set[N]'\n",
    ),
    "field of a set that may have been renamed": (
        "[types.N]\nfields.x = 'int = 0'\n[types.M]\nfields.x = 'set[N]'\n",
        "[types.N]\nfields.y = 'int = 0'\n[types.M]\nfields.x = 'set[N]'\n",
    ),
}
"""Versions of which the cases have none alike."""


@pytest.mark.parametrize("name", MORE)
def test_a_change_of_a_type_is_called_what_the_command_calls_it(name: str) -> None:
    old, new = (version(body) for body in MORE[name])
    rules = {finding.rule for finding in find(old, new)}
    was = structs.replace(old.model, version="1")
    now = structs.replace(new.model, version="2")
    for writer, reader in ((now, was), (was, now)):
        for reason in channel_verdict(writer, reader, "feed").reasons:
            assert rules.issuperset(rule_names(reason, "feed", writer, reader))


@pytest.mark.parametrize("name", CASES)
def test_where_nobody_is_newer_both_names_are_told(name: str) -> None:
    for writer, reader, _ in refused(name):
        sides = (
            structs.replace(writer, version="1"),
            structs.replace(reader, version="1.0"),
        )
        for reason in channel_verdict(*sides, "feed").reasons:
            known = rule_names(reason, "feed", writer, reader)
            names = rule_names(reason, "feed", *sides)
            assert set(known) <= set(names)
            assert set(names) <= set(RULES)


def test_every_refusal_names_a_rule() -> None:
    told = [
        (name, difference(writer, reader, "feed").undecodable)
        for name in CASES
        for writer, reader, _ in refused(name)
    ]
    assert len(told) > 60
    nameless = [name for name, texts in told if not any("[" in one for one in texts)]
    assert nameless == []
