"""Two types that differ in one thing, each with the structs of its side, and what the engine says."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from runtime.evolution import verdict
from runtime.verdicts import OK, Verdict, with_reasons
from runtime.wire_model import Node, WireStruct


class Side(Struct, frozen=True):
    """A type and the structs that it may mention."""

    type: Node
    structs: Mapping[str, WireStruct]


class Comparison(Struct, frozen=True):
    """One change apart from all others: the old side, and the same with only this changed."""

    old: Side
    new: Side

    def forward(self) -> Verdict:
        """What becomes of what a new writer sends, at an old reader."""
        return _at(self.new, self.old)

    def backward(self) -> Verdict:
        """What becomes of what an old writer sends, at a new reader."""
        return _at(self.old, self.new)


def _at(writer: Side, reader: Side) -> Verdict:
    found = verdict(writer.type, reader.type, writer.structs, reader.structs)
    if found.severity == "safe":
        return found
    return beyond(
        found, verdict(writer.type, writer.type, writer.structs, writer.structs)
    )


def beyond(found: Verdict, alone: Verdict) -> Verdict:
    """Return a verdict without what a writer has to fear from a reader of its own version.

    A set of `Any` may hold what cannot be hashed: that is no change.
    """
    if alone.outcome == "ok" or found.outcome != alone.outcome:
        return found
    reasons = [reason for reason in found.reasons if reason not in alone.reasons]
    if any(reason.outcome != "lossy" for reason in reasons):
        return with_reasons(found, reasons)
    losses = found.losses - alone.losses
    return Verdict("lossy", losses, tuple(reasons)) if losses else OK
