"""What it means for a channel that its two sides are of different catalogues, in words.

Rule 1: the engine says what becomes of what one side sends at the other; here is said what follows
from it. Fine: everything arrives. Degraded: without what the reader never knew. Partial: some cannot
be decoded, and is not sent, but for texts that a pattern of the reader's alone decides on. Refused: nothing could be decoded, or it would mean something else.
Rule 2: the words are the same on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from runtime.evolution import channel_verdict
from runtime.peer_decoder import patterns
from runtime.rule_names import inside, rule_names
from runtime.verdicts import Reason, Verdict
from runtime.wire_model import WireModel

Meaning: TypeAlias = Literal["fine", "degraded", "partial", "refused"]

_TOLD: Final = 10
"""Places that are told of a channel; the command tells all."""

_FAILS: Final = ("error", "value_dependent")


class Difference(Struct, frozen=True):
    """What becomes of what one side sends on a channel."""

    meaning: Meaning
    unread: tuple[str, ...] = ()
    """Of what is decoded, the places that do not reach the reader."""
    undecodable: tuple[str, ...] = ()
    """What the reader cannot decode, or would take for something else."""
    unchecked: tuple[str, ...] = ()
    """What it cannot decode of texts, by a pattern that the writer does not know, and so not run."""


def difference(writer: WireModel, reader: WireModel, channel: str) -> Difference:
    """Return what becomes of the messages of one side on a channel of both.

    Raises:
        KeyError: a type mentions a struct that its side does not have.
    """
    verdict = channel_verdict(writer, reader, channel)
    meaning = _meaning(verdict)
    if meaning == "refused":
        told = _refused(verdict, channel, writer, reader)
        return Difference(meaning, (), _shortened(told))
    fails = [r for r in verdict.reasons if r.outcome in _FAILS]
    known = {"", *patterns(writer)}
    undecodable = [r for r in fails if r.pattern in known]
    unchecked = [r for r in fails if r.pattern not in known]
    # Of what is not decoded, nothing is lost besides.
    lost = verdict.reasons if verdict.losses else ()
    unread = [r for r in lost if r.outcome not in _FAILS]
    return Difference(
        meaning,
        _shortened(_told(reason, channel) for reason in unread),
        _shortened(_told(reason, channel) for reason in undecodable),
        _shortened(_told(reason, channel) for reason in unchecked),
    )


def _meaning(verdict: Verdict) -> Meaning:
    if verdict.outcome == "error" or verdict.losses - {"dropped"}:
        return "refused"
    if verdict.outcome == "value_dependent":
        return "partial"
    return "degraded" if verdict.losses else "fine"


def _refused(
    verdict: Verdict, channel: str, writer: WireModel, reader: WireModel
) -> Iterable[str]:
    """Yield the reasons to refuse, each with its rules."""
    worst = verdict.reasons[0].outcome if verdict.outcome == "error" else ""
    for reason in verdict.reasons:
        if not worst or reason.outcome == worst:
            names = rule_names(reason, channel, writer, reader)
            told = _told(reason, channel)
            yield f"{told} [{' or '.join(names)}]" if names else told


def _told(reason: Reason, channel: str) -> str:
    path = inside(reason, channel)
    return f"{path}: {reason.text}" if path else reason.text


def _shortened(texts: Iterable[str]) -> tuple[str, ...]:
    every = list(texts)
    kept = every[:_TOLD]
    more = len(every) - len(kept)
    return (*kept, f"and {more} more") if more else tuple(kept)
