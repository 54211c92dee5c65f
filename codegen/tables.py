"""Reads one table of the document, key by key, and gathers what is wrong with it.

Rule 1: a value of the wrong kind is a problem and counts as absent; reading goes on.
Rule 2: what is read knows its place and its dotted key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

from codegen.problems import Position, Problem, listed, meant, nearest
from codegen.toml import Entry, Table, Value

T = TypeVar("T")


class Located(Struct, Generic[T], frozen=True):
    """A value as written, with its place and its dotted key."""

    value: T
    position: Position
    key: str
    source: Value | None = None
    """What it was read from; None for a key."""

    def problem(self, text: str, offset: int = 0) -> Problem:
        """Return a problem with this value, so many characters into it if it is a string."""
        place = self.source.place(offset) if self.source else self.position
        return Problem(place, self.key, text)


def kind_of(value: Value) -> str:
    """Return what the value is, as TOML calls it, with an article."""
    match value.content:
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a float"
        case str():
            return "a string"
        case list():
            return "an array"
        case Table():
            return "a table"
        case dt.date() | dt.time():
            return "a date or time"


class TableReader:
    """A table with the key that leads to it. Takes values out of it and notes problems."""

    def __init__(
        self, table: Table, key: str, problems: list[Problem], name: str = ""
    ) -> None:
        self.entries = dict(table.entries)
        self.position = table.position
        self.key = key
        self.name = Located(name, table.position, key)
        self.problems = problems

    def refuse(self, text: str, key: str = "") -> None:
        """Note a problem with the table, or with a key that it ought to have."""
        self.problems.append(
            Problem(self.position, self.dotted(key) if key else self.key, text)
        )

    def dotted(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key

    def has(self, key: str) -> bool:
        return key in self.entries

    def known_keys(self, *keys: str) -> None:
        """Note a problem for each key that is none of these, and read on as if it were as meant."""
        for key, entry in list(self.entries.items()):
            if key in keys:
                continue
            near = nearest(key, keys)
            if near:
                hint = f"did you mean {near!r}?"
            elif "fields" in keys:
                hint = (
                    f"a field is fields.{key}, and else there are {listed(keys, 'and')}"
                )
            else:
                hint = f"known here: {listed(keys, 'and')}"
            text = f"no key {key!r} here; {hint}"
            self.problems.append(Problem(entry.position, self.dotted(key), text))
            if near:
                self.entries.setdefault(near, entry)

    def written(self, key: str) -> Located[Value] | None:
        """Return the value whatever its kind."""
        entry = self.entries.get(key)
        return self.located(key, entry.value, entry.value) if entry else None

    def located(self, key: str, value: Value, content: T) -> Located[T]:
        return Located(content, value.position, self.dotted(key), value)

    def wrong(self, key: str, value: Value, expected: str, hint: str = "") -> None:
        text = f"{expected} is expected here, not {kind_of(value)}"
        text += f"; {hint}" if hint else ""
        self.problems.append(Problem(value.position, self.dotted(key), text))

    def text(self, key: str, hint: str = "") -> Located[str] | None:
        entry = self.entries.get(key)
        return self.as_text(key, entry.value, hint) if entry else None

    def as_text(self, key: str, value: Value, hint: str = "") -> Located[str] | None:
        if isinstance(value.content, str):
            return self.located(key, value, value.content)
        self.wrong(key, value, "a string", hint)
        return None

    def words(self, key: str, hint: str) -> Located[str] | None:
        """Return a string that says something."""
        text = self.text(key, hint)
        if text is not None and not text.value.strip():
            self.problems.append(text.problem(f"empty; {hint}"))
        return text

    def required_words(self, key: str, hint: str) -> Located[str] | None:
        """Return a string that says something and has to be there."""
        if key not in self.entries:
            self.refuse(f"missing; {hint}", key)
        return self.words(key, hint)

    def integer(self, key: str) -> Located[int] | None:
        entry = self.entries.get(key)
        if entry is None:
            return None
        content = entry.value.content
        if isinstance(content, int) and not isinstance(content, bool):
            return self.located(key, entry.value, content)
        self.wrong(key, entry.value, "an integer")
        return None

    def flag(self, key: str) -> Located[bool] | None:
        entry = self.entries.get(key)
        if entry is None:
            return None
        if isinstance(entry.value.content, bool):
            return self.located(key, entry.value, entry.value.content)
        self.wrong(key, entry.value, "true or false")
        return None

    def choice(self, key: str, choices: Iterable[str]) -> Located[str] | None:
        """Return the string, which must be one of the choices."""
        choices = tuple(choices)
        text = self.text(key)
        if text is None or text.value in choices:
            return text
        hint = meant(text.value, choices) or f"; write {listed(choices)}"
        self.problems.append(text.problem(f"no such choice: {text.value!r}{hint}"))
        return None

    def label(self, key: str) -> Located[str | int] | None:
        """Return a string or an integer."""
        entry = self.entries.get(key)
        return self.as_label(key, entry.value) if entry else None

    def as_label(self, key: str, value: Value) -> Located[str | int] | None:
        content = value.content
        if isinstance(content, str | int) and not isinstance(content, bool):
            return self.located(key, value, content)
        self.wrong(key, value, "a string or an integer")
        return None

    def items(self, key: str) -> list[Value] | None:
        """Return the values of an array."""
        entry = self.entries.get(key)
        if entry is None:
            return None
        if isinstance(entry.value.content, list):
            return entry.value.content
        self.wrong(key, entry.value, "an array")
        return None

    def texts(self, key: str) -> tuple[Located[str], ...]:
        """Return an array of strings; empty where there is none."""
        read = (self.as_text(key, value) for value in self.items(key) or [])
        return tuple(text for text in read if text is not None)

    def different_texts(self, key: str) -> tuple[Located[str], ...]:
        """Return an array of strings of which no two are the same."""
        return self._different(self.texts(key))

    def different_labels(self, key: str) -> tuple[Located[str | int], ...]:
        """Return an array of strings and integers of which no two are the same."""
        read = (self.as_label(key, value) for value in self.items(key) or [])
        return self._different(label for label in read if label is not None)

    def _different(self, read: Iterable[Located[T]]) -> tuple[Located[T], ...]:
        different: dict[T, Located[T]] = {}
        for item in read:
            if item.value in different:
                self.problems.append(item.problem(f"{item.value!r} is listed twice"))
            different.setdefault(item.value, item)
        return tuple(different.values())

    def some_texts(self, key: str, what: str) -> tuple[Located[str], ...]:
        """Return an array of different strings, at least one if there is the array."""
        entry = self.entries.get(key)
        if entry and entry.value.content == []:
            why = f"an empty list; name at least one {what}"
            self.problems.append(Problem(entry.value.position, self.dotted(key), why))
        return self.different_texts(key)

    def entry_name(self, key: str, entry: Entry) -> Located[str]:
        """Return a key of this table as a name that stands in the text."""
        return Located(key, entry.position, self.dotted(key))

    def table(self, key: str, hint: str = "") -> TableReader | None:
        entry = self.entries.get(key)
        if entry is None:
            return None
        if isinstance(entry.value.content, Table):
            return self.inside(key, entry, entry.value.content)
        self.wrong(key, entry.value, "a table", hint)
        return None

    def listed_tables(self, key: str, hint: str) -> Iterator[TableReader]:
        """Yield each table of an array of tables."""
        for item in self.items(key) or []:
            if isinstance(item.content, Table):
                yield TableReader(item.content, self.dotted(key), self.problems, key)
            else:
                self.wrong(key, item, "a table", hint)

    def named_tables(self, key: str, hint: str) -> Iterator[TableReader]:
        """Yield each table inside a table whose keys are names, such as `messages`.

        What is none yields an empty table that takes no part in further checks.
        """
        outer = self.table(key, f"write [{key}.NAME] with {hint}")
        for name, entry in outer.entries.items() if outer else ():
            if outer and isinstance(entry.value.content, Table):
                yield outer.inside(name, entry, entry.value.content)
            elif outer:
                header = f"[{key}.{name}]"
                outer.wrong(name, entry.value, "a table", f"write {header} with {hint}")
                unread = TableReader(
                    Table(entry.position), outer.dotted(name), [], name
                )
                unread.name = outer.entry_name(name, entry)
                yield unread

    def inside(self, key: str, entry: Entry, table: Table) -> TableReader:
        reader = TableReader(table, self.dotted(key), self.problems, key)
        reader.position = entry.position
        reader.name = self.entry_name(key, entry)
        return reader
