"""Findings as text: for people, for programs, for GitHub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rich.text import Text
from runtime.verdicts import Severity, Verdict

from codegen.breaking.change import Direction
from codegen.breaking.findings import Proof
from codegen.breaking.modes import directions
from codegen.breaking.review import Told
from codegen.breaking.spots import Place
from codegen.breaking.witness import Witness
from codegen.problems import listed
from codegen.report import Level, github

_STYLES: dict[Severity, str] = {
    "breaking": "bold red",
    "dangerous": "bold yellow",
    "safe": "green",
}
_WHO: dict[Direction, str] = {
    "forward": "new writer, old reader",
    "backward": "old writer, new reader",
}
UNPROVEN = "unproven: no message was found that shows it"
_MOST = 64
"""Bytes of a frame that are shown to people."""


def block(told: Told, schema: str) -> Text:
    """Return a finding as a person reads it: one line if it does no harm, else all there is."""
    finding = told.finding
    shown = Text(f"{_at(told, schema)}: ")
    shown.append(_kind(told), style=_STYLES[told.counts])
    shown.append(f": {finding.rule}: ")
    shown.append(finding.subject, style="bold")
    if told.allowed:
        shown.append(f"\n  allowed: {told.allowed.why}\n")
        return shown
    if told.severity == "safe" and finding.category != "LINT":
        shown.append("\n")
        return shown
    shown.append("".join(f"\n  {line}" for line in _lines(told)))
    shown.append("\n")
    return shown


def _kind(told: Told) -> str:
    return "lint" if told.finding.category == "LINT" else told.severity


def _lines(told: Told) -> Iterator[str]:
    finding = told.finding
    yield f"{finding.text}."
    every = {hit.directions for hit in finding.channels}
    for hit in finding.channels:
        only = f": {' and '.join(hit.directions)}" if len(every) > 1 else ""
        path = f", in {hit.path}" if hit.path else ""
        counts = "" if hit.certain or not hit.path else ", where there is one"
        yield f"on {hit.channel} ({hit.sender} -> {hit.receiver}){path}{counts}{only}"
    for proof in finding.witnesses:
        yield from _witness(proof)
    if finding.unproven:
        yield UNPROVEN
    if finding.advice:
        yield f"{finding.advice[0].upper()}{finding.advice[1:]}."
    elif finding.category != "WIRE" or told.severity != "safe":
        yield f"`python -m codegen breaking --explain {finding.rule}` says what to do."
    if finding.old and finding.new:
        yield f"before: {_place(finding.old)}"
    if len(told.against) > 1:
        yield f"beside {listed(told.against, 'and')}"


def _witness(proof: Proof) -> Iterator[str]:
    yield f"{proof.direction} ({_WHO[proof.direction]}), on {proof.channel}:"
    yield from (f"    {line}" for line in message_lines(proof.witness))


def message_lines(witness: Witness) -> Iterator[str]:
    """Yield a message, its bytes, and what became of it."""
    yield f"sent     {witness.message}"
    frame = witness.frame[:_MOST].hex(" ")
    rest = len(witness.frame) - _MOST
    yield f"bytes    {frame}{f' and {rest} more' if rest > 0 else ''}"
    if witness.error:
        yield f"refused  {witness.error}"
    else:
        yield f"arrived  {witness.arrived}"


def summary(told: Sequence[Told], against: Sequence[str], fails: bool) -> str:
    """Return how many of each there are."""
    counts = {
        "breaking": sum(one.counts == "breaking" for one in told),
        "dangerous": sum(one.counts == "dangerous" for one in told),
        "allowed": sum(one.allowed is not None for one in told),
    }
    lint = [one for one in told if one.finding.category == "LINT" and not one.allowed]
    counts["lint"] = len(lint)
    counts["safe"] = len(told) - sum(counts.values())
    numbers = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    beside = f"beside {listed(against, 'and')}"
    if not told:
        return f"nothing has changed {beside}"
    return f"{numbers} {beside}" + ("" if fails else "; nothing that fails")


def as_json(told: Iterable[Told], against: Sequence[str], fails: bool) -> str:
    """Return everything as one JSON object."""
    content = {
        "against": against,
        "fails": fails,
        "findings": [_content(one) for one in told],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode()


def _content(told: Told) -> dict[str, object]:
    finding, allowed = told.finding, told.allowed
    counting = directions(finding.channels)
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": told.severity,
        "subject": finding.subject,
        "text": finding.text,
        "advice": finding.advice,
        "against": told.against,
        "allowed": {"why": allowed.why, "until": allowed.until} if allowed else None,
        "channels": finding.channels,
        "forward": _verdict(finding.forward) if "forward" in counting else None,
        "backward": _verdict(finding.backward) if "backward" in counting else None,
        "old": finding.old,
        "new": finding.new,
        "witnesses": [
            {
                "direction": proof.direction,
                "channel": proof.channel,
                "message": proof.witness.message,
                "frame": proof.witness.frame.hex(),
                "error": proof.witness.error,
                "arrived": proof.witness.arrived,
                "losses": sorted(proof.witness.losses),
            }
            for proof in finding.witnesses
        ],
        "unproven": finding.unproven,
    }


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "severity": verdict.severity,
        "outcome": verdict.outcome,
        "losses": sorted(verdict.losses),
        "reasons": verdict.reasons,
    }


def annotation(told: Told, schema: str, level: Level) -> str:
    """Return a finding as a workflow command, which annotates the line in a pull request."""
    finding = told.finding
    place = finding.new or Place(schema, 1, 1)
    lines = [f"{finding.subject}: {_kind(told)}", *_lines(told)]
    text = "\n".join(lines)
    return github(level, place.file, place.line, place.column, finding.rule, text)


def _at(told: Told, schema: str) -> str:
    place = told.finding.new or told.finding.old
    return _place(place) if place else schema


def _place(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"
