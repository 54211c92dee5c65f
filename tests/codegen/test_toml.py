"""Our reader and `tomllib` read the same; and what is read stands where it says."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen import toml
from codegen.problems import CatalogueError, Problem
from codegen.toml import Table, Value
from tests.codegen.test_bad import BAD

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(ROOT.rglob("schema.toml"))


def plain(value: Value | Table) -> object:
    """Return a value as `tomllib` has it."""
    content = value if isinstance(value, Table) else value.content
    if isinstance(content, Table):
        return {key: plain(entry.value) for key, entry in content.entries.items()}
    if isinstance(content, list):
        return [plain(item) for item in content]
    return content


def same(one: object, other: object) -> bool:
    """Return whether two values are equal, in their types and their `nan` too."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return type(one) is type(other) and one == other


def strings(table: Table) -> Iterator[tuple[str, Value]]:
    """Yield every string of a document."""
    for entry in table.entries.values():
        waiting = [entry.value]
        while waiting:
            value = waiting.pop()
            match value.content:
                case Table():
                    yield from strings(value.content)
                case list(items):
                    waiting += items
                case str(text):
                    yield text, value


def values(value: Value | Table) -> Iterator[Value]:
    """Yield every value of a document, the outer before the inner."""
    content = value if isinstance(value, Table) else value.content
    if isinstance(value, Value):
        yield value
    if isinstance(content, Table):
        for entry in content.entries.values():
            yield from values(entry.value)
    elif isinstance(content, list):
        for item in content:
            yield from values(item)


def is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def problems(text: str) -> Sequence[Problem]:
    """Return what is wrong with a document as TOML."""
    try:
        return toml.read(text)[1]
    except CatalogueError as error:
        return error.problems


def check(text: str) -> None:
    table, twice = toml.read(text)
    assert twice == []
    assert same(plain(table), tomllib.loads(text))
    lines = text.split("\n")
    for value in values(table):
        if value.end:
            (line, column), (last, end) = value.position, value.end
            piece = [*lines[line - 1 : last - 1], lines[last - 1][: end - 1]]
            alone = "\n".join(piece)[column - 1 :]
            assert same(plain(value), tomllib.loads(f"v = {alone}")["v"])
    for content, value in strings(table):
        written = value.written
        assert "\n".join(lines[value.position.line - 1 :])[
            value.position.column - 1 :
        ].startswith(written)
        for offset, character in enumerate(content[:200]):
            line, column = value.place(offset)
            found = lines[line - 1][column - 1 :]
            if not found.startswith("\\") or written.startswith("'"):
                assert (found or "\n")[0] == character or (
                    character == "\n" and found in ("", "\r")
                )


@pytest.mark.parametrize(
    "path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_catalogues(path: Path) -> None:
    check(path.read_bytes().decode())


BAD_CATALOGUES = sorted(set(BAD.glob("*.toml")) - {BAD / "toml_too_deep.toml"})
"""How deep is too deep for `tomllib` depends on Python."""


@pytest.mark.parametrize("path", BAD_CATALOGUES, ids=lambda path: path.stem)
def test_bad_catalogues_that_are_toml(path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    if is_toml(text):
        check(text)
    else:
        assert problems(text)


CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS | st.sampled_from("\"'\\\n\t#=[]{},."), max_size=8)


def escaped(text: str) -> str:
    """Return the text as a basic string, escaping only what has to be."""
    special = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return "".join(
        special.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else c)
        for c in text
    )


def written_strings() -> st.SearchStrategy[str]:
    printable = TEXTS.map(
        lambda text: "".join(c for c in text if ord(c) >= 32 and ord(c) != 127)
    )
    return st.one_of(
        TEXTS.map(lambda text: f'"{escaped(text)}"'),
        TEXTS.map(lambda text: f'"""\n{escaped(text)}"""'),
        TEXTS.map(lambda text: f'"""{escaped(text)}\\\n   \n  end"""'),
        TEXTS.map(lambda text: '"' + "".join(f"\\U{ord(c):08X}" for c in text) + '"'),
        printable.map(lambda text: "'" + text.replace("'", "") + "'"),
        st.lists(printable).map(
            lambda lines: "'''" + "\n".join(lines).replace("'", "") + "'''"
        ),
    )


SCALARS = st.one_of(
    written_strings(),
    st.integers().map(str),
    st.integers(0, 2**70).map(hex),
    st.floats().map(lambda number: repr(number)),
    st.booleans().map(lambda flag: str(flag).lower()),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)).map(dt.datetime.isoformat),
    st.dates().map(dt.date.isoformat),
    st.times().map(dt.time.isoformat),
    st.sampled_from(["1_000", "0b1", "0o17", "+1", "-0.0", "6.6e-3_4", "inf", "+nan"]),
)
KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True),
    TEXTS.map(lambda text: f'"{escaped(text)}"'),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(
            lambda items: f"[ # {len(items)}\n {', '.join(items)} ]"
        )
        | st.lists(st.tuples(KEYS, inner), max_size=3).map(
            lambda pairs: f"{{ {', '.join(f'{k} = {v}' for k, v in pairs)} }}"
        )
    ),
    max_leaves=4,
)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]} # comment"),
    st.tuples(KEYS, KEYS, VALUES).map(lambda line: f"{line[0]} . {line[1]}={line[2]}"),
    KEYS.map(lambda key: f"[{key}]"),
    st.tuples(KEYS, KEYS).map(lambda keys: f"  [ {keys[0]}.{keys[1]} ]"),
    KEYS.map(lambda key: f"[[{key}]]"),
    st.sampled_from(["", "# comment", "\t"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_documents(lines: list[str], ending: str) -> None:
    text = ending.join(lines)
    if is_toml(text):
        check(text)
    else:
        assert problems(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert bool(problems(text)) != is_toml(text)
