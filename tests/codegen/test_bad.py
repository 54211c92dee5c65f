"""Every rule of the language has the smallest catalogue that breaks it: `bad/NAME.toml`, `NAME.err`.

Rule 1: one mistake is one problem, at the character where it is mended.
Rule 2: a problem text in `codegen` that no case brings about fails `test_every_text_has_a_case`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from codegen import decodable, native, toml
from codegen.annotations import Annotation, read_annotation
from codegen.generate import generate
from codegen.problems import CatalogueError, Position, Problem
from codegen.report import line_of
from tests.codegen import golden_files

BAD = Path(__file__).with_name("bad")
CASES = sorted(path.stem for path in BAD.glob("*.toml"))
MANY = {"ten_mistakes": 10}
"""Cases with more than one mistake."""

CODEGEN = Path(toml.__file__).parent
NO_PROBLEMS = {
    "__main__.py": "tells problems, and has its own tests",
    "catalogue.py": "the words of generated docs",
    "definitions.py": "the words of generated docs",
    "default_sources.py": "spells defaults",
    "formatting.py": "fails only when ruff does",
    "output.py": "compares files",
    "report.py": "tells problems",
    "terminal.py": "tells problems, and has tests of the commands",
    "spelling.py": "refuses values that `defaults` lets through; there are none",
}
"""Modules with prose that is no problem text."""
NO_TEXTS = {
    "'Cannot '",
    "'Duplicate '",
    "'Invalid value'",
    "' (at end of document)'",
    r"' \\(at line (\\d+), column (\\d+)\\)$'",
}
"""What `toml.py` looks for in the texts of `tomllib`."""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(CatalogueError) as caught:
        generate(text)
    return caught.value.problems


def read(case: str) -> str:
    """Return a case as the command line reads it: with its line ends, without a byte order mark."""
    return (BAD / f"{case}.toml").read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("case", CASES)
def test_problems(case: str) -> None:
    found = problems(read(case))
    lines = [line_of(problem, f"{case}.toml") for problem in found]
    expected = f"{case}.err"
    golden_files.compare(BAD, {expected}, {expected: "\n".join([*lines, ""])})
    assert len(found) == MANY.get(case, 1)


def test_every_expectation_has_its_catalogue() -> None:
    assert sorted(path.stem for path in BAD.glob("*.err")) == CASES


def test_problems_point_into_the_text() -> None:
    for case in CASES:
        lines = read(case).split("\n")
        for problem in problems(read(case)):
            line, column = problem.position
            assert 1 <= line <= len(lines), case
            assert 1 <= column <= len(lines[line - 1]) + 1, case


# --- what no rule says: msgspec and tree-sitter have the last word --------------------------------

HEAD = """\
[catalogue]
name     = "bad"
version  = "1"
binds    = "host"
connects = "kernel"

[channels.ticks]
doc     = "All ticks."
from    = "host"
carries = "str | bytes"

[types.S]
fields.f = "int"
"""


TOO_DEEP = (
    "structs stand inside one another too deeply; "
    "let some of them be messages of their own"
)
NO_POSITIONS = "this TOML could not be given positions; write it more simply"
TYPE_TOO_DEEP = "nested too deeply to be read; give the inner types names"
ELSEWHERE = (
    TOO_DEEP,
    TYPE_TOO_DEEP,
    NO_POSITIONS,
    "msgspec refuses it: x",
    "Python refuses it: x",
    "there is no rule 'x'",
)
"""Problems that the tests below and `test_memory` bring about, without a file."""


def chain(depth: int) -> str:
    """Return a catalogue with a struct in a struct in a struct, so many times."""
    structs = [f"[types.S{n}]\nfields.f = 'S{n + 1}'" for n in range(depth)]
    text = "\n".join([*structs, HEAD.replace("types.S", f"types.S{depth}")])
    return text.replace("str | bytes", "S0")


def test_msgspec_is_asked_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decodable, "problems", lambda *_: iter(()))
    [problem] = problems(HEAD)
    assert (problem.position, problem.key) == (Position(7, 11), "channels.ticks")
    assert problem.text.startswith("msgspec refuses it: Type unions may not contain")


def test_python_is_asked_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> type[msgspec.Struct]:
        raise ValueError("not today")

    monkeypatch.setattr(native.Native, "record", refuse)
    [problem] = problems(HEAD.replace("str | bytes", "int"))
    assert str(problem) == "types.S: Python refuses it: not today"


@pytest.fixture
def shallow() -> Iterator[None]:
    """Python's own limit for recursion, which Hypothesis raises."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.usefixtures("shallow")
def test_structs_inside_one_another_end_somewhere() -> None:
    [problem] = problems(chain(3000))
    assert problem.text == TOO_DEEP


@pytest.mark.usefixtures("shallow")
def test_a_long_chain_of_structs_is_generated_or_refused() -> None:
    """Between the deepest that generates and the shallowest that does not, nothing else happens."""
    outcomes = set()
    for depth in (100, 200, 300, 400, 600):
        try:
            generate(chain(depth))
        except CatalogueError as error:
            outcomes.add(str(error))
            assert depth > 100
    assert outcomes <= {f"1:1: {TOO_DEEP}"}


def test_a_type_that_python_cannot_parse_for_its_depth() -> None:
    """How deep that is depends on the version."""
    for count in (1_000, 10_000, 100_000):
        found = read_annotation(" | ".join(["int"] * count), frozenset())
        assert isinstance(found, Annotation) or found == [(0, TYPE_TOO_DEEP)]


def test_toml_that_tree_sitter_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tomllib.loads", lambda text: {})
    [problem] = problems("[types.S]\nfields.f = \n")
    assert (
        problem.text == "this TOML could not be given positions; write it more simply"
    )
    assert problem.position.line == 2


# --- no text without a case -----------------------------------------------------------------------


def test_every_text_has_a_case() -> None:
    told = [*ELSEWHERE, *(path.read_text() for path in BAD.glob("*.err"))]
    untold = [
        f"{path.name}:{text.lineno}: {ast.unparse(text)}"
        for path in sorted(CODEGEN.glob("*.py"))
        if path.name not in NO_PROBLEMS
        for text in strings(ast.parse(path.read_text()))
        if (pattern := as_pattern(text)) and not any(map(pattern.search, told))
        if ast.unparse(text) not in NO_TEXTS
    ]
    assert untold == []


def strings(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the strings of a module, docstrings left out."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Constant(value=str()) | ast.JoinedStr():
                yield child
        yield from strings(child)


def as_pattern(text: ast.Constant | ast.JoinedStr) -> re.Pattern[str] | None:
    """Return what finds the text in a problem; None for a string without words."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    words = [
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    if not any(re.search(r"[a-z]{3,}[;,:]? |[a-z]{3,}; ", word) for word in words):
        return None
    return re.compile(".*".join(map(re.escape, words)))
