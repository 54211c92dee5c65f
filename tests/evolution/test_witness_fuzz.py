"""Witnesses of random pairs of models, the same pairs each time."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from msgspec.structs import replace

from codegen.breaking.witness import Witness
from tests.evolution import proofs
from tests.evolution.proofs import proof
from tests.evolution.random_pairs import Pair, judged
from tests.evolution.tally import Tally

SEEDS = range(7 * 10**9, 7 * 10**9 + 2000)


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    """Return how many verdicts are proved, and how many not; those of pairs with messages."""
    tally = Tally()
    for shown in judged(proof, SEEDS):
        tally.add(shown)
    assert list(tally.told("repeat")) == []
    return tally.pairs


def test_every_error_is_proved(counts: Counter[str]) -> None:
    assert counts["error, proved"] > 200
    assert counts["error, unproven"] == counts["error, no harm seen"] == 0


def test_what_fails_at_random_is_proved(counts: Counter[str]) -> None:
    """Where forty random messages arrive, no message need fail: the verdict is careful."""
    assert counts["value_dependent, unproven"] == 0
    proved = counts["value_dependent, proved"]
    assert proved > 10 * counts["value_dependent, no harm seen"]


def test_harmful_losses_are_proved(counts: Counter[str]) -> None:
    """Where there is no second value, none is lost; what the engine says of types it says of all."""
    assert counts["lossy, proved"] > 10 * counts["lossy, no harm seen"]
    assert counts["lossy, unproven"] == 0


def test_a_witness_that_does_something_else_again_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = Witness("M()", msgspec.msgpack.encode(None), "an error", "")
    monkeypatch.setattr(proofs, "find_witness", lambda *_: wrong)
    monkeypatch.setattr(proofs, "replayed", lambda *_: replace(wrong, error=""))
    shown = [one for one in judged(proof, SEEDS[:20]) if isinstance(one, Pair)]
    assert {bool(one.wrong) for one in shown if ", proved" in one.outcome} == {True}
