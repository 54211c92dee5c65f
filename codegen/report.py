"""Problems and changes as text: for people, for programs, for GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec
from rich.text import Text

from codegen.output import Change
from codegen.problems import Problem

Level: TypeAlias = Literal["error", "warning"]


def line_of(problem: Problem, file: str) -> str:
    """Return a problem as one line, in the form that editors recognise."""
    return f"{file}:{problem.position.line}:{problem.position.column}: {problem}"


def snippet(problem: Problem, text: str) -> Text:
    """Return the offending line with a caret under the word that is meant."""
    lines = text.split("\n")
    number, column = problem.position
    line = lines[number - 1].rstrip("\r") if number <= len(lines) else ""
    word = re.match(r"\w+", line[column - 1 :])
    width = len(word[0]) if word else 1
    gutter = " " * len(str(number))
    before = re.sub(r"[^\t]", " ", line[: column - 1])
    shown = Text()
    shown.append(f"{gutter} |\n{number} | ", style="blue")
    shown.append(f"{line}\n")
    shown.append(f"{gutter} | ", style="blue")
    shown.append(f"{before}{'^' * width}\n", style="bold red")
    return shown


def as_json(file: str, problems: Iterable[Problem], changes: Iterable[Change]) -> str:
    """Return everything as one JSON object."""
    content = {
        "problems": [
            {
                "file": file,
                "line": problem.position.line,
                "column": problem.position.column,
                "key": problem.key,
                "text": problem.text,
            }
            for problem in problems
        ],
        "changes": [{"file": c.name, "kind": c.kind} for c in changes],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode()


def github(
    level: Level, file: str, line: int, column: int, title: str, text: str
) -> str:
    """Return a workflow command, which annotates a line in a pull request."""
    place = f"file={_property(file)},line={line},col={column},title={_property(title)}"
    return f"::{level} {place}::{_data(text)}"


def github_problem(problem: Problem, file: str) -> str:
    """Return a problem as a workflow command."""
    return github("error", file, *problem.position, "stubwire", str(problem))


def github_change(change: Change, folder: str) -> str:
    """Return a file that is not as it ought to be as a workflow command."""
    text = f"{change.kind}; run `python -m codegen` and commit the result"
    return f"::error file={_property(f'{folder}/{change.name}')},title=stubwire::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
