"""What becomes of a writer's messages at a reader, and how the verdicts of parts make one.

Rule 1: ok is said only where every message arrives as it was sent, error only where none arrives;
lossy where every message arrives, and something is missing or wrong in some. What is in between,
or cannot be known, depends on the values.
Rule 2: only `dropped` is harmless: the reader never knew what it does not get. Of all other losses
it holds a wrong value, and nobody is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct, structs

Outcome: TypeAlias = Literal["ok", "lossy", "value_dependent", "error"]
Loss: TypeAlias = Literal[
    "dropped", "altered", "misread", "precision", "deduped", "order"
]
Severity: TypeAlias = Literal["breaking", "dangerous", "safe"]

_FROM_BEST = ("ok", "lossy", "value_dependent", "error")


class Reason(Struct, frozen=True, omit_defaults=True):
    """One place where writer and reader do not agree."""

    path: str
    """Where: `Request.headers[]` is an item of a field; empty for the whole message."""
    text: str
    outcome: Outcome
    """What it comes to by itself."""
    pattern: str = ""
    """What the reader wants to find in a text, if that is the reason."""


class Verdict(Struct, frozen=True):
    """What becomes of the messages of one writer at one reader."""

    outcome: Outcome = "ok"
    losses: frozenset[Loss] = frozenset()
    reasons: tuple[Reason, ...] = ()
    """The worst first; none where everything is ok."""

    @property
    def severity(self) -> Severity:
        """How bad it is: no message arrives; some do not, or arrive wrong; nothing to fear."""
        if self.outcome == "error":
            return "breaking"
        if self.outcome == "value_dependent" or self.losses - {"dropped"}:
            return "dangerous"
        return "safe"


OK = Verdict()


def error(path: str, text: str) -> Verdict:
    """Return the verdict that nothing arrives."""
    return Verdict("error", frozenset(), (Reason(path, text, "error"),))


def depends(path: str, text: str, pattern: str = "") -> Verdict:
    """Return the verdict that it depends on the value; on whether it has a pattern, if one is given."""
    reason = Reason(path, text, "value_dependent", pattern)
    return Verdict("value_dependent", frozenset(), (reason,))


def lossy(path: str, text: str, *losses: Loss) -> Verdict:
    """Return the verdict that everything arrives, with these losses."""
    return Verdict("lossy", frozenset(losses), (Reason(path, text, "lossy"),))


def both(parts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on what is sent with all of its parts: as bad as the worst of them."""
    found = list(parts)
    outcome: Outcome = max(
        (part.outcome for part in found), key=_FROM_BEST.index, default="ok"
    )
    return _gathered(outcome, found)


def either(parts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on what is sent as one of its parts."""
    found = list(parts)
    outcomes = {part.outcome for part in found}
    if "error" in outcomes and len(outcomes) > 1:
        return _gathered("value_dependent", found)
    return both(found)


def maybe(part: Verdict) -> Verdict:
    """Return the verdict on what need not be sent at all."""
    return either([part, OK])


def each(fits: Iterable[bool], path: str, text: str) -> Verdict:
    """Return the verdict on some values, each of which fits or does not."""
    return either(OK if fit else error(path, text) for fit in fits)


def without_reasons(verdict: Verdict) -> Verdict:
    """Return the verdict for a place whose reasons are told elsewhere."""
    return structs.replace(verdict, reasons=())


def with_reasons(verdict: Verdict, reasons: Iterable[Reason]) -> Verdict:
    """Return the verdict with these reasons: each once, the worst first."""
    by_weight = sorted(
        dict.fromkeys(reasons), key=lambda r: -_FROM_BEST.index(r.outcome)
    )
    return structs.replace(verdict, reasons=tuple(by_weight))


def _gathered(outcome: Outcome, parts: list[Verdict]) -> Verdict:
    arrived = frozenset[Loss]().union(*(part.losses for part in parts))
    losses = frozenset[Loss]() if outcome == "error" else arrived
    return Verdict(
        outcome,
        losses,
        tuple(dict.fromkeys(r for part in parts for r in part.reasons)),
    )
