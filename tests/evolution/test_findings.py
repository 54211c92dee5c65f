"""What `find` says of every measured change, and of random ones, beside what the engine says."""

from __future__ import annotations

import random
import warnings
from collections import Counter

import pytest
from runtime.evolution import channel_verdict
from runtime.verdicts import Severity
from runtime.wire_model import WireChannel, WireModel

from codegen.breaking.findings import Finding, find
from codegen.breaking.modes import at_channel, worst
from codegen.breaking.versions import Version
from tests.evolution.catalogues import version
from tests.evolution.random_models import Maker, Model
from tests.evolution.test_cases import CASES
from tests.evolution.valid import valid

TOLD_BY_THE_CHANNEL = {
    "nested_set_of_struct_field_added": "in a set, what is dropped makes items equal",
}
"""Cases that no rule tells in full, so that the channel itself is a finding."""

SAID_OF_NAMES = {
    "enum_value_reused": "whether a member was renamed cannot be seen on the wire",
}
"""Cases in which a finding is worse than the wire: the catalogue does not say what is meant."""

_FROM_BEST: tuple[Severity, ...] = ("safe", "dangerous", "breaking")


def told(findings: list[Finding], channel: str = "feed") -> tuple[Severity, Severity]:
    """Return the worst that findings say of a channel, forward and backward."""
    hits = [(f, h) for f in findings for h in f.channels if h.channel == channel]
    return (
        worst(at_channel(f.forward.severity, hit) for f, hit in hits),
        worst(at_channel(f.backward.severity, hit) for f, hit in hits),
    )


def known(
    old: Version, new: Version, channel: str = "feed"
) -> tuple[Severity, Severity]:
    """Return what the engine says of a channel as a whole."""
    return (
        channel_verdict(new.model, old.model, channel).severity,
        channel_verdict(old.model, new.model, channel).severity,
    )


def from_channel(findings: list[Finding]) -> bool:
    """Return whether the channel had to tell what no rule did."""
    rule = "CHANNEL_TYPE_CHANGED"
    return any(f.rule == rule and f.apart is None for f in findings)


@pytest.mark.parametrize("name", CASES)
def test_findings_are_as_bad_as_the_channel(name: str) -> None:
    old, new = version(CASES[name]["old"]), version(CASES[name]["new"], "new")
    findings = find(old, new)
    if name in SAID_OF_NAMES:
        assert known(old, new) == ("safe", "safe")
        assert told(findings) == ("dangerous", "dangerous")
    else:
        assert told(findings) == known(old, new)
    assert from_channel(findings) == (name in TOLD_BY_THE_CHANNEL)


@pytest.mark.parametrize("name", CASES)
def test_without_catalogues_the_wire_is_told_the_same(name: str) -> None:
    old, new = version(CASES[name]["old"]), version(CASES[name]["new"], "new")
    bare = find(Version("a", "a", old.model), Version("b", "b", new.model))
    assert {f.category for f in bare} <= {"WIRE", "SOURCE"}
    on_wire = [f.rule for f in find(old, new) if f.category == "WIRE"]
    assert sorted(f.rule for f in bare if f.category == "WIRE") == sorted(on_wire)


@pytest.mark.parametrize("name", CASES)
def test_nothing_changes_from_a_version_to_itself(name: str) -> None:
    for side in ("old", "new"):
        same = version(CASES[name][side])
        assert find(same, same) == []


def test_random_models() -> None:
    counts: Counter[str] = Counter()
    for seed in range(600):
        pair = random_pair(seed)
        if pair is None:
            continue
        findings = find(*pair)
        counts["pairs"] += 1
        counts["by channel"] += from_channel(findings)
        for said, is_known in zip(told(findings), known(*pair), strict=True):
            assert _FROM_BEST.index(said) >= _FROM_BEST.index(is_known), seed
            counts["worse"] += said != is_known
            counts[is_known] += 1
    assert counts["pairs"] > 300
    assert min(counts["safe"], counts["dangerous"], counts["breaking"]) > 50
    assert counts["by channel"] < counts["pairs"] / 30
    assert counts["worse"] < counts["pairs"] / 30


def random_pair(seed: int) -> tuple[Version, Version] | None:
    """Return a model and the same after some changes; None if one is no catalogue's."""
    chance = random.Random(seed)
    maker = Maker(chance)
    old = new = maker.model()
    for _ in range(chance.choice((1, 1, 2, 3))):
        new = maker.changed(new)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not (valid(old) and valid(new)):
            return None
    pair = versions(old, new)
    return pair if all(known(one, one) == ("safe", "safe") for one in pair) else None


def versions(old: Model, new: Model) -> tuple[Version, Version]:
    def made(model: Model) -> Version:
        channel = WireChannel("feed", "binds", model.type)
        return Version("", "", WireModel(channels=(channel,), structs=model.structs))

    return made(old), made(new)
