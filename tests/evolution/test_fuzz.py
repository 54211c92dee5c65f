"""A small part of `make fuzz-evolution`, the same each time."""

from __future__ import annotations

import msgspec
from runtime.verdicts import Verdict
from runtime.wire_model import Plain, Reference, WireField, WireStruct

from codegen.breaking.arrived import losses
from codegen.breaking.wire_types import Types
from tests.evolution.fuzz import checked, run, surprise
from tests.evolution.random_models import Model


def test_random_pairs() -> None:
    counts, wrong = run(pairs=500, seed=3)
    assert not wrong, min(wrong, key=lambda w: w.size()).told()
    for outcome in ("ok", "lossy", "value_dependent", "error"):
        assert counts[outcome] > 20


def test_a_pair_that_agrees() -> None:
    text, number = Model(Plain("str"), {}), Model(Plain("int"), {})
    found = checked(1, number, number)
    assert found is not None
    assert (found.outcome, found.wrong) == ("ok", None)
    assert found.arrived == found.messages > 30
    found = checked(1, number, text)
    assert found is not None
    assert (found.outcome, found.arrived, found.wrong) == ("error", 0, None)


def test_a_wrong_verdict_is_seen() -> None:
    nothing, altered = frozenset[str](), frozenset({"altered"})
    assert surprise(Verdict("error"), 1, nothing)
    assert surprise(Verdict(), 1, altered)
    assert surprise(Verdict("lossy", frozenset({"dropped"})), 1, altered)
    assert not surprise(Verdict("lossy", frozenset({"altered"})), 1, altered)
    assert not surprise(Verdict(), 1, nothing)


def test_what_is_lost_is_seen() -> None:
    x, y = WireField("x", "x", Plain("int")), WireField("y", "y", Plain("int"))
    large = Types({"P": WireStruct("P", (x, y))}).decoder(Reference("P"))
    small = Types({"P": WireStruct("P", (x,))}).decoder(Reference("P"))
    frame = msgspec.msgpack.encode({"x": 1, "y": 2})
    both = large.decode(frame)
    assert losses(both, both) == set()
    assert losses(both, small.decode(frame)) == {"dropped"}
    assert losses(both, {"x": 1, "y": "2"}) == {"altered"}
    assert losses([1, 1], {1}) == {"deduped"}
    assert losses(2**53 + 1, 2.0**53) == {"precision"}
