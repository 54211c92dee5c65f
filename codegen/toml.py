"""TOML text to values that know where they stand.

`tomllib` decides what is TOML and what a scalar means, but has no positions; tree-sitter has
positions, but no opinion. This is the only module that knows either.

Rule 1: every value and every key has its line and column, and so has each character of a string.
Rule 2: a key that is given twice is a problem, and reading goes on; a syntax error ends it.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from typing import TypeAlias

import tree_sitter
import tree_sitter_toml
from msgspec import Struct, field

from codegen.problems import CatalogueError, Position, Problem

Scalar: TypeAlias = str | int | float | bool | dt.datetime | dt.date | dt.time

_TWICE = ("Cannot ", "Duplicate ")
"""How `tomllib` begins what it says of a key that is given twice."""
_PIECES = re.compile(
    r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\[ \t]*\r?\n[ \t\r\n]*|\\.|\r\n|.", re.DOTALL
)
"""What one character of a string can look like; the end of a line after `\\` is none."""


_DEEPEST = 100
_PLAIN = re.compile(r'"[ !#-[\]-~]*"')
"""A string that means what it says."""


class Value(Struct, frozen=True):
    """A scalar, an array or a table, with where it stands."""

    content: Scalar | list[Value] | Table
    position: Position
    written: str = ""
    """A string as it stands in the text, quotes and escapes included."""
    end: Position | None = None
    """What comes after it; None for a table that is not written in one piece."""

    def place(self, offset: int) -> Position:
        """Return where a character of a string stands in the text."""
        if not self.written:
            return self.position
        opening = re.match(r"""(["'])(\1\1(\r?\n)?)?""", self.written)
        passed = opening[0] if opening else ""
        pieces: Iterable[str] = self.written[len(passed) :]
        if self.written.startswith('"'):
            pieces = (m[0] for m in _PIECES.finditer(self.written, len(passed)))
        for piece in pieces:
            counts = piece != "\r" and not re.match(r"\\\s", piece)
            if counts and offset == 0:
                break
            offset -= counts
            passed += piece
        _, newline, last = passed.rpartition("\n")
        if not newline:
            return self.position.shifted(len(passed))
        return Position(self.position.line + passed.count("\n"), len(last) + 1)


class Entry(Struct, frozen=True):
    """A key of a table with its value."""

    position: Position
    value: Value


class Table(Struct):
    """Keys and their values, in the order of the text."""

    position: Position
    """Its `{`, or its name in its own header; else where its name stands first."""
    entries: dict[str, Entry] = field(default_factory=dict)
    closed: bool = False
    """Written out in one place (`[header]` or `{...}`): a second header for it is a problem."""


def read(text: str) -> tuple[Table, list[Problem]]:
    """Return the document's table, and the keys that were given twice.

    Raises:
        CatalogueError: the text is not TOML.
    """
    syntax: Problem | None = None
    given_twice = False
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        syntax = _syntax_problem(text, str(error))
        given_twice = str(error).startswith(_TWICE)
    except (RecursionError, ValueError):
        pass  # the reader comes to the same value, and knows where it stands
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    root = parser.parse(text.encode(errors="replace")).root_node
    if syntax and not given_twice:
        raise CatalogueError([syntax])
    if root.has_error:
        raise CatalogueError([syntax or _unreadable(text, root)])
    reader = _Reader(text)
    table = reader.document(root)
    if syntax and not reader.problems:
        raise CatalogueError([syntax])
    return table, reader.problems


def _syntax_problem(text: str, what: str) -> Problem:
    if found := re.search(r" \(at line (\d+), column (\d+)\)$", what):
        position = Position(int(found[1]), int(found[2]))
        what = what[: found.start()]
    else:
        lines = text.split("\n")
        position = Position(len(lines), len(lines[-1]) + 1)
        what = what.removesuffix(" (at end of document)") + " at the end of the file"
    hint = "; a text, such as a type, is quoted" if what == "Invalid value" else ""
    return Problem(position, "", f"not TOML: {what[:1].lower()}{what[1:]}{hint}")


def _unreadable(text: str, root: tree_sitter.Node) -> Problem:
    node = root
    while bad := next((c for c in node.children if c.has_error or c.is_missing), None):
        node = bad
    position = _Reader(text).position(node)
    return Problem(
        position, "", "this TOML could not be given positions; write it more simply"
    )


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines = [line.encode(errors="replace") for line in text.split("\n")]
        self.problems: list[Problem] = []

    def position(self, node: tree_sitter.Node) -> Position:
        return self.place(*node.start_point)

    def place(self, row: int, column: int) -> Position:
        line = self.lines[row] if row < len(self.lines) else b""
        return Position(row + 1, len(line[:column].decode(errors="replace")) + 1)

    def document(self, root: tree_sitter.Node) -> Table:
        top = Table(position=Position(1, 1))
        for node in root.named_children:
            match node.type:
                case "pair":
                    self.pair(top, node, "")
                case "table":
                    self.table(top, node)
                case "table_array_element":
                    self.element(top, node)
        return top

    def table(self, top: Table, node: tree_sitter.Node) -> None:
        """Read `[a.b]` and the pairs under it."""
        header, *pairs = node.named_children
        *parents, last = self.key(header)
        parent = self.descend(top, parents, "")
        dotted = ".".join(name for name, _ in [*parents, last])
        if parent is None:
            return
        name, position = last
        known = parent.entries.get(name)
        if known is None:
            target = Table(position=position, closed=True)
            parent.entries[name] = Entry(position, Value(target, position))
        elif isinstance(known.value.content, Table) and not known.value.content.closed:
            target = known.value.content
            target.closed, target.position = True, position
        else:
            self.twice(position, dotted, known.position)
            return
        for pair in pairs:
            self.pair(target, pair, dotted)

    def element(self, top: Table, node: tree_sitter.Node) -> None:
        """Read `[[a]]`: one more table at the end of an array."""
        header, *pairs = node.named_children
        *parents, (name, position) = self.key(header)
        parent = self.descend(top, parents, "")
        if parent is None:
            return
        entry = parent.entries.setdefault(name, Entry(position, Value([], position)))
        if not isinstance(entry.value.content, list):
            self.twice(
                position, ".".join([*(n for n, _ in parents), name]), entry.position
            )
            return
        target = Table(position=position, closed=True)
        entry.value.content.append(Value(target, position))
        for pair in pairs:
            self.pair(target, pair, name)

    def pair(
        self, table: Table, node: tree_sitter.Node, prefix: str, depth: int = 0
    ) -> None:
        if node.type != "pair":
            return
        key, value = (child for child in node.named_children if child.type != "comment")
        *parents, (name, position) = self.key(key)
        target = self.descend(table, parents, prefix)
        if target is None:
            return
        dotted = ".".join([*filter(None, [prefix]), *(n for n, _ in parents), name])
        if known := target.entries.get(name):
            self.twice(position, dotted, known.position)
            return
        target.entries[name] = Entry(position, self.value(value, dotted, depth))

    def key(self, node: tree_sitter.Node) -> list[tuple[str, Position]]:
        if node.type == "dotted_key":
            return [part for child in node.named_children for part in self.key(child)]
        text = _text(node)
        name = (
            next(iter(tomllib.loads(f"{text} = 0")))
            if node.type == "quoted_key"
            else text
        )
        return [(name, self.position(node))]

    def descend(
        self, table: Table, path: list[tuple[str, Position]], prefix: str
    ) -> Table | None:
        """Return the table at the path, making what is missing; None if a value is in the way."""
        walked = [prefix] if prefix else []
        for name, position in path:
            walked.append(name)
            entry = table.entries.get(name)
            if entry is None:
                entry = Entry(position, Value(Table(position=position), position))
                table.entries[name] = entry
            content = entry.value.content
            if (
                isinstance(content, list)
                and content
                and isinstance(content[-1].content, Table)
            ):
                content = content[-1].content
            if not isinstance(content, Table):
                self.twice(position, ".".join(walked), entry.position)
                return None
            table = content
        return table

    def twice(self, position: Position, key: str, first: Position) -> None:
        text = f"given twice; the first is on line {first.line}, column {first.column}"
        self.problems.append(Problem(position, key, text))

    def value(self, node: tree_sitter.Node, key: str, depth: int) -> Value:
        position = self.position(node)
        if depth > _DEEPEST:
            why = f"more than {_DEEPEST} arrays and tables inside one another"
            raise CatalogueError([*self.problems, Problem(position, key, why)])
        text = _text(node)
        end = (
            self.place(*node.end_point) if "\n" in text else position.shifted(len(text))
        )
        match node.type:
            case "inline_table":
                table = Table(position=position, closed=True)
                for child in node.named_children:
                    self.pair(table, child, key, depth + 1)
                return Value(table, position, end=end)
            case "array":
                items = [c for c in node.named_children if c.type != "comment"]
                values = [self.value(item, key, depth + 1) for item in items]
                return Value(values, position, end=end)
        if _PLAIN.fullmatch(text):
            return Value(text[1:-1], position, text, end)
        try:
            scalar: Scalar = tomllib.loads(f"v = {text}")["v"]
        except ValueError as error:
            what = f"not TOML: {str(error)[:1].lower()}{str(error)[1:].split('; ')[0].split(' (at ')[0]}"
            raise CatalogueError(
                [*self.problems, Problem(position, key, what)]
            ) from None
        return Value(scalar, position, text if isinstance(scalar, str) else "", end)


def _text(node: tree_sitter.Node) -> str:
    return node.text.decode() if node.text is not None else ""
