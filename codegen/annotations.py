"""Field types: Python annotation syntax, read with `ast`.

Rule 1: nothing is evaluated; what is not one of the forms in `types` is a problem.
Rule 2: a problem points at the character of the annotation where it begins.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection as Names
from typing import NamedTuple

from codegen import types
from codegen.problems import meant, shortened

_INSTEAD = {
    "Optional": "T | None",
    "Union": "T | U",
    "List": "list[T]",
    "Dict": "dict[K, V]",
    "Set": "set[T]",
    "FrozenSet": "frozenset[T]",
    "Tuple": "tuple[T, ...]",
    "Sequence": "list[T]",
    "Mapping": "dict[K, V]",
    "object": "Any",
    "string": "str",
    "integer": "int",
    "boolean": "bool",
    "number": "float",
    "bytearray": "bytes",
    "memoryview": "buffer",
    "Buffer": "buffer",
    "WritableBuffer": "writable_buffer",
    "Annotated": "{ type = 'int', ge = 0 }",
    "UnsetType": "{ type = 'int', optional = true }",
    "NoneType": "None",
    "null": "None",
    "double": "float",
    "date_time": "datetime",
    "duration": "timedelta",
    "uuid": "UUID",
    "decimal": "Decimal",
}
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1  # what msgspec takes for a Literal
PREFIX = "_: "


class Finding(NamedTuple):
    """A problem inside an annotation, so many characters from its beginning."""

    offset: int
    text: str


class Annotation(NamedTuple):
    """What a field's type text says: a type, and perhaps a default as Python literal."""

    type: types.Type
    default: ast.expr | None


def read_annotation(text: str, names: Names[str]) -> Annotation | list[Finding]:
    """Return the annotation in the text, or everything that is wrong with it.

    Args:
        text: `TYPE` or `TYPE = LITERAL`.
        names: what the catalogue defines.
    """
    if not text.strip():
        return [Finding(0, "empty; write a type such as 'str' or 'list[int]'")]
    if broken := re.search(r"[\n\r\f]", text):
        return [Finding(broken.start(), "a type stands on one line; join the lines")]
    try:
        parsed = ast.parse(PREFIX + text).body
        if len(parsed) != 1 or not isinstance(parsed[0], ast.AnnAssign):
            return [Finding(0, f"{shortened(text)} is not one type")]
        reader = _Reader(text, names)
        type = reader.type(parsed[0].annotation)
    except (SyntaxError, ValueError) as error:
        return [_syntax_finding(text, error)]
    except (RecursionError, MemoryError):
        return [Finding(0, "nested too deeply to be read; give the inner types names")]
    return reader.findings or Annotation(type, parsed[0].value)


def _syntax_finding(text: str, error: SyntaxError | ValueError) -> Finding:
    reason = error.msg if isinstance(error, SyntaxError) else str(error)
    column = error.offset if isinstance(error, SyntaxError) else None
    inside = max(0, min((column or 0) - 1 - len(PREFIX), len(text)))
    what = f"{shortened(text)} is not a type in Python's syntax: {reason}"
    return Finding(inside, what)


class _Reader:
    def __init__(self, text: str, names: Names[str]) -> None:
        self.encoded = text.encode()
        self.names = names
        self.findings: list[Finding] = []

    def refuse(self, node: ast.expr, text: str) -> types.Type:
        before = self.encoded[: node.col_offset - len(PREFIX)]
        self.findings.append(Finding(len(before.decode()), text))
        return types.NONE

    def type(self, node: ast.expr) -> types.Type:
        match node:
            case ast.Name(id=name):
                return self.name(node, name)
            case ast.Constant(value=None):
                return types.NONE
            case ast.BinOp(op=ast.BitOr()):
                return types.union([self.type(member) for member in _members(node)])
            case ast.Subscript(value=ast.Name(id=origin), slice=inside):
                items = inside.elts if isinstance(inside, ast.Tuple) else [inside]
                return self.generic(node, origin, items)
            case ast.Constant(value=str(quoted)):
                return self.refuse(
                    node,
                    f"a quoted type; write {quoted} without quotes, names may come later",
                )
            case ast.Attribute(attr=name) if name in types.SCALARS:
                what = f"{ast.unparse(node)!r} is not a type; write {name!r}"
                return self.refuse(node, what)
        return self.refuse(node, f"{ast.unparse(node)!r} is not a type")

    def name(self, node: ast.expr, name: str) -> types.Type:
        if name in self.names:
            return types.Reference(name)
        if name in types.GENERICS:
            return self.refuse(node, f"{name!r} of what? write {_example(name)!r}")
        if name in types.SCALARS:
            return types.Scalar(name)
        return self.refuse(node, self.unknown(name))

    def unknown(self, name: str) -> str:
        if name in _INSTEAD:
            return f"no type named {name!r}; write {_INSTEAD[name]!r}"
        known = [*self.names, *types.SCALARS, *types.GENERICS]
        return f"no type named {name!r}{meant(name, known)}"

    def generic(self, node: ast.expr, origin: str, items: list[ast.expr]) -> types.Type:
        if origin == "Literal":
            return self.literal(items, node)
        if origin not in types.GENERICS:
            if origin in self.names or origin in types.SCALARS:
                return self.refuse(node, f"{origin!r} takes nothing in brackets")
            return self.refuse(node, self.unknown(origin))
        match origin, items:
            case ("list" | "set" | "frozenset") as kind, [item]:
                return types.Collection(kind, self.type(item))
            case "dict", [key, value]:
                return types.Mapping(self.type(key), self.type(value))
            case "tuple", [item, ast.Constant(value=value)] if value is ...:
                return types.VariableTuple(self.type(item))
            case "tuple", items if items:
                return types.FixedTuple(tuple(self.type(item) for item in items))
        return self.refuse(
            node,
            f"{ast.unparse(node)!r} has the wrong number of parts; write {_example(origin)!r}",
        )

    def literal(self, items: list[ast.expr], node: ast.expr) -> types.Type:
        values: dict[str | int, None] = {}
        members: list[types.Type] = []
        for item in items:
            value = _literal_value(item)
            if isinstance(value, str) and not encodable(value):
                return self.refuse(
                    item, f"{value!r} has half a character, which cannot be sent"
                )
            if isinstance(value, int) and not _SMALLEST <= value <= _LARGEST:
                return self.refuse(item, f"{value} does not fit in 64 bits")
            if isinstance(value, str) or (
                isinstance(value, int) and not isinstance(value, bool)
            ):
                values[value] = None
            elif value is None and isinstance(item, ast.Constant):
                members.append(types.NONE)
            else:
                what = f"a Literal holds strings and whole numbers, not {ast.unparse(item)!r}"
                what += "; write 'bool'" if isinstance(value, bool) else ""
                return self.refuse(item, what)
        if values:
            members.insert(0, types.Literal(tuple(values)))
        if not members:
            return self.refuse(node, "an empty Literal; name the values it may have")
        return types.union(members)


def _members(node: ast.expr) -> list[ast.expr]:
    """Return what stands between the bars of `A | B | C`, in order."""
    members: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        members.append(node.right)
        node = node.left
    return [node, *reversed(members)]


def encodable(text: str) -> bool:
    """Return whether a string can be written in UTF-8: it has no half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _literal_value(node: ast.expr) -> object:
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return ...
    return value


def _example(origin: str) -> str:
    return {
        "dict": "dict[str, Any]",
        "tuple": "tuple[int, ...]",
        "Literal": f"Literal[{'on'!r}, {'off'!r}]",
    }.get(origin, f"{origin}[str]")
