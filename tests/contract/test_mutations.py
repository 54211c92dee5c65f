"""The bugs that `make mutations` plants still have a place, and the tests that find them exist."""

import ast
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from tests.contract.mutations.__main__ import app
from tests.contract.mutations.copy import ROOT, Result, copied
from tests.contract.mutations.mutation import Mutation, StaleError
from tests.contract.mutations.planted import PLANTED

ANY = Mutation(
    name="any",
    says="a timeout may be negative",
    file="gate.py",
    text="if timeout < 0:",
    bug="if False:",
    tests=("tests/runtime/test_ends.py::test_recv_gives_up_in_time",),
)


@pytest.mark.parametrize("name", PLANTED)
def test_a_bug_can_be_planted(name: str) -> None:
    one = PLANTED[name]
    path = one.path(ROOT)
    source = path.read_text("utf-8")
    with_bug = one.planted(source)
    assert ast.dump(ast.parse(with_bug)) != ast.dump(ast.parse(source))
    compile(with_bug, path, "exec")


def test_their_tests_exist() -> None:
    assert all(mutation.tests for mutation in PLANTED.values())
    tests = {test for mutation in PLANTED.values() for test in mutation.tests}
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", *sorted(tests)]
    # As `make mutations` runs them: those of the full tier are named differently.
    environment = {**os.environ, "CONTRACT": ""}
    told = subprocess.run(
        collect,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("source", ["if timeout > 0:", 2 * "if timeout < 0: pass\n"])
def test_a_bug_without_one_place_is_stale(source: str) -> None:
    with pytest.raises(StaleError, match="'any'"):
        ANY.planted(source)


def test_a_bug_is_planted_in_a_copy_and_taken_out() -> None:
    sound = ANY.path(ROOT).read_text("utf-8")
    with copied() as copy:
        path = ANY.path(copy.tree)
        assert path != ANY.path(ROOT)
        with copy.planted(ANY):
            assert path.read_text("utf-8") == sound.replace(ANY.text, ANY.bug)
        assert path.read_text("utf-8") == sound
    assert not path.exists()


def test_what_caught_a_bug_is_told() -> None:
    red = Result(red={"tests/a/test_b.py::test_c": "TimeoutError: stuck"})
    assert red.told() == "test_b.py::test_c: TimeoutError: stuck"
    assert Result(red={}, hung="tests/a/test_b.py::test_c").told() == (
        "the time limit, in test_b.py::test_c"
    )
    assert Result(red={}, crashed="signal 11, in test_c").told().startswith("signal 11")
    assert not Result(red={}).caught


def test_no_such_bug() -> None:
    done = CliRunner().invoke(app, ["earthquake"])
    assert done.exit_code == 2
    assert "no bug named 'earthquake'" in done.output
