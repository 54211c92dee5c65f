"""`python -m codegen breaking`: its options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from codegen.terminal import Format, fail

EXAMPLES = """\
[bold]Examples[/bold]

  python -m codegen breaking --against main
  python -m codegen breaking --against v1.0..v1.4      every tag from the one to the other
  python -m codegen breaking --against old.toml --upgrade-first host
  python -m codegen breaking --against origin/main --format github      in CI
  python -m codegen breaking --explain ENUM_MEMBER_ADDED

[bold]Exit status[/bold]: 0 nothing as bad as --fail-on, 1 there is, 2 wrong usage, or a version \
that cannot be read.
"""


class Mode(StrEnum):
    """Which directions count."""

    backward = "backward"
    forward = "forward"
    full = "full"


class Category(StrEnum):
    """What is looked at."""

    WIRE = "WIRE"
    SOURCE = "SOURCE"


class FailOn(StrEnum):
    """From what on the exit status is 1."""

    breaking = "breaking"
    dangerous = "dangerous"


def breaking(
    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REF_OR_FILE",
            help="An older version: a git ref, a range of tags (v1..v3), a schema.toml or a "
            "catalogue.json. May be given several times.",
        ),
    ] = None,
    schema: Annotated[Path, typer.Option(help="The catalogue.")] = Path("schema.toml"),
    mode: Annotated[
        Mode | None,
        typer.Option(
            help="Which directions count: backward (old writer, new reader), forward (new "
            "writer, old reader), or full, which is both, and the default."
        ),
    ] = None,
    upgrade_first: Annotated[
        str,
        typer.Option(
            metavar="ROLE",
            help="The role that is released first, or `any`: picks the mode of each channel.",
        ),
    ] = "",
    category: Annotated[
        Category,
        typer.Option(help="SOURCE looks at the generated Python, too."),
    ] = Category.WIRE,
    fail_on: Annotated[
        FailOn, typer.Option(help="From what on the exit status is 1.")
    ] = FailOn.dangerous,
    format: Annotated[
        Format, typer.Option("--format", help="How findings are told.")
    ] = Format.text,
    explain: Annotated[
        str, typer.Option(metavar="RULE", help="Say what a rule is about, and end.")
    ] = "",
    write_reserved: Annotated[
        bool,
        typer.Option(
            "--write-reserved", help="Reserve in the catalogue what is gone from it."
        ),
    ] = False,
) -> None:
    """Say what a change of the catalogue breaks, each finding with a message that proves it."""
    from codegen.breaking import run  # the other commands do not wait for it

    if explain:
        run.explain(explain)
        return
    if not against:
        fail("name a version to compare with: --against main, or a file")
    if mode and upgrade_first:
        fail("--mode and --upgrade-first exclude each other; leave one out")
    wish = run.Wish(
        against=against,
        schema=schema,
        mode=(mode or Mode.full).value,
        upgrade_first=upgrade_first,
        category=category.value,
        fail_on=fail_on.value,
        format=format,
        write_reserved=write_reserved,
    )
    raise typer.Exit(run.compare(wish))
