"""What our rules let through, msgspec decodes; so its own words are never needed."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen import constraints, decodable, types
from codegen.generate import read
from codegen.native import Native
from codegen.problems import Position
from codegen.tables import Located
from tests.codegen.test_annotations import forms

CATALOGUE = read(
    """
    [catalogue]
    name     = "types"
    version  = "1"
    binds    = "host"
    connects = "kernel"

    [types]
    Colour  = { enum = ["red"] }
    Status  = { enum = ["queued"], unknown = "OTHER" }
    Level   = { enum = { LOW = 1 } }
    Name    = { newtype = "str" }
    Count   = { newtype = "int" }
    Names   = { newtype = "list[Name]" }
    Maybe   = { alias = "Count | None" }
    Struct  = { fields.f = "int" }
    Listed  = { fields.f = "list[int]" }
    Row     = { fields.f = "int", array_like = true }

    [messages]
    A = { doc = "a" }
    B = { doc = "b", fields.f = "list[int]" }
    C = { doc = "c", array_like = true }
    D = { doc = "d", array_like = true }
    E = { doc = "e", tag_field = "kind" }
    F = { doc = "f", tag = 1 }

    [channels.ticks]
    doc     = "All ticks."
    from    = "host"
    carries = "int"
    """
)
DEFINITIONS = CATALOGUE.by_name
NATIVE = Native()
for definition in CATALOGUE.definitions:
    NATIVE.add(definition)

LEAVES = st.one_of(
    st.sampled_from(types.SCALARS).map(types.Scalar),
    st.sampled_from(sorted(DEFINITIONS)).map(types.Reference),
    st.sampled_from(
        [types.Literal(("a",)), types.Literal((1,)), types.Literal((2, "b"))]
    ),
)
TYPES = st.recursive(LEAVES, forms, max_leaves=6)
BOUNDS = st.dictionaries(
    st.sampled_from(["ge", "lt", "multiple_of", "min_length", "pattern", "tz"]),
    st.sampled_from([1, 2, 1.5, "x", True]),
    max_size=2,
)


def refused(type: types.Type) -> str | None:
    try:
        with NATIVE.importable():
            msgspec.msgpack.Decoder(NATIVE.type(type))
    except (TypeError, ValueError) as error:
        return str(error)
    return None


@settings(max_examples=1500, deadline=None)
@given(TYPES)
def test_types(type: types.Type) -> None:
    if not list(decodable.problems(type, DEFINITIONS)):
        assert refused(type) is None


@settings(max_examples=500, deadline=None)
@given(TYPES, BOUNDS)
def test_constraints(
    type: types.Type, bounds: dict[str, int | float | str | bool]
) -> None:
    written = {
        name: Located(value, Position(1, 1), name)
        for name, value in bounds.items()
        if _kind(name, value)
    }
    if list(decodable.problems(type, DEFINITIONS)):
        return
    bounded, problems = constraints.constrained(written, type, DEFINITIONS)
    if not problems:
        assert refused(bounded) is None


def _kind(name: str, value: int | float | str | bool) -> bool:
    match name:
        case "pattern":
            return isinstance(value, str)
        case "tz":
            return isinstance(value, bool)
        case "min_length":
            return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool)
