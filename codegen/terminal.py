"""What the commands share of the world outside: the terminal, and files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from codegen import report
from codegen.problems import Position, Problem

BAD_USAGE = 2

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


class Format(StrEnum):
    """How problems and changes are told."""

    text = "text"
    json = "json"
    github = "github"


def fail(text: str) -> NoReturn:
    """End with an error that is not the catalogue's."""
    err.print(f"error: {text}", markup=False)
    raise typer.Exit(BAD_USAGE)


def read_catalogue(schema: Path) -> tuple[str, Sequence[Problem]]:
    """Return the text of a catalogue, and what is wrong with it as text."""
    try:
        content = schema.read_bytes()
    except OSError as error:
        hint = (
            "; `python -m codegen init DIR` starts one" if not schema.exists() else ""
        )
        fail(f"cannot read {schema}: {error.strerror}{hint}")
    text = content.decode("utf-8-sig", errors="replace")
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return text, [Problem(Position(line, 1), "", "not UTF-8")]
    return text, []


def tell_problems(
    problems: Sequence[Problem], text: str, schema: Path, format: Format
) -> None:
    """Tell what is wrong with a catalogue."""
    match format:
        case Format.json:
            print(report.as_json(str(schema), problems, []))
        case Format.github:
            for problem in problems:
                print(report.github_problem(problem, str(schema)))
        case Format.text:
            for problem in problems:
                err.print(report.line_of(problem, str(schema)), markup=False)
                if err.is_terminal:
                    err.print(report.snippet(problem, text))
            count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            err.print(f"{count} in {schema}; nothing was written", markup=False)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write each file whole or not at all: a full disk leaves the old one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="", dir=folder, delete=False
            ) as file:
                try:
                    file.write(text)
                    file.close()
                    os.chmod(file.name, 0o666 & ~current_umask())
                    os.replace(file.name, folder / name)
                except BaseException:
                    os.unlink(file.name)
                    raise
    except OSError as error:
        fail(f"cannot write {error.filename or folder}: {error.strerror}")


def current_umask() -> int:
    """Return the permissions that new files do not get; Python can only tell by setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
