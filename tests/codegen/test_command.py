"""The command line, run as a user runs it."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "codegen" / "starter_files" / "schema.toml"
BAD = """\
[catalogue]
name     = "ticks"
version  = "1"
binds    = "host"
connects = "worker"

[messages.Tick]
doc           = "A tick."
fields.number = "intt"

[channels.ticks]
doc     = "All ticks."
from    = "hosst"
carries = ["Tick"]
"""
PROBLEMS = """\
schema.toml:9:18: messages.Tick.fields.number: no type named 'intt'; did you mean 'int'?
schema.toml:13:12: channels.ticks.from: no role named 'hosst'; did you mean 'host'?
2 problems in schema.toml; nothing was written
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a good catalogue."""
    (tmp_path / "schema.toml").write_text(STARTER.read_text())
    return tmp_path


def codegen(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "codegen", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def snapshot(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        path.name: (path.read_text(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
        if path.is_file()
    }


def test_it_writes_the_package_and_says_what_it_did(project: Path) -> None:
    done = codegen(project)
    assert (done.returncode, done.stderr) == (0, "")
    names = ["__init__.py", "catalogue.json", "channels.py", "messages.py", "py.typed"]
    assert sorted(path.name for path in (project / "generated").iterdir()) == names
    python_first = sorted(names, key=lambda name: (not name.endswith(".py"), name))
    assert done.stdout.splitlines() == [f"wrote generated/{n}" for n in python_first]


def test_files_that_would_not_change_are_not_touched(project: Path) -> None:
    codegen(project)
    before = snapshot(project / "generated")
    done = codegen(project)
    assert done.stdout == "generated is up to date (5 files)\n"
    assert snapshot(project / "generated") == before
    (project / "generated" / "messages.py").write_text(
        before["messages.py"][0] + "# edited\n"
    )
    assert codegen(project).stdout == "rewrote generated/messages.py\n"
    after = snapshot(project / "generated")
    assert after["messages.py"][0] == before["messages.py"][0]
    assert after["channels.py"] == before["channels.py"]


def test_check_is_content_with_what_was_written(project: Path) -> None:
    codegen(project)
    before = snapshot(project / "generated")
    done = codegen(project, "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert snapshot(project / "generated") == before


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("edit", "generated/messages.py: differs"),
        ("delete", "generated/channels.py: missing"),
        ("stray", "generated/notes.txt: not ours"),
        ("folder", "generated/old/notes.txt: not ours"),
        ("left over", "generated/legacy.py: left over"),
    ],
)
def test_check_names_what_is_wrong_and_writes_nothing(
    project: Path, harm: str, told: str
) -> None:
    codegen(project)
    generated = project / "generated"
    match harm:
        case "edit":
            text = (generated / "messages.py").read_text()
            (generated / "messages.py").write_text(text.replace("int = 1", "int = 2"))
        case "delete":
            (generated / "channels.py").unlink()
        case "stray":
            (generated / "notes.txt").write_text("mine\n")
        case "folder":
            (generated / "old").mkdir()
            (generated / "old" / "notes.txt").write_text("mine\n")
        case "left over":
            text = (generated / "messages.py").read_text()
            (generated / "legacy.py").write_text(text)
    before = snapshot(generated)
    done = codegen(project, "--check")
    assert done.returncode == 1
    assert told in done.stderr.splitlines()
    assert snapshot(generated) == before
    if harm == "edit":
        assert "-    minimum: int = 2" in done.stdout
        assert "+    minimum: int = 1" in done.stdout
        assert "--- a/generated/messages.py" in done.stdout


def test_check_before_the_first_run_misses_everything(project: Path) -> None:
    done = codegen(project, "--check")
    assert done.returncode == 1
    assert "generated/messages.py: missing" in done.stderr
    assert not (project / "generated").exists()


def test_what_an_earlier_run_left_over_goes_what_others_wrote_stays(
    project: Path,
) -> None:
    codegen(project)
    generated = project / "generated"
    (generated / "legacy.py").write_text((generated / "messages.py").read_text())
    (generated / "mine.py").write_text("x = 1\n")
    done = codegen(project)
    assert done.returncode == 0
    assert "removed generated/legacy.py" in done.stdout
    assert "generated/mine.py is not part of the output" in done.stderr
    assert (generated / "mine.py").exists()
    assert not (generated / "legacy.py").exists()


def test_it_does_not_overwrite_what_somebody_else_wrote(project: Path) -> None:
    (project / "app").mkdir()
    (project / "app" / "messages.py").write_text("print('mine')\n")
    done = codegen(project, "--out", "app")
    assert done.returncode == 2
    assert "app/messages.py was not written by stubwire" in done.stderr
    assert (project / "app" / "messages.py").read_text() == "print('mine')\n"


def test_the_output_is_a_package_anywhere(project: Path) -> None:
    assert codegen(project, "--out", "app/deep/wire").returncode == 0
    for name in ("app", "app/deep"):
        (project / name / "__init__.py").touch()
    code = "from app.deep.wire import Host; print(Host.__module__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "app.deep.wire.channels\n", done.stderr


def test_problems_are_told_and_nothing_is_written(project: Path) -> None:
    (project / "schema.toml").write_text(BAD)
    done = codegen(project)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", PROBLEMS)
    assert not (project / "generated").exists()
    assert codegen(project, "--check").returncode == 1


def test_problems_for_programs(project: Path) -> None:
    (project / "schema.toml").write_text(BAD)
    done = codegen(project, "--format", "json")
    assert done.returncode == 1
    first, second = json.loads(done.stdout)["problems"]
    assert first == {
        "file": "schema.toml",
        "line": 9,
        "column": 18,
        "key": "messages.Tick.fields.number",
        "text": "no type named 'intt'; did you mean 'int'?",
    }
    assert second["line"] == 13


def test_problems_for_github(project: Path) -> None:
    (project / "schema.toml").write_text(BAD)
    done = codegen(project, "--check", "--format", "github")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == (
        "::error file=schema.toml,line=9,col=18,title=stubwire::"
        "messages.Tick.fields.number: no type named 'intt'; did you mean 'int'?"
    )


def test_changes_for_programs_and_github(project: Path) -> None:
    done = codegen(project, "--format", "json")
    changes = json.loads(done.stdout)["changes"]
    assert {"file": "messages.py", "kind": "missing"} in changes
    (project / "generated" / "channels.py").unlink()
    done = codegen(project, "--check", "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error file=generated/channels.py,title=stubwire::missing;"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--schema", "nowhere.toml"], "cannot read nowhere.toml"),
        (["--schema", "."], "cannot read ."),
        (["--out", "schema.toml"], "schema.toml is a file"),
        (["--check", "--watch"], "exclude each other"),
        (["--chekc"], "No such option"),
        (["init", "."], "not empty"),
    ],
)
def test_wrong_usage_has_its_own_exit_status(
    project: Path, arguments: list[str], told: str
) -> None:
    done = codegen(project, *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_catalogue_that_is_not_text(project: Path) -> None:
    (project / "schema.toml").write_bytes(b'[catalogue]\nname = "\xff"\n')
    done = codegen(project)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "schema.toml:2:1: not UTF-8",
    )


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_shows_examples(project: Path, option: str) -> None:
    done = codegen(project, option)
    assert done.returncode == 0
    assert "python -m codegen --check" in done.stdout
    assert "python -m codegen init" in done.stdout


def test_a_terminal_shows_the_line_with_a_caret(project: Path) -> None:
    (project / "schema.toml").write_text(BAD)
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "codegen"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"},
        stdout=child,
        stderr=child,
    )
    os.close(child)
    shown = "".join(read_all(parent))
    assert process.wait(timeout=60) == 1
    assert "\x1b[" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n")
    assert '9 | fields.number = "intt"\n' in plain
    assert "  |                  ^^^^\n" in plain


def read_all(descriptor: int) -> Iterator[str]:
    """Yield what a terminal shows until its last writer is gone."""
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        while True:
            try:
                chunk = file.read(4096)
            except OSError:  # how Linux says that nobody is left to write
                return
            if not chunk:
                return
            yield chunk.decode()


def test_watch_writes_again_after_each_save_and_survives_errors(project: Path) -> None:
    schema = project / "schema.toml"
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "codegen", "--watch"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        wait_for(process.stdout, "wrote generated/py.typed")
        schema.write_text(BAD)
        wait_for(process.stdout, "2 problems in schema.toml")
        schema.write_text(BAD.replace("intt", "int").replace("hosst", "host"))
        wait_for(process.stdout, "rewrote generated/messages.py")
        process.send_signal(2)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert "class Tick(" in (project / "generated" / "messages.py").read_text()


def wait_for(lines: Iterator[str], text: str) -> None:
    for line in lines:
        if text in line:
            return
    raise AssertionError(f"ended without {text!r}")


def test_init_starts_a_project_that_runs(tmp_path: Path) -> None:
    done = codegen(tmp_path, "init", "demo")
    assert done.returncode == 0, done.stderr
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "host.py"],
        cwd=tmp_path / "demo",
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "proverb: 4 words\nempty: 0 words\n"
    assert codegen(tmp_path / "demo", "--check").returncode == 0
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "host.py", "worker.py"],
        cwd=tmp_path / "demo",
        env={**os.environ, "MYPYPATH": f"{tmp_path / 'demo'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_a_full_disk_leaves_the_old_files(project: Path) -> None:
    codegen(project)
    before = snapshot(project / "generated")
    (project / "schema.toml").write_text(
        STARTER.read_text().replace("A host asks", "A person asks")
    )
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9, 9));"
    code = limited + "sys.argv = ['codegen']; from codegen.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert snapshot(project / "generated") == before


def test_the_output_is_a_function_of_the_text_alone(project: Path) -> None:
    # This one imports msgspec and the runtime side by side.
    (project / "schema.toml").write_text((ROOT / "schema.toml").read_text())
    assert codegen(project, "--out", "alone").returncode == 0
    (project / "runtime").mkdir()  # to ruff, a package of the project's own
    (project / "pyproject.toml").write_text("[tool.ruff]\nline-length = 40\n")
    assert codegen(project, "--out", "crowded").returncode == 0
    alone, crowded = (snapshot(project / name) for name in ("alone", "crowded"))
    assert {name: text for name, (text, _) in alone.items()} == {
        name: text for name, (text, _) in crowded.items()
    }
