"""The wheel: what is in it, and what it does in an environment that has nothing else."""

import shutil
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from tests.packaging.environment import ROOT, Environment, make_environment, run

HOST = """\
import sys

from app.spoken import Alarm, Near, Sensor

with Near.bind() as near:
    far = near.spawn([sys.executable, "-m", "app.answer"])
    near.forth.send(Alarm(sensor=Sensor("boiler"), raised_at=1.5, level=3, text="hot"))
    print(near.back.recv(timeout=30))
print(far.wait())
"""

KERNEL = """\
from app.spoken import Far

with Far.connect() as far:
    for message in far.forth:
        far.back.send(message)
"""

GENERATOR = {"jinja2", "rich", "ruff", "tree-sitter", "tree-sitter-toml", "typer"}

INSTALL = "pip install 'stubwire[codegen]'"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = run(sys.executable, *command)
    assert done.returncode == 0, done.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment for who runs generated code."""
    environment = make_environment(tmp_path_factory.mktemp("bare"))
    environment.install(str(wheel))
    return environment


@pytest.fixture(scope="module")
def whole(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment for who generates code."""
    environment = make_environment(tmp_path_factory.mktemp("whole"))
    environment.install(f"{wheel}[codegen]")
    return environment


@pytest.fixture(scope="module")
def project(whole: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as `stubwire init` starts it."""
    folder = tmp_path_factory.mktemp("projects")
    done = whole.run("stubwire", "init", "demo", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "demo"


def test_it_holds_the_two_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    sources = {
        path.relative_to(ROOT).as_posix()
        for package in ("codegen", "runtime")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == sources
    assert {
        "codegen/py.typed",
        "codegen/starter_files/schema.toml",
        "codegen/starter_files/host.py",
        "codegen/templates/channels.py.jinja",
        "runtime/py.typed",
    } <= held


def test_it_asks_for_msgspec_and_pyzmq_and_for_more_only_with_the_extra(
    wheel: Path,
) -> None:
    metadata = read_metadata(wheel)
    required = metadata.get_all("Requires-Dist", [])
    always = [line for line in required if "extra ==" not in line]
    assert metadata["Name"] == "stubwire"
    assert sorted(line.partition(">")[0] for line in always) == ["msgspec", "pyzmq"]
    assert "codegen" in metadata.get_all("Provides-Extra", [])


def test_without_the_extra_only_the_runtime_is_installed(bare: Environment) -> None:
    assert bare.installed() == {"stubwire", "msgspec", "pyzmq"}


@pytest.mark.parametrize("command", [("python", "-m", "codegen"), ("stubwire",)])
def test_without_the_extra_the_generator_says_what_to_install(
    bare: Environment, command: tuple[str, ...], tmp_path: Path
) -> None:
    done = bare.run(*command, "--help", cwd=tmp_path)
    assert done.returncode == 2
    assert INSTALL in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_two_processes_talk_by_a_package_that_was_copied(
    bare: Environment, tmp_path: Path
) -> None:
    app = tmp_path / "app"
    shutil.copytree(ROOT / "benchmarks" / "wire", app / "spoken")
    (app / "ask.py").write_text(HOST)
    (app / "answer.py").write_text(KERNEL)
    done = bare.run("python", "-m", "app.ask", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    alarm = "Alarm(sensor='boiler', raised_at=1.5, level=3, text='hot')"
    assert done.stdout == f"{alarm}\n0\n"


def test_with_the_extra_the_generator_is_installed(whole: Environment) -> None:
    assert whole.installed() > {"stubwire", "msgspec", "pyzmq"} | GENERATOR


def test_the_console_script_is_the_generator(whole: Environment, project: Path) -> None:
    done = whole.run("stubwire", "--check", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_project_that_init_starts_runs(whole: Environment, project: Path) -> None:
    done = whole.run("python", "host.py", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "proverb: 4 words\nempty: 0 words\n"


def test_the_project_that_init_starts_is_typed(
    whole: Environment, project: Path
) -> None:
    """The mypy of the tests looks at what the environment has installed, and nowhere else."""
    python = str(whole.folder / "bin" / "python")
    options = ["--strict", "--python-executable", python]
    command = ["-m", "mypy", *options, "host.py", "worker.py"]
    done = run(sys.executable, *command, cwd=project)
    assert done.stdout == "Success: no issues found in 2 source files\n", done.stderr


def read_metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())
