"""Types are read as they are written, and nothing else is a type."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen import types
from codegen.annotations import Annotation, read_annotation
from codegen.spelling import type_source
from codegen.types import describe

NAMES = frozenset({"CellId", "Tick", "Tock"})


def read(text: str) -> types.Type:
    found = read_annotation(text, NAMES)
    assert isinstance(found, Annotation), found
    return found.type


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("(int)", "int"),
        (" int ", "int"),
        ("int|str", "int | str"),
        ("int | (str | None)", "int | str | None"),
        ("int | int", "int"),
        ("None", "None"),
        ("Literal['a', None, 'a', -1]", "Literal['a', -1] | None"),
        ("Literal['a'] | int | Literal['b', 1]", "Literal['a', 'b', 1] | int"),
        ("dict [ str,list[ CellId ] ]", "dict[str, list[CellId]]"),
        ("tuple[int]", "tuple[int]"),
        ("tuple[int,...]", "tuple[int, ...]"),
        ("tuple[(int, str)]", "tuple[int, str]"),
    ],
)
def test_what_is_meant(text: str, meant: str) -> None:
    assert describe(read(text)) == meant


def test_a_default_is_not_part_of_the_type() -> None:
    found = read_annotation("int | None = None", NAMES)
    assert isinstance(found, Annotation)
    assert found.default is not None
    assert describe(found.type) == "int | None"


def forms(inner: st.SearchStrategy[types.Type]) -> st.SearchStrategy[types.Type]:
    return st.one_of(
        st.builds(
            types.Collection, st.sampled_from(["list", "set", "frozenset"]), inner
        ),
        st.builds(types.Mapping, inner, inner),
        st.builds(types.VariableTuple, inner),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda items: types.FixedTuple(tuple(items))
        ),
        st.lists(inner, min_size=1, max_size=3).map(types.union),
    )


LABELS = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.text(st.characters(exclude_categories=["Cs"]))
)
LEAVES = st.one_of(
    st.sampled_from(types.SCALARS).map(types.Scalar),
    st.sampled_from(sorted(NAMES)).map(types.Reference),
    st.lists(LABELS, min_size=1, max_size=3, unique=True).map(
        lambda values: types.Literal(tuple(values))
    ),
)
TYPES = st.recursive(LEAVES, forms, max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(TYPES)
def test_a_type_is_read_as_it_is_described(type: types.Type) -> None:
    assert read(describe(type)) == type
    compile(type_source(type), "annotation", "eval")


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("[](){}|,.=:;'\"\\ \n\t#éaintr日N01_*-"), max_size=20))
def test_anything_is_read_or_refused_at_a_character(text: str) -> None:
    found = read_annotation(text, NAMES)
    if not isinstance(found, Annotation):
        assert found
        assert all(0 <= finding.offset <= len(text) for finding in found)


@settings(max_examples=100, deadline=None)
@given(TYPES, st.text("é日🎉ab", min_size=1, max_size=4))
def test_a_problem_stands_where_its_word_does(type: types.Type, before: str) -> None:
    source = f"tuple[Literal[{before!r}], {describe(type)}, Nope]"
    found = read_annotation(source, NAMES)
    assert not isinstance(found, Annotation)
    assert [source[finding.offset :] for finding in found] == ["Nope]"]


@pytest.mark.parametrize("word", sorted(set(keyword.kwlist) - {"None"}))
def test_no_word_of_python_is_a_type(word: str) -> None:
    assert not isinstance(read_annotation(word, NAMES), Annotation)
