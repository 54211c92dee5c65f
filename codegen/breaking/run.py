"""What `python -m codegen breaking` does: asks git, reads, compares, writes and prints."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import msgspec
import typer
from msgspec import Struct
from rich.progress import Progress

from codegen import report
from codegen.allowances import unknown_rules
from codegen.breaking import telling
from codegen.breaking.explained import explanation
from codegen.breaking.git import GitError, tags_between, text_at
from codegen.breaking.modes import Asked, Mode, in_mode, upgrading_first
from codegen.breaking.reserve import with_reserved
from codegen.breaking.review import (
    Category,
    Told,
    review,
    unreserved,
    with_proofs,
)
from codegen.breaking.rules import RULES, RULES_OF_ALLOWANCES
from codegen.breaking.versions import Version, version_from_json, version_from_toml
from codegen.problems import CatalogueError, meant
from codegen.terminal import (
    BAD_USAGE,
    Format,
    err,
    fail,
    out,
    read_catalogue,
    tell_problems,
    write_files,
)

FINDINGS = 1
_PATIENCE = 1.0  # seconds without a progress bar


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody has asked for."""

    against: list[str]
    schema: Path
    mode: Mode
    upgrade_first: str
    category: Category
    fail_on: Literal["breaking", "dangerous"]
    format: Format
    write_reserved: bool


def compare(wish: Wish) -> int:
    """Compare the catalogue with older versions, and return the exit status."""
    schema, format = wish.schema, wish.format
    new, text = new_version(schema, format)
    asked = directions(new, wish.mode, wish.upgrade_first)
    named = [old for name in wish.against for old in old_versions(name, schema)]
    olds = list({old.label: old for old in named}.values())
    if wish.write_reserved:
        text = reserve(olds, new, text, schema)
        new = version_from_toml(text, schema.name, str(schema))
    told = review(olds, new, asked, wish.category, dt.date.today())
    told = list(watched(with_proofs(told, new), len(told)))
    fails = [one for one in told if one.counts in ("breaking", wish.fail_on)]
    tell(told, fails, [old.label for old in olds], schema, format)
    return FINDINGS if fails else 0


def explain(name: str) -> None:
    """Say what a rule is about."""
    rules = {**RULES, **RULES_OF_ALLOWANCES}
    rule = rules.get(name.upper().replace("-", "_"))
    if rule is None:
        fail(f"there is no rule {name!r}{meant(name, rules)}")
    out.print(explanation(rule), markup=False)


def new_version(schema: Path, format: Format) -> tuple[Version, str]:
    """Return the catalogue as it is now, and its text; its problems end the command."""
    text, problems = read_catalogue(schema)
    if not problems:
        try:
            new = version_from_toml(text, schema.name, str(schema))
        except CatalogueError as error:
            problems = error.problems
        else:
            allowances = new.catalogue.allowances if new.catalogue else ()
            problems = sorted(unknown_rules(allowances, RULES))
            if not problems:
                return new, text
    tell_problems(problems, text, schema, format)
    raise typer.Exit(BAD_USAGE)


def directions(new: Version, mode: Mode, upgrade_first: str) -> Asked:
    """Return which directions count."""
    if not upgrade_first:
        return in_mode(mode)
    catalogue = new.catalogue
    roles = [catalogue.binder.name, catalogue.connector.name] if catalogue else []
    known = [*roles, "any"]
    if upgrade_first not in known:
        hint = meant(upgrade_first, known) or f"; write one of {', '.join(known)}"
        fail(f"no role {upgrade_first!r}{hint}")
    return upgrading_first(upgrade_first)


def old_versions(name: str, schema: Path) -> Iterator[Version]:
    """Yield the versions that somebody has named; one that cannot be read ends the command."""
    path = Path(name)
    try:
        if path.is_file():
            text, problems = read_catalogue(path)
            if problems:
                fail(f"cannot compare with {name}: {problems[0]}")
            yield parsed(text, name, name)
            return
        first, dots, last = name.partition("..")
        is_range = first and dots and last
        refs = tags_between(first, last, schema) if is_range else [name]
        for ref in refs:
            file = ref if ":" in ref else f"{ref}:{schema}"
            yield parsed(text_at(ref, schema), ref, file)
    except GitError as error:
        fail(f"cannot compare with {name}: {error}")


def parsed(text: str, label: str, file: str) -> Version:
    """Return what a text means: a catalogue, or the wire model that one was."""
    try:
        if text.lstrip().startswith("{"):
            return version_from_json(text, label, file)
        return version_from_toml(text, label, file)
    except CatalogueError as error:
        for problem in error.problems:
            err.print(report.line_of(problem, file), markup=False)
        fail(f"cannot compare with {label}: it is no valid catalogue")
    except (msgspec.DecodeError, ValueError) as error:
        fail(f"cannot compare with {label}: {file} is no catalogue.json: {error}")


def reserve(olds: Sequence[Version], new: Version, text: str, schema: Path) -> str:
    """Write what is gone into the catalogue, and return its text."""
    told = review(olds, new, in_mode("full"), "WIRE", dt.date.today())
    gone = unreserved(told)
    after = with_reserved(text, gone.labels, gone.tags)
    if after == text:
        err.print(f"nothing to reserve in {schema}", markup=False)
        return text
    try:
        version_from_toml(after, schema.name, str(schema))
    except CatalogueError as error:
        fail(f"cannot reserve what is gone, do it by hand: {error.problems[0]}")
    file, mark = schema.resolve(), "\ufeff" if starts_with_mark(schema) else ""
    write_files(file.parent, {file.name: mark + after})
    labels = [label for some in gone.labels.values() for label in some]
    words = ", ".join(map(repr, dict.fromkeys([*labels, *gone.tags])))
    err.print(f"reserved {words} in {schema}", markup=False)
    return after


def starts_with_mark(schema: Path) -> bool:
    """Return whether a file has a byte order mark, which is kept."""
    with schema.open("rb") as file:
        return file.read(3) == b"\xef\xbb\xbf"


def watched(told: Iterable[Told], count: int) -> Iterator[Told]:
    """Yield the findings, with a bar on a terminal if that takes long."""
    started = time.monotonic()
    with ExitStack() as stack:
        progress: Progress | None = None
        for place, one in enumerate(told):
            late = time.monotonic() - started > _PATIENCE
            if progress is None and late and err.is_terminal:
                progress = stack.enter_context(Progress(console=err, transient=True))
                task = progress.add_task("looking for messages", total=count)
            if progress is not None:
                progress.update(task, completed=place)
            yield one


def tell(
    told: Sequence[Told],
    fails: Sequence[Told],
    against: Sequence[str],
    schema: Path,
    format: Format,
) -> None:
    match format:
        case Format.json:
            print(telling.as_json(told, against, bool(fails)))
        case Format.github:
            for one in told:
                is_lint = one.finding.category == "LINT"
                if one.counts != "safe" or (is_lint and not one.allowed):
                    level: report.Level = "error" if one in fails else "warning"
                    print(telling.annotation(one, str(schema), level))
        case Format.text:
            for one in told:
                out.print(telling.block(one, str(schema)), end="")
            out.print(telling.summary(told, against, bool(fails)), markup=False)
