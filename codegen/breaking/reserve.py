"""Adds reservations to the text of a catalogue, and changes nothing else in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from codegen import toml
from codegen.breaking.insertion import Insertion, Source, new_items, new_key
from codegen.toml import Entry, Table

Label: TypeAlias = str | int


def with_reserved(
    text: str, gone: Mapping[str, Sequence[Label]], tags: Sequence[Label] = ()
) -> str:
    """Return the text of a catalogue with more in its `reserved` lists.

    What is reserved already is not reserved again.

    Args:
        text: a catalogue without problems.
        gone: by message or type that is still there, what it has no longer: names of fields on the
            wire, values of an enum, tags of a union's members.
        tags: of messages that are gone, for `[catalogue] reserved_tags`.

    Raises:
        CatalogueError: the text is not TOML.
        KeyError: a message or type is not there.
    """
    root, _ = toml.read(text)
    source = Source(text)
    insertions: list[Insertion] = []
    if tags:
        path = _path(root, ["catalogue"])
        insertions += _reserved(source, path, "reserved_tags", tags)
    for name, labels in gone.items():
        section = "messages" if name in _names(root, "messages") else "types"
        insertions += _reserved(
            source, _path(root, [section, name]), "reserved", labels
        )
    return source.with_insertions(insertions)


def _names(root: Table, section: str) -> Collection[str]:
    entry = root.entries.get(section)
    content = entry.value.content if entry else None
    return content.entries if isinstance(content, Table) else ()


def _path(table: Table, names: Sequence[str]) -> list[Entry]:
    """Return the entries that lead to a table, its own the last."""
    path: list[Entry] = []
    for name in names:
        entry = table.entries.get(name)
        if entry is None or not isinstance(entry.value.content, Table):
            raise KeyError(names[-1])
        path.append(entry)
        table = entry.value.content
    return path


def _reserved(
    source: Source, path: Sequence[Entry], key: str, labels: Sequence[Label]
) -> list[Insertion]:
    table = path[-1].value.content
    array = table.entries.get(key) if isinstance(table, Table) else None
    items = array.value.content if array else None
    there = [item.content for item in items] if isinstance(items, list) else []
    new = [_literal(label) for label in dict.fromkeys(labels) if label not in there]
    if not new:
        return []
    if array and isinstance(items, list):
        return new_items(source, array.value, items, new)
    return [new_key(source, path, key, f"[{', '.join(new)}]")]


def _literal(label: Label) -> str:
    """Return a string or an integer as TOML has it."""
    if isinstance(label, int):
        return str(label)
    escaped = re.sub(r'["\\]', r"\\\g<0>", label)
    escaped = re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c[0]):04x}", escaped)
    return f'"{escaped}"'
