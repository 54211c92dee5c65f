"""How Python spells the types and values of a catalogue, in the words of the generated module.

Rule 1: strings of the catalogue are data; they come out through `repr` and nothing else.
Rule 2: the imports that `templates/messages.py.jinja` begins with are the words there are.
"""

from __future__ import annotations

import ast
import datetime as dt
import enum
import math
from decimal import Decimal
from functools import lru_cache
from typing import assert_never
from uuid import UUID

from codegen.types import (
    Bounded,
    Collection,
    FixedTuple,
    Literal,
    Mapping,
    Reference,
    Scalar,
    Type,
    Union,
    VariableTuple,
)

IMPORTED = (
    "Annotated", "Any", "Buffer", "Decimal", "Literal", "NewType", "OpenEnum", "TypeAlias", "UUID",
    "WritableBuffer", "deprecated", "dt", "enum", "msgspec", "secrets", "time", "uuid",
)  # fmt: skip
"""The names that a generated `messages.py` may import."""

_SCALARS = {
    "Raw": "msgspec.Raw",
    "buffer": "Buffer",
    "writable_buffer": "WritableBuffer",
    "datetime": "dt.datetime",
    "date": "dt.date",
    "time": "dt.time",
    "timedelta": "dt.timedelta",
}


def type_source(type: Type) -> str:
    """Return the type as an annotation."""
    match type:
        case Scalar(name=name):
            return _SCALARS.get(name, name)
        case Reference(name=name):
            return name
        case Collection(kind=kind, item=item):
            return f"{kind}[{type_source(item)}]"
        case Mapping(key=key, value=value):
            return f"dict[{type_source(key)}, {type_source(value)}]"
        case VariableTuple(item=item):
            return f"tuple[{type_source(item)}, ...]"
        case FixedTuple(items=items):
            return f"tuple[{', '.join(map(type_source, items))}]"
        case Literal(values=values):
            return f"Literal[{', '.join(map(repr, values))}]"
        case Bounded(type=bare, bounds=bounds):
            given = ", ".join(f"{name}={value!r}" for name, value in bounds)
            return f"Annotated[{type_source(bare)}, msgspec.Meta({given})]"
        case Union(members=members):
            return " | ".join(map(type_source, members))
        case _:
            assert_never(type)


def value_source(value: object) -> str:
    """Return a value that a default may have as an expression.

    A string, number, tuple, date, enum member and so on; a list, dict or set only when empty.
    """
    match value:
        case enum.Enum():
            return f"{type(value).__name__}.{value.name}"
        case float() if not math.isfinite(value):
            return f"float({str(value)!r})"
        case tuple():
            items = ", ".join(map(value_source, value))
            return f"({items},)" if len(value) == 1 else f"({items})"
        case frozenset() if value:
            return f"frozenset({{{', '.join(sorted(map(value_source, value)))}}})"
        case dt.datetime() | dt.date() | dt.time() | dt.timedelta():
            return (
                repr(value)
                .replace("datetime.", "dt.")
                .replace("dt.timezone.utc", "dt.UTC")
            )
        case None | bool() | int() | float() | str() | bytes() | Decimal() | UUID():
            return repr(value)
        case list() | dict() | set() | frozenset() if not value:
            return repr(value)
    raise TypeError(f"no default can be {value!r}")


@lru_cache(maxsize=10_000)
def words(source: str) -> frozenset[str]:
    """Return the bare names that an expression uses."""
    tree = ast.parse(source, mode="eval")
    return frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name))
