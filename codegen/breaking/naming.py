"""The rule that names a change, and what the change does in a sentence.

Rule: the verdicts decide how bad a change is. Where one kind of change has several rules, they also
decide which of them it is; the worse direction names it.
"""

from __future__ import annotations

from collections.abc import Sequence

from runtime.verdicts import Verdict

from codegen.breaking.change import DIRECTIONS, Direction

_ALL_IS_WELL: dict[tuple[Direction, ...], str] = {
    (
        "forward",
    ): "every message of a new writer arrives at an old reader as it was sent",
    (
        "backward",
    ): "every message of an old writer arrives at a new reader as it was sent",
}
_BY_TYPE = {
    "error": "FIELD_TYPE_INCOMPATIBLE",
    "value_dependent": "FIELD_TYPE_NARROWED",
    "lossy": "FIELD_TYPE_LOSSY",
    "ok": "FIELD_TYPE_WIDENED",
}


def rule_id(kind: str, forward: Verdict, backward: Verdict) -> str:
    """Return the rule that names a kind of change with these verdicts."""
    match kind:
        case "FIELD_TYPE":
            return _BY_TYPE[_worse(forward, backward)]
        case "CONSTRAINT":
            return _constraint(forward, backward)
    return kind


def _worse(forward: Verdict, backward: Verdict) -> str:
    outcomes = {
        verdict.outcome for verdict in (forward, backward) if verdict.severity != "safe"
    }
    order = ("error", "value_dependent", "lossy")
    return next((outcome for outcome in order if outcome in outcomes), "ok")


def _constraint(forward: Verdict, backward: Verdict) -> str:
    match forward.severity, backward.severity:
        case "breaking", "breaking":
            return "CONSTRAINT_DISJOINT"
        case "safe", "safe":
            return "CONSTRAINT_EQUIVALENT"
        case _, "safe":
            return "CONSTRAINT_LOOSENED"
    return "CONSTRAINT_TIGHTENED"


def sentence(
    forward: Verdict,
    backward: Verdict,
    directions: Sequence[Direction] = DIRECTIONS,
) -> str:
    """Return what becomes of messages between the versions, in the directions that count."""
    parts = {
        "forward": _told(forward, "an old reader", "a new writer"),
        "backward": _told(backward, "a new reader", "an old writer"),
    }
    well = _ALL_IS_WELL.get(tuple(directions), "every message arrives as it was sent")
    told = "; ".join(parts[one] for one in directions if parts[one]) or well
    return told[0].upper() + told[1:]


def _told(verdict: Verdict, reader: str, writer: str) -> str:
    if not verdict.reasons:
        return ""
    match verdict.outcome:
        case "error":
            said = f"{reader} refuses what {writer} sends"
        case "value_dependent":
            said = f"{reader} refuses some of what {writer} sends"
        case _ if verdict.severity == "safe":
            said = f"{reader} leaves out some of what {writer} sends"
        case _:
            said = f"{reader} takes some of what {writer} sends for something else"
    reason = verdict.reasons[0]
    return (
        f"{said} ({reason.path}: {reason.text})"
        if reason.path
        else f"{said} ({reason.text})"
    )
