"""What the README shows is what happens: its files are written out, generated, run and checked."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import runtime

from codegen.generate import generate
from codegen.native import FACTORIES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MYPYPATH": f"{folder}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def written(folder: Path) -> Path:
    """Write the README's files into a folder, and generate."""
    (catalogue,) = blocks("toml")
    gui, worker, _, tasks = blocks("python")
    (folder / "schema.toml").write_text(catalogue)
    (folder / "gui.py").write_text(gui)
    (folder / "worker.py").write_text(worker)
    (folder / "tasks.py").write_text(tasks)
    done = run(folder, "-m", "codegen")
    assert done.returncode == 0, done.stderr
    return folder


def test_the_example_runs_and_type_checks(tmp_path: Path) -> None:
    folder = written(tmp_path)
    for program in ("gui.py", "tasks.py"):
        done = run(folder, program)
        assert (done.returncode, done.stdout) == (0, "page 1: 64 bytes\n"), done.stderr
    files = ("gui.py", "tasks.py", "worker.py")
    checked = run(folder, "-m", "mypy", "--strict", *files)
    assert checked.returncode == 0, checked.stdout


def test_the_type_checker_says_what_the_readme_says(tmp_path: Path) -> None:
    folder = written(tmp_path)
    program = (folder / "gui.py").read_text()
    wrong = (
        "    gui.requests.recv()",
        "    gui.requests.send(Rendered(page=1, pixels=b''))",
    )
    said = []
    for line in wrong:
        lines = program.replace("import Gui, Render", "import Gui, Render, Rendered")
        (folder / "gui.py").write_text(
            "\n".join([*lines.splitlines()[:8], line, *lines.splitlines()[9:]])
        )
        report = run(folder, "-m", "mypy", "--strict", "gui.py").stdout
        said.append(next(text for text in report.splitlines() if "gui.py:9" in text))
    assert "\n".join(said) + "\n" in blocks("text")


def test_a_mistake_is_told_as_the_readme_tells_it(tmp_path: Path) -> None:
    folder = written(tmp_path)
    schema = folder / "schema.toml"
    schema.write_text(schema.read_text().replace('"int"', '"intt"', 1))
    done = run(folder, "-m", "codegen")
    told = done.stderr.splitlines()[0] + "\n"
    assert (done.returncode, [told]) == (1, [b for b in blocks("text") if "intt" in b])


def test_the_files_and_targets_that_are_mentioned_exist() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).exists(), link
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"(?:    |`)make ([a-z-]+)", README):
        assert f"\n{target}:" in makefile, target


def test_the_page_about_the_language_speaks_it() -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text()
    catalogue = "\n".join(re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    assert set(generate(catalogue)) >= {"messages.py", "channels.py"}


def words_of(module: str) -> set[str]:
    """Return the words in the constants of a module: keys, and choices of keys."""
    tree = ast.parse((ROOT / "codegen" / module).read_text())
    constants = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper()
    ]
    return {
        str(inner.value)
        for constant in constants
        for inner in ast.walk(constant)
        if isinstance(inner, ast.Constant) and re.fullmatch("[a-z_]+", str(inner.value))
    }


def test_the_page_about_the_language_has_every_key_and_factory() -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text()
    quoted = {
        word
        for code in re.findall(r"`([^`\n]+)`", page)
        for word in re.split(r"[ ,]+", code)
    }
    quoted |= set(re.findall(r"^(?:fields\.)?(\w+) *=", page, re.MULTILINE))
    modules = ("parse.py", "parse_definitions.py", "parse_allow.py")
    keys = {word for module in modules for word in words_of(module)}
    assert {"carries", "camel", "latest", "max_length", "newtype", "until"} <= keys
    assert keys | FACTORIES.keys() <= quoted


def test_every_error_has_its_line() -> None:
    errors = {
        name
        for name, value in vars(runtime).items()
        if isinstance(value, type) and issubclass(value, runtime.StubwireError)
    }
    for name in errors:
        assert f"`{name}`" in README, name
    imported = re.search(r"from runtime import (.*)", blocks("python")[2])
    assert imported is not None
    assert set(imported[1].split(", ")) <= errors


def test_every_promise_is_linked_to_its_test() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text()
    linked = set(re.findall(r"\(\.\./(tests/contract/test_[rsb]\d+_\w+\.py)\)", page))
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests" / "contract").glob("test_[rsb][0-9]*_*.py")
    }
    assert linked == there
