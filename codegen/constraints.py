"""Which constraints a type can have, and whether any value satisfies them.

Rule: in a union a constraint holds for every member that it says something about; `int | None` with
`ge = 1` is None or at least 1.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from codegen import types
from codegen.decodable import Definitions, alternatives, underlying
from codegen.definitions import Alias
from codegen.problems import Problem
from codegen.tables import Located
from codegen.types import Bounded, Collection, Reference, Scalar, Type, Union, describe

Written = Mapping[str, Located[int | float | str | bool]]

_NUMBERS = "'int' or 'float'"
_SIZED = "'str', 'bytes', 'list', 'set', 'frozenset', 'dict' or 'tuple[T, ...]'"
_SMALLEST, _LARGEST = (
    -(2**63),
    2**63 - 1,
)  # msgspec keeps bounds of integers in an int64


def constrained(
    written: Written, type: Type, definitions: Definitions
) -> tuple[Type, list[Problem]]:
    """Return the type with its constraints, and what is wrong with them."""
    if not written:
        return type, []
    members = alternatives(type, definitions)
    problems = [
        written[name].problem(text)
        for name, text in [
            *_applicable(written, members, type),
            *_safe(written, members),
            *_sensible(written),
            *_satisfiable(written),
        ]
    ]
    if problems:
        return type, problems
    bounded = [
        _bounded(member, written, definitions) for member in _opened(type, definitions)
    ]
    return types.union(bounded), []


def _opened(type: Type, definitions: Definitions) -> list[Type]:
    """Return the members of a union, those behind aliases too; else the type alone."""
    match type:
        case Union(members=members):
            return [inner for m in members for inner in _opened(m, definitions)]
        case Reference(name=name):
            definition = definitions.get(name)
            if isinstance(definition, Alias) and isinstance(
                underlying(type, definitions), Union
            ):
                return _opened(definition.type, definitions)
    return [type]


def _bounded(member: Type, written: Written, definitions: Definitions) -> Type:
    bare = underlying(member, definitions)
    bounds = tuple(
        (name, located.value) for name, located in written.items() if _fits(name, bare)
    )
    return Bounded(member, bounds) if bounds else member


def _fits(name: str, member: Type) -> bool:
    """Return whether a constraint says anything about a type, which is no union."""
    match name, member:
        case (
            ("min_length" | "max_length"),
            (
                Scalar(name="str" | "bytes")
                | Collection()
                | types.Mapping()
                | types.VariableTuple()
            ),
        ):
            return True
        case "pattern", Scalar(name="str"):
            return True
        case "tz", Scalar(name="datetime" | "time"):
            return True
        case (
            ("ge" | "gt" | "le" | "lt" | "multiple_of"),
            Scalar(name="int" | "float"),
        ):
            return True
    return False


def _applicable(
    written: Written, members: list[Type], type: Type
) -> Iterator[tuple[str, str]]:
    for name, located in written.items():
        match name:
            case "min_length" | "max_length":
                meant_for = _SIZED
            case "pattern":
                meant_for = "'str'"
            case "tz":
                meant_for = "'datetime' or 'time'"
            case _:
                meant_for = _NUMBERS
        what = describe(type)
        if not any(_fits(name, member) for member in members):
            yield name, f"{name!r} says nothing about '{what}'; it is for {meant_for}"
        elif isinstance(located.value, float) and Scalar("int") in members:
            yield name, f"a bound of 'int' is a whole number, not {located.value!r}"


def _safe(written: Written, members: list[Type]) -> Iterator[tuple[str, str]]:
    """Refuse what msgspec (0.19 to 0.22) mixes up in a union, and then reads memory that is not its.

    It takes a bound for the length of a fixed tuple, and a pattern for the type of an array's items.
    """
    fixed = [m for m in members if isinstance(m, types.FixedTuple)]
    containers = [
        member
        for member in members
        if isinstance(member, Collection | types.VariableTuple | types.Mapping)
    ]
    for name in written:
        beside = containers if name == "pattern" else fixed if name != "tz" else []
        if beside and len(members) > 1:
            text = f"{name!r} cannot stand in a union with '{describe(beside[0])}': msgspec "
            yield name, text + "confuses the two; give one of them a struct of its own"


def _sensible(written: Written) -> Iterator[tuple[str, str]]:
    for name, located in written.items():
        value = located.value
        match name, value:
            case "pattern", str(pattern):
                try:
                    re.compile(pattern)
                except (re.error, OverflowError, RecursionError) as error:
                    yield name, f"{pattern!r} is not a regular expression: {error}"
            case _, float(bound) if not math.isfinite(bound):
                yield name, f"a bound of {bound} cannot be; leave {name!r} out"
            case (("min_length" | "max_length"), int(length)) if length < 0:
                yield name, f"a length of {length} cannot be; write 0 or more"
            case "multiple_of", int(step) | float(step) if step <= 0:
                yield name, f"a multiple of {step} cannot be; write more than 0"
            case _, int(bound) if not _SMALLEST <= bound <= _LARGEST:
                yield name, f"{bound} is beyond 64 bits; a bound is at most {_LARGEST}"
    for one, other in (("ge", "gt"), ("le", "lt")):
        if one in written and other in written:
            yield other, f"{one!r} and {other!r} at once; write the one that is meant"


def _satisfiable(written: Written) -> Iterator[tuple[str, str]]:
    for low, high in (
        ("ge", "le"), ("ge", "lt"), ("gt", "le"), ("gt", "lt"), ("min_length", "max_length"),
    ):  # fmt: skip
        if low in written and high in written:
            least, most = written[low].value, written[high].value
            if isinstance(least, str) or isinstance(most, str):
                continue
            strict = "gt" in (low, high) or "lt" in (low, high)
            if least > most or (least == most and strict):
                yield high, f"no value has {low} = {least} and {high} = {most}"
