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
            if reason.outcome != "lossy":
                names = rule_names(reason, "feed", writer, reader)
                assert len(names) <= 1
                assert rules.issuperset(names)


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


def test_nearly_every_refusal_has_a_name() -> None:
    told = [
        difference(writer, reader, "feed").undecodable[0]
        for name in CASES
        for writer, reader, _ in refused(name)
    ]
    assert len(told) > 60
    assert sum("[" in text for text in told) > 0.9 * len(told)
