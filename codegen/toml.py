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
_WHOLE = re.compile(r"0|[1-9][0-9]{,17}")
"""A number that means what it says."""


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
    encoded = text.encode(errors="replace")
    root = parser.parse(encoded).root_node
    reader = _Reader(text, encoded)
    if syntax and not given_twice:
        raise CatalogueError([syntax])
    if root.has_error:
        raise CatalogueError([syntax or _unreadable(reader, root)])
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


def _unreadable(reader: _Reader, root: tree_sitter.Node) -> Problem:
    node = root
    while bad := next((c for c in node.children if c.has_error or c.is_missing), None):
        node = bad
    position = reader.place(node.start_point)
    return Problem(
        position, "", "this TOML could not be given positions; write it more simply"
    )


class _Reader:
    def __init__(self, text: str, encoded: bytes) -> None:
        self.encoded = encoded
        self.uneven = {
            row: line.encode(errors="replace")
            for row, line in enumerate(text.split("\n"))
            if not line.isascii()
        }
        """The lines in which a character can be more than a byte."""
        self.problems: list[Problem] = []

    def place(self, point: tuple[int, int]) -> Position:
        row, column = point
        if row in self.uneven:
            column = len(self.uneven[row][:column].decode(errors="replace"))
        return Position(row + 1, column + 1)

    def text(self, node: tree_sitter.Node) -> str:
        return self.encoded[node.start_byte : node.end_byte].decode()

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
        *parents, (name, last) = self.key(header)
        parent = self.descend(top, parents, "")
        dotted = ".".join([*(name for name, _ in parents), name])
        if parent is None:
            return
        position = self.place(last.start_point)
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
        self.pairs(target, pairs, dotted)

    def element(self, top: Table, node: tree_sitter.Node) -> None:
        """Read `[[a]]`: one more table at the end of an array."""
        header, *pairs = node.named_children
        *parents, (name, last) = self.key(header)
        parent = self.descend(top, parents, "")
        if parent is None:
            return
        position = self.place(last.start_point)
        entry = parent.entries.setdefault(name, Entry(position, Value([], position)))
        if not isinstance(entry.value.content, list):
            self.twice(
                position, ".".join([*(n for n, _ in parents), name]), entry.position
            )
            return
        target = Table(position=position, closed=True)
        entry.value.content.append(Value(target, position))
        self.pairs(target, pairs, name)

    def pairs(
        self,
        table: Table,
        nodes: Iterable[tree_sitter.Node],
        prefix: str,
        depth: int = 0,
    ) -> None:
        for node in nodes:
            if node.type == "pair":
                self.pair(table, node, prefix, depth)

    def pair(
        self, table: Table, node: tree_sitter.Node, prefix: str, depth: int = 0
    ) -> None:
        key, value = [child for child in node.named_children if not child.is_extra]
        *parents, (name, last) = self.key(key)
        target = self.descend(table, parents, prefix) if parents else table
        if target is None:
            return
        names = [name for name, _ in parents]
        dotted = ".".join([prefix, *names, name] if prefix else [*names, name])
        position = self.place(last.start_point)
        if known := target.entries.get(name):
            self.twice(position, dotted, known.position)
            return
        target.entries[name] = Entry(position, self.value(value, dotted, depth))

    def key(self, node: tree_sitter.Node) -> list[tuple[str, tree_sitter.Node]]:
        """Return the names that a key is made of, each with where it stands."""
        if node.type == "dotted_key":
            return [part for child in node.named_children for part in self.key(child)]
        name = self.text(node)
        if node.type == "quoted_key":
            name = next(iter(tomllib.loads(f"{name} = 0")))
        return [(name, node)]

    def descend(
        self, table: Table, path: list[tuple[str, tree_sitter.Node]], prefix: str
    ) -> Table | None:
        """Return the table at the path, making what is missing; None if a value is in the way."""
        walked = [prefix] if prefix else []
        for name, node in path:
            walked.append(name)
            entry = table.entries.get(name)
            if entry is None:
                position = self.place(node.start_point)
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
                position = self.place(node.start_point)
                self.twice(position, ".".join(walked), entry.position)
                return None
            table = content
        return table

    def twice(self, position: Position, key: str, first: Position) -> None:
        text = f"given twice; the first is on line {first.line}, column {first.column}"
        self.problems.append(Problem(position, key, text))

    def value(self, node: tree_sitter.Node, key: str, depth: int) -> Value:
        position = self.place(node.start_point)
        if depth > _DEEPEST:
            why = f"more than {_DEEPEST} arrays and tables inside one another"
            raise CatalogueError([*self.problems, Problem(position, key, why)])
        end = self.place(node.end_point)
        match node.type:
            case "inline_table":
                table = Table(position=position, closed=True)
                self.pairs(table, node.named_children, key, depth + 1)
                return Value(table, position, end=end)
            case "array":
                items = [c for c in node.named_children if c.type != "comment"]
                values = [self.value(item, key, depth + 1) for item in items]
                return Value(values, position, end=end)
        text = self.text(node)
        if _PLAIN.fullmatch(text):
            return Value(text[1:-1], position, text, end)
        if _WHOLE.fullmatch(text):
            return Value(int(text), position, end=end)
        try:
            scalar: Scalar = tomllib.loads(f"v = {text}")["v"]
        except ValueError as error:
            what = f"not TOML: {str(error)[:1].lower()}{str(error)[1:].split('; ')[0].split(' (at ')[0]}"
            raise CatalogueError(
                [*self.problems, Problem(position, key, what)]
            ) from None
        return Value(scalar, position, text if isinstance(scalar, str) else "", end)
