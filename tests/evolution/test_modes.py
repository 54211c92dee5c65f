"""Which directions count, and who is released first."""

from __future__ import annotations

import pytest
from runtime.verdicts import OK, Severity, Verdict, depends, error

from codegen.breaking.change import Hit
from codegen.breaking.findings import find
from codegen.breaking.modes import (
    TWO_STEPS,
    Mode,
    advice,
    asked_severity,
    at_channel,
    counted,
    directions,
    in_mode,
    upgrading_first,
    worst,
)
from tests.evolution.catalogues import text, version

TO_KERNEL = Hit("control", "host", "kernel")
TO_HOST = Hit("stream", "kernel", "host")
BAD = depends("M.x", "it depends")


@pytest.mark.parametrize(
    ("mode", "forward", "backward", "severity"),
    [
        ("full", BAD, OK, "dangerous"),
        ("full", OK, BAD, "dangerous"),
        ("forward", BAD, OK, "dangerous"),
        ("forward", OK, BAD, "safe"),
        ("backward", BAD, OK, "safe"),
        ("backward", OK, BAD, "dangerous"),
    ],
)
def test_a_mode_asks_for_its_directions(
    mode: Mode, forward: Verdict, backward: Verdict, severity: Severity
) -> None:
    hits = counted([TO_KERNEL], in_mode(mode))
    assert asked_severity(forward, backward, hits) == severity


@pytest.mark.parametrize(
    ("role", "hit", "forward", "backward"),
    [
        ("kernel", TO_KERNEL, "safe", "dangerous"),
        ("host", TO_KERNEL, "dangerous", "safe"),
        ("kernel", TO_HOST, "dangerous", "safe"),
        ("host", TO_HOST, "safe", "dangerous"),
        ("any", TO_HOST, "dangerous", "dangerous"),
    ],
)
def test_who_is_released_first_decides_by_the_direction_of_the_channel(
    role: str, hit: Hit, forward: Severity, backward: Severity
) -> None:
    hits = counted([hit], upgrading_first(role))
    assert asked_severity(BAD, OK, hits) == forward
    assert asked_severity(OK, BAD, hits) == backward


def test_channels_of_both_directions_ask_for_both() -> None:
    both = counted([TO_KERNEL, TO_HOST], upgrading_first("kernel"))
    assert [hit.directions for hit in both] == [("backward",), ("forward",)]
    assert directions(both) == ("forward", "backward")
    assert asked_severity(BAD, OK, both) == "dangerous"
    assert asked_severity(OK, BAD, both) == "dangerous"


def test_a_role_that_is_none() -> None:
    with pytest.raises(
        ValueError, match="no role 'gui'; there are 'kernel' and 'host'"
    ):
        counted([TO_HOST], upgrading_first("gui"))


def test_what_is_not_in_every_message_breaks_some_of_them() -> None:
    assert at_channel("breaking", Hit("control", "host", "kernel")) == "breaking"
    sometimes = Hit("control", "host", "kernel", "M.x[]", certain=False)
    assert at_channel("breaking", sometimes) == "dangerous"
    assert at_channel("safe", sometimes) == "safe"
    assert worst([]) == "safe"


def test_who_goes_first() -> None:
    reads = "release kernel, which receives 'control', first"
    assert advice(BAD, OK, [TO_KERNEL]) == reads
    sends = "release host, which sends 'control', first"
    assert advice(OK, BAD, [TO_KERNEL]) == sends
    assert advice(OK, OK, [TO_KERNEL]) == ""
    assert advice(error("M", "no"), BAD, [TO_KERNEL]) == TWO_STEPS
    assert "here that is either" in advice(BAD, OK, [TO_KERNEL, TO_HOST])


def test_a_finding_names_the_roles() -> None:
    enum = "[types.C]\nenum = {}\n[types.M]\nfields.c = 'C'\n"
    old, new = version(enum.format(["a"])), version(enum.format(["a", "b"]), "new")
    [finding] = find(old, new)
    assert finding.channels == (Hit("feed", "host", "kernel", "M.c", certain=True),)
    assert finding.advice == "release kernel, which receives 'feed', first"
    written = text(enum.format(["a", "b"])).splitlines()
    assert finding.new is not None
    assert written[finding.new.line - 1][finding.new.column - 1 :].startswith("'b'")
