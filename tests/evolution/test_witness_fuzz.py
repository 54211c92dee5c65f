"""Witnesses of random pairs of models, the same pairs each time."""

from __future__ import annotations

import warnings
from collections import Counter

import pytest
from runtime.evolution import channel_verdict
from runtime.wire_model import WireChannel, WireModel

from codegen.breaking.message_text import message_text
from codegen.breaking.wire_types import Types
from codegen.breaking.witness import Witness, find_witness
from tests.evolution.fuzz import checked, models
from tests.evolution.random_models import Model

PAIRS, FIRST = 400, 7 * 10**9


def wire_model(model: Model) -> WireModel:
    feed = WireChannel("feed", "binds", model.type)
    return WireModel(channels=(feed,), structs=model.structs)


def replayed(witness: Witness, writer: Model, reader: Model) -> Witness:
    """Return what becomes of the frame where every type is built, and no frame is known before."""
    sent = Types(writer.structs).decoder(writer.type).decode(witness.frame)
    decoder = Types(reader.structs).decoder(reader.type)
    error = arrived = ""
    try:
        arrived = message_text(decoder.decode(witness.frame))
    except Exception as wrong:
        error = f"{type(wrong).__name__}: {wrong}"
    return Witness(message_text(sent), witness.frame, error, arrived, witness.losses)


@pytest.fixture(scope="module")
def counts() -> Counter[tuple[str, str]]:
    """Return how many verdicts are proved, and how many not; those of pairs with messages."""
    counted: Counter[tuple[str, str]] = Counter()
    seed = FIRST
    while counted.total() < PAIRS:
        seed += 1
        writer, reader = models(seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown = checked(seed, writer, reader)
        if shown is None:
            continue
        sending, reading = wire_model(writer), wire_model(reader)
        said = channel_verdict(sending, reading, "feed")
        if said.severity == "safe":
            continue
        witness = find_witness(sending, reading, "feed", said)
        if witness is None:
            never = shown.arrived == shown.messages
            counted[said.outcome, "none seen to fail" if never else "unproven"] += 1
        else:
            assert witness == replayed(witness, writer, reader)
            counted[said.outcome, "proved"] += 1
    return counted


def test_every_error_is_proved(counts: Counter[tuple[str, str]]) -> None:
    assert counts["error", "proved"] > PAIRS / 2
    assert counts["error", "unproven"] == counts["error", "none seen to fail"] == 0


def test_what_fails_at_random_is_proved(counts: Counter[tuple[str, str]]) -> None:
    """Where forty random messages arrive, no message need fail: the verdict is careful."""
    assert counts["value_dependent", "unproven"] == 0
    proved = counts["value_dependent", "proved"]
    assert proved > 10 * counts["value_dependent", "none seen to fail"]


def test_harmful_losses_are_proved(counts: Counter[tuple[str, str]]) -> None:
    """Where there is no second value, none is lost; what the engine says of types it says of all."""
    assert counts["lossy", "proved"] > 10 * counts["lossy", "none seen to fail"]
    assert counts["lossy", "unproven"] == 0
