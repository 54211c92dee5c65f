"""The command line: the only module that reads, writes, prints or exits."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

try:
    import typer
    from rich.console import Console
    from rich.syntax import Syntax

    from codegen import output, report, starter
    from codegen.generate import generate
    from codegen.output import Change
    from codegen.problems import CatalogueError, Position, Problem
except ModuleNotFoundError as missing:
    needs = f"python -m codegen needs the module {missing.name!r}"
    print(f"{needs}: pip install 'stubwire[codegen]'", file=sys.stderr)
    sys.exit(2)

BAD_CATALOGUE, BAD_USAGE = 1, 2
WATCH_INTERVAL = 0.2  # seconds

EXAMPLES = """\
[bold]Examples[/bold]

  python -m codegen                              schema.toml -> generated/
  python -m codegen --check                      in CI: is generated/ up to date?
  python -m codegen --schema api.toml --out app/wire
  python -m codegen --watch                      while you edit the catalogue
  python -m codegen init demo                    start a project in the folder demo

[bold]Exit status[/bold]: 0 all is well, 1 the catalogue has problems or (with --check) the output \
is not up to date, 2 wrong usage or a file that cannot be read or written.
"""


class Format(StrEnum):
    """How problems and changes are told."""

    text = "text"
    json = "json"
    github = "github"


app = typer.Typer(
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@app.callback(invoke_without_command=True, epilog=EXAMPLES)
def command(
    context: typer.Context,
    schema: Annotated[Path, typer.Option(help="The catalogue.")] = Path("schema.toml"),
    folder: Annotated[
        Path, typer.Option("--out", help="The package to write; any name, anywhere.")
    ] = Path("generated"),
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 if anything would change."),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Write again whenever the catalogue is saved."),
    ] = False,
    format: Annotated[
        Format, typer.Option("--format", help="How problems and changes are told.")
    ] = Format.text,
) -> None:
    """Turn a catalogue into msgspec structs and typed ZeroMQ ends."""
    if context.invoked_subcommand is not None:
        return
    if check and watch:
        fail("--check and --watch exclude each other; leave one out")
    if check:
        raise typer.Exit(check_output(schema, folder, format))
    if watch:
        watch_schema(schema, folder, format)
    raise typer.Exit(write_output(schema, folder, format))


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder.")
    ],
) -> None:
    """Start a project: a small catalogue, and the two programs that use it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fail(f"{folder} is there already and not empty; name a new folder")
    files = starter.files()
    generated = generate(files["schema.toml"])
    write_files(folder, files)
    write_files(folder / "generated", generated)
    out.print(f"Wrote {folder}/: {', '.join(files)} and generated/", markup=False)
    out.print(f"Next:\n  cd {folder}\n  python host.py", markup=False)


def write_output(schema: Path, folder: Path, format: Format) -> int:
    """Bring the package up to date, and return the exit status."""
    wanted = generated(schema, format)
    if wanted is None:
        return BAD_CATALOGUE
    found = read_folder(folder)
    if strangers := output.foreign(wanted, found):
        fail(
            f"{folder / strangers[0]} was not written by stubwire and would be lost; "
            "name another --out"
        )
    changes = output.compare(wanted, found)
    write_files(folder, {c.name: c.wanted for c in changes if c.name in wanted})
    for change in changes:
        if change.kind == "left over":
            remove(folder / change.name)
    tell_written(changes, folder, len(wanted), format)
    return 0


def check_output(schema: Path, folder: Path, format: Format) -> int:
    """Compare the package with the catalogue, and return the exit status."""
    wanted = generated(schema, format)
    if wanted is None:
        return BAD_CATALOGUE
    changes = output.compare(wanted, read_folder(folder))
    match format:
        case Format.json:
            print(report.as_json(str(schema), [], changes))
        case Format.github:
            for change in changes:
                print(report.github_change(change, str(folder)))
        case Format.text:
            for change in changes:
                out.print(
                    Syntax(
                        change.diff(folder.as_posix()),
                        "diff",
                        background_color="default",
                    )
                )
            for change in changes:
                err.print(f"{folder / change.name}: {change.kind}", markup=False)
            if changes:
                err.print(f"{folder} is not what {schema} says; run: python -m codegen")
    return BAD_CATALOGUE if changes else 0


def generated(schema: Path, format: Format) -> dict[str, str] | None:
    """Return the files that the catalogue asks for; None if it has problems, which are told."""
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
        return generate(text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        tell_problems(
            [Problem(Position(line, 1), "", "not UTF-8")], text, schema, format
        )
    except CatalogueError as error:
        tell_problems(error.problems, text, schema, format)
    return None


def tell_problems(
    problems: Sequence[Problem], text: str, schema: Path, format: Format
) -> None:
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
            err.print(f"{count} in {schema}; nothing was written")


def tell_written(
    changes: Sequence[Change], folder: Path, files: int, format: Format
) -> None:
    if format is Format.json:
        print(report.as_json("", [], changes))
        return
    done = {"missing": "wrote", "differs": "rewrote", "left over": "removed"}
    for change in changes:
        if change.kind == "not ours":
            text = (
                f"{folder / change.name} is not part of the output; move it elsewhere"
            )
            err.print(f"warning: {text}", markup=False)
        else:
            out.print(f"{done[change.kind]} {folder / change.name}", markup=False)
    if not changes:
        out.print(f"{folder} is up to date ({files} files)", markup=False)


def watch_schema(schema: Path, folder: Path, format: Format) -> NoReturn:
    """Write whenever the catalogue is saved, until interrupted; a mistake is told and waited out."""
    out.print(f"watching {schema}; Ctrl-C ends it", markup=False)
    seen = None
    while True:
        try:
            found = stamp(schema)
            if found is not None and found != seen:
                seen = found
                write_output(schema, folder, format)
            time.sleep(WATCH_INTERVAL)
        except KeyboardInterrupt:
            raise typer.Exit(0) from None


def stamp(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is saved; None while there is no file.

    Asking for it works where notifications do not: on network drives, in containers, and with
    editors that put a new file in the place of the old one.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_folder(folder: Path) -> dict[str, str]:
    """Return every file of the package's folder by its name, caches of tools left out."""
    if folder.exists() and not folder.is_dir():
        fail(f"{folder} is a file; name a folder with --out")
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not re.search(r"(^|/)(__pycache__|\.\w+_cache)/", name):
            with path.open(encoding="utf-8", errors="replace", newline="") as file:
                found[name] = file.read()
    return found


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


def remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        fail(f"cannot remove {path}: {error.strerror}")


def fail(text: str) -> NoReturn:
    """End with an error that is not the catalogue's."""
    err.print(f"error: {text}", markup=False)
    raise typer.Exit(BAD_USAGE)


def main() -> None:
    """Run the command line; the console script `stubwire`."""
    app(prog_name="python -m codegen" if sys.argv[0].endswith("__main__.py") else None)


if __name__ == "__main__":
    main()
