"""Random pairs of models: is there a message that proves what the engine says?

What is harmful is to be proved by a message that really fails, or arrives as another, where every
type is built and no frame is known before. Where no random message fails either, it need not.
"""

from __future__ import annotations

from msgspec.structs import replace
from runtime.evolution import channel_verdict
from runtime.wire_model import WireChannel, WireModel

from codegen.breaking.message_text import message_text
from codegen.breaking.wire_types import Types
from codegen.breaking.witness import Witness, find_witness
from tests.evolution.random_models import Model
from tests.evolution.random_pairs import Counterexample, Pair, checked, models


def proof(seed: int) -> Pair | None:
    """Return what one pair shows, its outcome with what has proved it."""
    writer, reader = models(seed)
    shown = checked(seed, writer, reader)
    if shown is None or shown.wrong:
        return shown
    sending, reading = wire_model(writer), wire_model(reader)
    said = channel_verdict(sending, reading, "feed")
    if said.severity == "safe":
        return shown
    witness = find_witness(sending, reading, "feed", said)
    if witness is None:
        how = "unproven" if shown.harmed else "no harm seen"
        return replace(shown, outcome=f"{shown.outcome}, {how}")
    proved = replace(shown, outcome=f"{shown.outcome}, proved")
    again = replayed(witness, writer, reader)
    if again == witness:
        return proved
    what = f"again: {again}"
    wrong = Counterexample(seed, writer, reader, said, repr(witness), what)
    return replace(proved, wrong=wrong)


def replayed(witness: Witness, writer: Model, reader: Model) -> Witness:
    """Return what becomes of the frame where every type is built, and no frame is known before."""
    sent = Types(writer.structs).decoder(writer.type).decode(witness.frame)
    decoder = Types(reader.structs).decoder(reader.type)
    error = arrived = ""
    try:
        arrived = message_text(decoder.decode(witness.frame))
    except Exception as wrong:  # whatever msgspec raises, the message is lost
        error = f"{type(wrong).__name__}: {wrong}"
    return Witness(message_text(sent), witness.frame, error, arrived, witness.losses)


def wire_model(model: Model) -> WireModel:
    """Return the model of a catalogue that has one channel."""
    feed = WireChannel("feed", "binds", model.type)
    return WireModel(channels=(feed,), structs=model.structs)
