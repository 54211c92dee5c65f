"""The command line: what the catalogue asks for, written or compared; a new project; `breaking`."""

from __future__ import annotations

import gc
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

try:
    import typer

    from codegen import output, report, starter
    from codegen.breaking.command import EXAMPLES as BREAKING_EXAMPLES
    from codegen.breaking.command import breaking
    from codegen.generate import generate
    from codegen.output import Change
    from codegen.problems import CatalogueError
    from codegen.terminal import (
        Format,
        err,
        fail,
        out,
        read_catalogue,
        tell_problems,
        write_files,
    )
except ModuleNotFoundError as missing:
    needs = f"python -m codegen needs the module {missing.name!r}"
    print(f"{needs}: pip install 'stubwire[codegen]'", file=sys.stderr)
    sys.exit(2)

BAD_CATALOGUE = 1
WATCH_INTERVAL = 0.2  # seconds

EXAMPLES = """\
[bold]Examples[/bold]

  python -m codegen                              schema.toml -> generated/
  python -m codegen --check                      in CI: is generated/ up to date?
  python -m codegen --schema api.toml --out app/wire
  python -m codegen --watch                      while you edit the catalogue
  python -m codegen init demo                    start a project in the folder demo
  python -m codegen breaking --against main      what does a change of the catalogue break?

[bold]Exit status[/bold]: 0 all is well, 1 the catalogue has problems or (with --check) the output \
is not up to date, 2 wrong usage or a file that cannot be read or written.
"""


app = typer.Typer(
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


app.command(epilog=BREAKING_EXAMPLES)(breaking)


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
                show(change, folder)
            for change in changes:
                err.print(f"{folder / change.name}: {change.kind}", markup=False)
            if changes:
                err.print(f"{folder} is not what {schema} says; run: python -m codegen")
    return BAD_CATALOGUE if changes else 0


def show(change: Change, folder: Path) -> None:
    from rich.syntax import Syntax  # and all of pygments, which nothing else needs

    diff = change.diff(folder.as_posix())
    out.print(Syntax(diff, "diff", background_color="default"))


def generated(schema: Path, format: Format) -> dict[str, str] | None:
    """Return the files that the catalogue asks for; None if it has problems, which are told."""
    text, problems = read_catalogue(schema)
    if not problems:
        try:
            return generate(text)
        except CatalogueError as error:
            problems = error.problems
    tell_problems(problems, text, schema, format)
    return None


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


def remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        fail(f"cannot remove {path}: {error.strerror}")


def main() -> None:
    """Run the command line; the console script `stubwire`."""
    # What a command makes, it keeps: looking for garbage more often would be a quarter of its time.
    gc.set_threshold(100_000)
    app(prog_name="python -m codegen" if sys.argv[0].endswith("__main__.py") else None)


if __name__ == "__main__":
    main()
