"""Changes of a catalogue, with what msgspec was seen to do, and what the engine says of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from runtime.evolution import channel_verdict, verdict
from runtime.fingerprints import names
from runtime.verdicts import Verdict
from runtime.wire_model import (
    Array,
    Bounded,
    Default,
    Plain,
    Reference,
    WireField,
    WireModel,
    WireStruct,
)

from tests.evolution.catalogues import model

CASES: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("cases.toml").read_text()
)

INEXPRESSIBLE = {
    "kw_only_toggled": "every generated struct is keyword-only",
    "frozen_toggled": "every generated struct is frozen",
    "default_factory_list_changed_omit": "a default list is empty",
    "default_constraint_violated_by_default": "refused: a default fits its constraints",
    "constraint_nested_in_list": "constraints are for fields, not for items",
    "enum_alias_added": "refused: each value of an enum has one name",
    "array_like_unset_field_added": "refused: what is told by its place cannot be absent",
    "uuid_format_bytes": "there is one encoder, and a UUID is text",
    "uuid_format_bytes_reader_str": "there is one encoder, and a UUID is text",
    "field_order_sorted_encoder": "there is one encoder, and it keeps the order",
}
"""Changes that were measured and that the catalogue language has no words for."""


def told(found: Verdict) -> str:
    """Return a verdict as the cases have it."""
    losses = ", ".join(sorted(found.losses))
    return f"{found.outcome}: {losses}" if losses else found.outcome


@pytest.mark.parametrize("name", CASES)
def test_a_change(name: str) -> None:
    case = CASES[name]
    old, new = model(case["old"]), model(case["new"])
    assert told(channel_verdict(new, old, "feed")) == case["forward"]
    assert told(channel_verdict(old, new, "feed")) == case["backward"]


@pytest.mark.parametrize("name", CASES)
def test_no_change(name: str) -> None:
    for side in ("old", "new"):
        same = model(CASES[name][side])
        assert channel_verdict(same, same, "feed") == Verdict()


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_ok_has_other_digests(name: str) -> None:
    old, new = model(CASES[name]["old"]), model(CASES[name]["new"])
    for writer, reader in ((old, new), (new, old)):
        if channel_verdict(writer, reader, "feed") != Verdict():
            assert digests(writer) != digests(reader)


def digests(model: WireModel) -> tuple[str, dict[str, str]]:
    """Return what two sides tell each other of a model before they compare it."""
    return model.fingerprint, names(model.channels, model.structs)


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_ok_has_its_reasons(name: str) -> None:
    old, new = model(CASES[name]["old"]), model(CASES[name]["new"])
    for writer, reader in ((old, new), (new, old)):
        found = channel_verdict(writer, reader, "feed")
        assert bool(found.reasons) == (found.outcome != "ok")
        assert all(reason.path.startswith("feed") for reason in found.reasons)
        assert all(reason.text for reason in found.reasons)


def test_every_measured_change_is_here() -> None:
    assert len(CASES) + len(INEXPRESSIBLE) == 123
    assert not CASES.keys() & INEXPRESSIBLE.keys()


# What the language has no words for, a wire model may still say.


def of_field(field: WireField, *, omit: bool = False) -> dict[str, WireStruct]:
    return {"M": WireStruct("M", (field,), omit_defaults=omit)}


def between(old: dict[str, WireStruct], new: dict[str, WireStruct]) -> tuple[str, str]:
    m = Reference("M")
    return told(verdict(m, m, new, old)), told(verdict(m, m, old, new))


def test_constraints_of_items() -> None:
    bare = of_field(WireField("x", "x", Array("list", Plain("int"))))
    positive = Bounded(Plain("int"), {"ge": 0})
    bounded = of_field(WireField("x", "x", Array("list", positive)))
    assert between(bare, bounded) == ("ok", "value_dependent")


def test_a_default_that_its_constraints_do_not_allow() -> None:
    bare = WireField("x", "x", Plain("int"), Default(0))
    bounded = WireField("x", "x", Bounded(Plain("int"), {"ge": 10}), Default(0))
    old, new = of_field(bare, omit=True), of_field(bounded, omit=True)
    assert between(old, new) == ("ok", "value_dependent")
