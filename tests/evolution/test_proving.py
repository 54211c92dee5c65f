"""Findings are proved by messages, each by one that fails or misreads because of it alone."""

from __future__ import annotations

import pytest

from codegen.breaking.findings import Finding, Proof, find
from codegen.breaking.proving import proved
from codegen.breaking.rules import RULES
from tests.evolution.catalogues import version
from tests.evolution.test_cases import CASES

NOTHING_TO_PROVE = {
    "CHANNEL_REMOVED", "CHANNEL_RENAMED", "CHANNEL_DIRECTION_CHANGED",
    "CHANNEL_FRAMING_CHANGED",
}  # fmt: skip
"""No message can be sent."""
CANNOT_BE_PROVED = {"FIELD_NAME_REUSED", "TAG_REUSED"}
"""What a name or a tag once meant is in neither version."""


def found(old: str, new: str) -> list[Finding]:
    versions = version(old), version(new, "new")
    return proved(find(*versions), *versions)


def unproven(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """Return what no message was found for: rule, subject, direction."""
    return [
        (finding.rule, finding.subject, direction)
        for finding in findings
        for direction, verdict in (
            ("forward", finding.forward),
            ("backward", finding.backward),
        )
        if verdict.severity != "safe"
        if direction not in {proof.direction for proof in finding.witnesses}
    ]


@pytest.mark.parametrize("name", CASES)
def test_every_finding_of_a_case_is_proved(name: str) -> None:
    assert unproven(found(CASES[name]["old"], CASES[name]["new"])) == []


@pytest.mark.parametrize("name", RULES)
def test_every_finding_of_an_example_is_proved(name: str) -> None:
    for finding in found(RULES[name].old, RULES[name].new):
        if finding.rule in NOTHING_TO_PROVE:
            assert (finding.witnesses, finding.unproven) == ((), False)
        elif finding.rule in CANNOT_BE_PROVED:
            assert (finding.witnesses, finding.unproven) == ((), True)
        else:
            assert unproven([finding]) == []
            assert not finding.unproven


TWO_CHANGES = """\
[types.N]
fields.colour = 'C'
fields.size   = 'int'
[types.M]
fields.inside = 'list[N]'
[types.C]
enum = {colours}
[channels.feed]
carries = 'M'
"""


def test_a_change_is_proved_apart_from_others_by_a_message_of_the_channel() -> None:
    old = TWO_CHANGES.format(colours="['red']")
    new = TWO_CHANGES.format(colours="['red', 'blue']").replace("'int'", "'str'")
    by_rule = {finding.rule: finding for finding in found(old, new)}
    [proof] = by_rule["ENUM_MEMBER_ADDED"].witnesses
    assert isinstance(proof, Proof)
    assert (proof.direction, proof.channel) == ("forward", "feed")
    sent = "M(inside=[N(colour=<BLUE: 'blue'>, size=0)])"
    assert proof.witness.message == sent
    assert "Invalid enum value 'blue'" in proof.witness.error
    sizes = by_rule["FIELD_TYPE_INCOMPATIBLE"].witnesses
    assert [proof.direction for proof in sizes] == ["forward", "backward"]
    assert ["Expected `int`" in proof.witness.error for proof in sizes] == [True, False]


def test_a_value_that_may_mean_something_else_is_shown_under_both_names() -> None:
    old = "[types.C]\nenum = { A = 1, B = 2 }\n[types.M]\nfields.c = 'C'\n"
    [finding] = [f for f in found(old, old.replace("B", "Z")) if f.category == "WIRE"]
    forward, backward = (proof.witness for proof in finding.witnesses)
    assert (forward.message, forward.arrived) == ("M(c=<Z: 2>)", "M(c=<B: 2>)")
    assert (backward.message, backward.arrived) == ("M(c=<B: 2>)", "M(c=<Z: 2>)")


def test_what_is_safe_is_not_looked_at() -> None:
    old = "[types.M]\nfields.x = 'int'\n"
    [finding] = found(old, old + "fields.y = 'int = 0'\n")
    assert (finding.witnesses, finding.unproven) == ((), False)
