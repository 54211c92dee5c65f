"""Which constraints a type can have, and whether any value satisfies them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from codegen import types
from codegen.catalogue import Constraints
from codegen.decodable import Definitions, alternatives
from codegen.problems import Problem
from codegen.tables import Located
from codegen.types import Collection, Scalar, Type, describe

Written = Mapping[str, Located[int | float | str | bool]]

_NUMBERS = "'int' or 'float'"
_SIZED = "'str', 'bytes', 'list', 'set', 'frozenset', 'dict' or 'tuple[T, ...]'"
_SMALLEST, _LARGEST = (
    -(2**63),
    2**63 - 1,
)  # msgspec keeps bounds of integers in an int64


def constraints(
    written: Written, type: Type, definitions: Definitions
) -> tuple[Constraints, list[Problem]]:
    """Return the constraints of a field, and what is wrong with them."""
    problems = [
        written[name].problem(text)
        for name, text in [
            *_applicable(written, alternatives(type, definitions), type),
            *_sensible(written),
            *_satisfiable(written),
        ]
    ]
    if problems:
        return Constraints(), problems
    values = {name: located.value for name, located in written.items()}
    numbers = {n: v for n, v in values.items() if not isinstance(v, str)}
    lengths = {n: v for n, v in values.items() if isinstance(v, int)}
    pattern, tz = values.get("pattern"), values.get("tz")
    return (
        Constraints(
            ge=numbers.get("ge"),
            gt=numbers.get("gt"),
            le=numbers.get("le"),
            lt=numbers.get("lt"),
            multiple_of=numbers.get("multiple_of"),
            min_length=lengths.get("min_length"),
            max_length=lengths.get("max_length"),
            pattern=pattern if isinstance(pattern, str) else None,
            tz=tz if isinstance(tz, bool) else None,
        ),
        [],
    )


def _applicable(
    written: Written, members: list[Type], type: Type
) -> Iterator[tuple[str, str]]:
    scalars = {member.name for member in members if isinstance(member, Scalar)}
    sized = bool(scalars & {"str", "bytes"}) or any(
        isinstance(member, Collection | types.Mapping | types.VariableTuple)
        for member in members
    )
    for name in written:
        match name:
            case "min_length" | "max_length":
                fits, bounded = sized, _SIZED
            case "pattern":
                fits, bounded = "str" in scalars, "'str'"
            case "tz":
                fits, bounded = (
                    bool(scalars & {"datetime", "time"}),
                    "'datetime' or 'time'",
                )
            case _:
                fits, bounded = bool(scalars & {"int", "float"}), _NUMBERS
        if not fits:
            yield (
                name,
                f"{name!r} says nothing about '{describe(type)}'; it is for {bounded}",
            )
        elif name in ("ge", "gt", "le", "lt", "multiple_of") and "float" not in scalars:
            value = written[name].value
            if isinstance(value, float):
                yield (
                    name,
                    f"{value!r} is not a whole number, but the type is '{describe(type)}'",
                )


def _sensible(written: Written) -> Iterator[tuple[str, str]]:
    for name, located in written.items():
        value = located.value
        match name, value:
            case "pattern", str(pattern):
                try:
                    re.compile(pattern)
                except re.error as error:
                    yield name, f"{pattern!r} is not a regular expression: {error}"
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
