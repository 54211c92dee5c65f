"""A rule with its example and what msgspec makes of that: the source of `--explain` and of the page.

Rule: nothing is said of an example that was not found by comparing its two versions.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from msgspec import Struct
from runtime.verdicts import Verdict

from codegen.breaking.change import DIRECTIONS, Direction
from codegen.breaking.example import example_findings
from codegen.breaking.findings import Finding
from codegen.breaking.rules import Rule
from codegen.breaking.telling import UNPROVEN, message_lines

_WHO: dict[Direction, str] = {
    "forward": "new writer, old reader",
    "backward": "old writer, new reader",
}
_MATTERS = {
    "WIRE": "what becomes of messages",
    "SOURCE": "who uses the generated Python",
    "LINT": "told, and fails nothing",
}


class Explained(Struct, frozen=True):
    """What there is to say about a rule."""

    rule: Rule
    example: tuple[str, ...]
    """The two versions as one: each line with ` `, `-` or `+` before it."""
    finding: Finding
    """The first that is found of the rule."""
    outcome: tuple[str, ...]
    """What becomes of messages, each direction with the message that proves it."""

    @property
    def about(self) -> str:
        """Whom it matters to."""
        return f"{self.rule.category}: {_MATTERS[self.rule.category]}"


def explained(rule: Rule) -> Explained:
    """Return a rule with what comes of its example."""
    finding = example_findings(rule)[0]
    example = tuple(_together(rule.old, rule.new))
    return Explained(rule, example, finding, tuple(_outcome(rule, finding)))


def explanation(rule: Rule) -> str:
    """Return what there is to say about a rule, as text for a terminal."""
    told = explained(rule)
    lines = [
        f"{rule.id} ({told.about})",
        f"{rule.title}.",
        "",
        rule.explanation,
        "",
        f"What to do: {rule.recipe}",
        "",
        "Example:",
        *(f"  {line}" for line in told.example),
    ]
    if told.outcome:
        lines += ["", *told.outcome]
    return "\n".join(lines)


def fares(verdict: Verdict) -> str:
    """Return how messages fare in one direction, in a few words."""
    match verdict.outcome:
        case "error":
            return "breaking, no message arrives"
        case "value_dependent":
            return "dangerous, some messages are refused"
        case "lossy" if verdict.severity == "dangerous":
            return "dangerous, values arrive changed in silence"
        case "lossy":
            return "safe, the reader leaves out what it does not know"
    return "safe"


def _together(old: str, new: str) -> Iterator[str]:
    """Yield the lines of both versions, the whole of them."""
    before, after = old.splitlines(), new.splitlines()
    most = max(len(before), len(after))
    lines = unified_diff(before, after, n=most, lineterm="")
    yield from list(lines)[3:]


def _outcome(rule: Rule, finding: Finding) -> Iterator[str]:
    if not finding.is_judged:
        if finding.text != rule.title:
            yield f"{finding.subject}: {finding.text}"
        return
    verdicts = {"forward": finding.forward, "backward": finding.backward}
    for direction in DIRECTIONS:
        yield f"{_WHO[direction]}: {fares(verdicts[direction])}"
        for proof in finding.witnesses:
            if proof.direction == direction:
                yield from (f"  {line}" for line in message_lines(proof.witness))
    if finding.unproven:
        yield UNPROVEN
    if finding.advice:
        yield finding.advice
