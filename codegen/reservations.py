"""What may not come back: tags of messages that are gone.

Rule 1: no message has a tag of `[catalogue] reserved_tags`.
Rule 2: no member of a union with a name has a tag that the union reserves.
Rule 3: what is reserved is not in use; the tag's own field cannot be reserved.

Reserved wire names of fields are looked at in `fields`, values of enums in `enums`.
"""

from __future__ import annotations

from collections.abc import Iterator

from codegen import document
from codegen.decodable import Definitions, alternatives
from codegen.definitions import Record
from codegen.document import Document
from codegen.problems import Problem
from codegen.types import Reference


def problems(written: Document, definitions: Definitions) -> Iterator[Problem]:
    """Yield the tags that are reserved and still given."""
    gone = {tag.value for tag in written.settings.reserved_tags}
    for definition in written.definitions:
        made = definitions.get(definition.name.value)
        match definition:
            case document.Record() if isinstance(made, Record):
                yield from _of_message(definition, made, gone)
            case document.Union():
                yield from _of_union(definition, definitions)


def _of_message(
    written: document.Record, record: Record, gone: set[str | int]
) -> Iterator[Problem]:
    if record.tag is None:
        return
    for name in written.reserved:
        if name.value == record.tag_field:
            why = "holds the message's tag, so it is in use; leave it out"
            yield name.problem(f"{name.value!r} {why}")
    if record.tag in gone:
        hint = "give this message another with tag = '...'"
        yield (written.tag or written.name).problem(
            f"the tag {record.tag!r} is reserved: it once meant another message; {hint}"
        )


def _of_union(written: document.Union, definitions: Definitions) -> Iterator[Problem]:
    reserved = {tag.value for tag in written.reserved}
    for member in written.members:
        for name in _records(member.value, definitions):
            record = definitions.get(name)
            if isinstance(record, Record) and record.tag in reserved:
                hint = f"give {name!r} another with tag = '...'"
                yield member.problem(
                    f"the tag {record.tag!r} is reserved: it once meant another member; {hint}"
                )


def _records(name: str, definitions: Definitions) -> Iterator[str]:
    """Yield the structs and messages that a name stands for, those in nested unions too."""
    for type in alternatives(Reference(name), definitions):
        if isinstance(type, Reference):
            yield type.name
