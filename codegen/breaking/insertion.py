"""Where something new goes in the text of a TOML document, so that nothing else moves.

Rule 1: text is only inserted; what stood there is not moved, quoted anew or laid out anew.
Rule 2: a list grows as it is laid out; a new key goes below the last key of its table, and above
what is told by dotted keys.
Rule 3: line ends, indentation and the place of `=` are those of the line beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from codegen.problems import Position
from codegen.toml import Entry, Table, Value

_NAME = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_PARENTS = re.compile(rf"(?:(?:{_NAME.pattern})[ \t]*\.[ \t]*)*$")
"""What stands before the last name of a dotted key."""
_PAIR = re.compile(r"""([ \t]*)([\w"'][^=#\[]*?)([ \t]*)=([ \t]*)""")
_COMMA = re.compile(r"(?:\s|#[^\n]*+)*+,")
_DEEPER = "    "


class Insertion(Struct, frozen=True):
    """Text, and how many characters stand before it."""

    offset: int
    text: str


class Source:
    """A text whose places are known by line and column."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def with_insertions(self, insertions: Iterable[Insertion]) -> str:
        """Return the text with all of them; at one place, in their order."""
        pieces, done = [], 0
        for insertion in sorted(insertions, key=lambda found: found.offset):
            pieces += [self.text[done : insertion.offset], insertion.text]
            done = insertion.offset
        return "".join([*pieces, self.text[done:]])

    def offset(self, position: Position) -> int:
        return self.starts[position.line - 1] + position.column - 1

    def end(self, value: Value) -> int:
        return self.offset(value.end or value.position)

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line ends, before what ends it."""
        newline = self.text.find("\n", offset)
        if newline < 0:
            return len(self.text)
        return newline - self.text.endswith("\r", 0, newline)

    def line(self, offset: int) -> str:
        return self.text[self.line_start(offset) : self.line_end(offset)]

    def ending(self, offset: int) -> str:
        """Return what ends the line; where nothing does, what ends the others."""
        end = self.line_end(offset)
        carriage = "\r" in (self.text[end : end + 1] or self.text)
        return "\r\n" if carriage else "\n"


def new_items(
    source: Source, array: Value, items: Sequence[Value], new: Sequence[str]
) -> list[Insertion]:
    """Return what makes an array longer; an item has a line of its own if `]` has one."""
    opening, closing = source.offset(array.position), source.end(array) - 1
    if not items:
        return [_first_items(source, opening + 1, closing, new)]
    last = source.end(items[-1])
    comma = _COMMA.match(source.text, last, closing)
    after = comma.end() if comma else last
    if "\n" not in source.text[last:closing]:
        listed = ", ".join(new)
        return [Insertion(after, f" {listed}," if comma else f", {listed}")]
    start = source.offset(items[-1].position)
    indent = _indent(source.line(start))
    if source.line_start(start) <= opening:
        indent += _DEEPER
    lines = _lines(source.ending(after), indent, new)
    if comma:
        return [Insertion(source.line_end(after), lines)]
    below = Insertion(source.line_end(last), lines.removesuffix(","))
    return [Insertion(last, ","), below]


def new_key(source: Source, path: Sequence[Entry], key: str, value: str) -> Insertion:
    """Return what adds a key to the table at the end of the path, which does not have it."""
    last = path[-1]
    table = last.value.content
    entries = table.entries.values() if isinstance(table, Table) else ()
    inline = any(entry.value.end for entry in path)
    if pairs := [entry for entry in entries if entry.value.end]:
        lowest = max(pairs, key=lambda pair: pair.position)
        return _below(source, lowest, key, value, inline=inline)
    if last.value.end:
        return _first_inside(source, source.offset(last.value.position), key, value)
    if isinstance(table, Table) and table.closed:
        return _under_header(source, source.offset(table.position), key, value)
    return _above(source, source.offset(last.position), key, value, inline=inline)


def _first_items(
    source: Source, opening: int, closing: int, new: Sequence[str]
) -> Insertion:
    """Return the first items of an array between its brackets."""
    if "\n" not in source.text[opening:closing]:
        blank = " " if closing > opening else ""
        return Insertion(opening, f"{blank}{', '.join(new)}")
    above = source.line_start(closing) - 1
    indent = _indent(source.line(closing)) + _DEEPER
    return Insertion(source.line_end(above), _lines(source.ending(above), indent, new))


def _lines(ending: str, indent: str, items: Sequence[str]) -> str:
    return "".join(f"{ending}{indent}{item}," for item in items)


def _below(
    source: Source, pair: Entry, key: str, value: str, *, inline: bool
) -> Insertion:
    """Return a pair that follows another one of the same table."""
    start, end = source.offset(pair.position), source.end(pair.value)
    before = source.text[source.line_start(start) : start]
    if inline:
        return Insertion(end, f", {_parents(before)}{key} = {value}")
    new = _laid_out(f"{before}{key}", value, source.line(start))
    return Insertion(source.line_end(end), f"{source.ending(end)}{new}")


def _first_inside(source: Source, opening: int, key: str, value: str) -> Insertion:
    """Return a pair that is the first inside `{`, where there are only dotted keys."""
    if source.text[opening + 1] == " ":
        return Insertion(opening + 1, f" {key} = {value},")
    return Insertion(opening + 1, f"{key} = {value}, ")


def _under_header(source: Source, header: int, key: str, value: str) -> Insertion:
    """Return a pair that is the first under its header."""
    end = source.line_end(header)
    following = source.line(
        min(source.text.find("\n", header) + 1 or end, len(source.text))
    )
    found = _PAIR.match(following)
    new = _laid_out(f"{found[1] if found else ''}{key}", value, following)
    return Insertion(end, f"{source.ending(header)}{new}")


def _above(
    source: Source, name: int, key: str, value: str, *, inline: bool
) -> Insertion:
    """Return a pair, or a header with one, that stands before a table's name is first mentioned."""
    start = source.line_start(name)
    before, ending = source.text[start:name], source.ending(name)
    spelled = _NAME.match(source.text, name)
    dotted = f"{before}{spelled[0] if spelled else ''}"
    if before.lstrip().startswith("["):
        header = f"{dotted}]".replace("[[", "[")
        pair = f"{_indent(before)}{key} = {value}"
        return Insertion(start, f"{header}{ending}{pair}{ending}{ending}")
    if inline:
        parents = _parents(dotted + ".")
        start = name - len(_parents(before))
        return Insertion(start, f"{parents}{key} = {value}, ")
    new = _laid_out(f"{dotted}.{key}", value, source.line(name))
    return Insertion(start, f"{new}{ending}")


def _parents(before: str) -> str:
    found = _PARENTS.search(before)
    return found[0] if found else ""


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _laid_out(left: str, value: str, beside: str) -> str:
    """Return a pair whose `=` stands where that of the line beside it stands, if it can."""
    found = _PAIR.match(beside)
    if found is None:
        return f"{left} = {value}"
    if not found[3]:
        return f"{left}={found[4]}{value}"
    return f"{left:<{found.end(3) - 1}} ={found[4]}{value}"
