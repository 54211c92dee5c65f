"""What a fault has come to, and the words for it.

Rule 1: a text is made of what was measured; both layers' texts are made by the same lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tests.contract.faults.orders import Answer, Layer


class Outcome(NamedTuple):
    """What was measured with one layer."""

    text: str
    holds: bool


class Fault(NamedTuple):
    """Something that goes wrong, and how it is tried."""

    name: str
    says: str
    """What happens, for the table."""
    measure: Callable[[Layer], Outcome]


class Tally(NamedTuple):
    """What became of messages that were numbered from 0 on."""

    accepted: int
    received: int
    lost: int
    twice: int
    gaps: int
    """How many are missing before the last one that came."""
    in_order: bool


def tally(accepted: int, received: Sequence[int]) -> Tally:
    """Return what became of so many messages."""
    distinct = set(received)
    last = max(received, default=-1)
    return Tally(
        accepted=accepted,
        received=len(received),
        lost=accepted - len(distinct),
        twice=len(received) - len(distinct),
        gaps=last + 1 - len(distinct),
        in_order=list(received) == sorted(received),
    )


def seconds(number: float) -> str:
    """Return a span of time to two digits or so."""
    if number < 0.0995:
        return f"{number * 1000:.2g} ms"
    return f"{number:.2g} s"


def noticed(answer: Answer | None, since: float, patience: float) -> str:
    """Return after what time a layer has said that the other side is gone."""
    if answer is None:
        return f"not noticed in {patience:g} s"
    after = seconds(answer.at - since)
    return (
        f"`{answer.error}` after {after}" if answer.error else f"not noticed in {after}"
    )
