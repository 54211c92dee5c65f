"""The page about changes of a catalogue: what is written by hand, then every rule, from the rules.

Rule: what stands above the mark is kept as it is; all below it is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from runtime.verdicts import Verdict

from codegen.breaking.explained import Explained, explained
from codegen.breaking.rules import SUBJECTS, WITHOUT_RULE
from codegen.breaking.rules.every import Subject

MARK = "<!-- All below is made from the rules: make docs -->"

_READING = """\
How bad a finding is, is computed anew for each; the tables say what the example of a rule comes to. In an example the
host sends on the channel `feed`, which carries `M` where it does not stand there, and `[catalogue]` is left out.
`python -m codegen breaking --explain RULE` prints the same."""
_NO_RULE = "Changes without a rule"
_NAMED = ("rule", "what has changed")
_JUDGED = (*_NAMED, "new writer, old reader", "old writer, new reader", "release first")


def page(text: str) -> str:
    """Return the text of a page with all that is below its mark made anew.

    Raises:
        ValueError: it has no mark.
    """
    above, mark, _ = text.partition(MARK)
    if not mark:
        raise ValueError(f"the page has no line {MARK!r}")
    blocks = [f"{above}{MARK}", *_contents()]
    for subject in SUBJECTS:
        blocks += _subject(subject)
    return "\n\n".join([*blocks, *_without()]) + "\n"


def _contents() -> Iterator[str]:
    yield "## Every rule"
    yield _READING
    yield "\n".join(
        f"- [{title}](#{_anchor(title)})"
        for title in (*(subject.title for subject in SUBJECTS), _NO_RULE)
    )


def _subject(subject: Subject) -> Iterator[str]:
    rules = [explained(rule) for rule in subject.rules]
    is_judged = any(one.rule.category == "WIRE" for one in rules)
    head = _JUDGED if is_judged else _NAMED
    rows = [head, ["---"] * len(head), *(_cells(one)[: len(head)] for one in rules)]
    yield f"## {subject.title}"
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
    for one in rules:
        yield from _section(one)


def _cells(one: Explained) -> list[str]:
    named = [_link(one.rule.id), one.rule.title]
    forward, backward = one.finding.forward, one.finding.backward
    if one.rule.category != "WIRE":
        return [*named, "lint", "lint", ""]
    return [*named, _word(forward), _word(backward), _first(forward, backward)]


def _word(verdict: Verdict) -> str:
    """Return how bad a direction is, as it stands in a table."""
    if verdict.severity == "safe":
        return "safe"
    how = {"value_dependent": ", in part", "lossy": ", in silence"}
    return f"**{verdict.severity}**{how.get(verdict.outcome, '')}"


def _first(forward: Verdict, backward: Verdict) -> str:
    match forward.severity, backward.severity:
        case "safe", "safe":
            return "either"
        case _, "safe":
            return "readers"
        case "safe", _:
            return "writers"
    return "neither: in two steps"


def _section(one: Explained) -> Iterator[str]:
    rule = one.rule
    yield f"### {rule.id}"
    yield f"{rule.title}. {rule.explanation}"
    yield f"**What to do.** {rule.recipe}"
    yield _fenced("diff", one.example)
    if one.outcome:
        yield _fenced("text", one.outcome)


def _without() -> Iterator[str]:
    yield f"## {_NO_RULE}"
    yield "\n".join(f"- `{name}`: {why}." for name, why in WITHOUT_RULE.items())


def _fenced(language: str, lines: tuple[str, ...]) -> str:
    return "\n".join([f"```{language}", *lines, "```"])


def _link(name: str) -> str:
    return f"[`{name}`](#{_anchor(name)})"


def _anchor(title: str) -> str:
    """Return what a heading is linked by, as GitHub makes it."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
