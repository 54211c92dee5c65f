"""The fields of one struct: types, wire names, constraints, and what may not be said at once.

Two passes: `read` before the definitions can be looked up, `finish` after.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

import msgspec

from codegen import decodable, defaults, document, spelling
from codegen.annotations import PREFIX, Annotation, Finding
from codegen.constraints import constrained
from codegen.decodable import Definitions
from codegen.definitions import Field, Record
from codegen.docs import text
from codegen.native import Native, UndecodableError, wire_name
from codegen.problems import Problem, listed
from codegen.tables import Located
from codegen.types import Scalar

Read: TypeAlias = Callable[[str], Annotation | list[Finding]]
"""Reads a field's type text, among the names of its catalogue."""

_FORBIDDEN = re.compile(r'["\\\x00-\x1f]')  # in a wire name, by msgspec


class Fields(NamedTuple):
    """The fields of a struct as far as they can be known by themselves."""

    fields: tuple[Field, ...]
    defaults: Mapping[str, ast.expr]
    """What stands after `=` in a field's type."""
    unreadable: frozenset[str]
    """Fields whose type is a mistake; they take part as `Any`."""
    problems: list[Problem]


def read(record: document.Record, rename: str, annotation: Read) -> Fields:
    """Return the fields with their types and wire names."""
    fields: list[Field] = []
    literals: dict[str, ast.expr] = {}
    unreadable: set[str] = set()
    problems: list[Problem] = []
    for written in record.fields:
        name = written.name.value
        found = annotation(written.type.value)
        if isinstance(found, Annotation):
            type, literal = found
            if literal is not None:
                literals[name] = literal
        else:
            type = Scalar("Any")
            unreadable.add(name)
            problems += [
                written.type.problem(finding.text, finding.offset) for finding in found
            ]
        by_policy = wire_name(rename, name) if name.isidentifier() else name
        on_wire = written.wire_name.value if written.wire_name else by_policy
        fields.append(
            Field(
                name=name,
                wire_name=on_wire,
                renamed=on_wire != by_policy,
                type=type,
                optional=bool(written.optional and written.optional.value),
                doc=text(written.doc),
                deprecated=text(written.deprecated),
                renamed_from=text(written.renamed_from),
            )
        )
    return Fields(tuple(fields), literals, frozenset(unreadable), problems)


def shape_problems(written: document.Record, record: Record) -> Iterator[Problem]:
    """Yield what is wrong with the names of the fields, taken together."""
    by_wire: dict[str, str] = {}
    if record.tag is not None:
        by_wire[record.tag_field] = "the message's tag"
    reserved = {name.value for name in written.reserved}
    current = {field.name for field in record.fields}
    for entry, field in zip(written.fields, record.fields, strict=True):
        place = entry.wire_name or entry.name
        on_wire = field.wire_name
        if entry.wire_name and not on_wire:
            yield place.problem("empty; leave 'name' out to have the field's own")
        elif field.name and not on_wire:
            yield place.problem(
                f"rename = {record.rename!r} leaves nothing of {field.name!r}; "
                "give the field another name"
            )
        elif entry.wire_name and (forbidden := _FORBIDDEN.search(on_wire)):
            yield place.problem(
                f"{on_wire!r} cannot be a name on the wire; "
                "leave out quotation marks, backslashes and control characters",
                forbidden.start(),
            )
        elif other := by_wire.get(on_wire):
            yield place.problem(
                f"{on_wire!r} on the wire is already {other}; "
                f"give this field another with name = '...'"
            )
        elif on_wire in reserved:
            yield place.problem(
                f"{on_wire!r} is reserved: it once meant something else; use a new name"
            )
        by_wire.setdefault(on_wire, f"the field {field.name!r}")
        if entry.renamed_from and entry.renamed_from.value in current:
            yield entry.renamed_from.problem(
                f"{entry.renamed_from.value!r} is still a field here"
            )
        if field.optional and record.array_like and entry.optional:
            yield entry.optional.problem(
                "array_like tells fields by their place, so none can be absent; "
                "write '| None = None'"
            )


def hidden_words(written: document.Record, record: Record) -> Iterator[Problem]:
    """Yield the fields that would hide, inside the generated class, a name that it uses."""
    used: dict[str, str] = {}
    for field in record.fields:
        mentioned = spelling.words(field.annotation)
        if field.value:
            mentioned |= spelling.words(field.value)
        used |= {word: field.name for word in mentioned if word not in used}
    for entry, field in zip(written.fields, record.fields, strict=True):
        if user := used.get(field.name):
            yield entry.name.problem(
                f"hides {field.name!r}, which the generated code of {user!r} uses; write "
                f"fields.{field.name}_ = {{ type = '...', name = {field.wire_name!r} }}"
            )


def bounded(
    written: document.Field, field: Field, definitions: Definitions
) -> tuple[Field, list[Problem]]:
    """Return the field with its constraints."""
    type, problems = constrained(written.constraints, field.type, definitions)
    return msgspec.structs.replace(field, type=type), problems


def raw_problems(
    written: document.Field, field: Field, definitions: Definitions
) -> Iterator[Problem]:
    """Yield that a field which takes whatever comes cannot tell when nothing does."""
    if (
        field.optional
        and written.optional
        and any(
            isinstance(member, Scalar) and member.name == "Raw"
            for member in decodable.alternatives(field.type, definitions)
        )
    ):
        yield written.optional.problem(
            "'Raw' takes whatever comes, so it cannot be optional"
        )


def defaulted(
    written: document.Field,
    field: Field,
    literal: ast.expr | None,
    definitions: Definitions,
    native: Native,
    needed: Mapping[str, list[str]],
) -> tuple[Field, list[Problem]]:
    """Return the field with its default.

    Args:
        literal: what stands after `=` in the field's type.
        needed: the structs of the catalogue, each with the fields it cannot be made without.
    """
    places: dict[str, Located[str] | Located[bool] | document.Written] = {}
    if literal is not None:
        places[f"= {ast.unparse(literal)}"] = written.type
    if written.default is not None:
        places["default"] = written.default
    if written.default_factory is not None:
        places["default_factory"] = written.default_factory
    if field.optional and written.optional is not None:
        places["optional"] = written.optional
    if len(places) > 1:
        *_, last = places.values()
        why = f"{listed(places, 'and')} exclude each other; keep one"
        return field, [last.problem(why)]
    place = next(iter(places.values()), written.type)
    try:
        if written.default_factory is not None:
            name = written.default_factory.value
            default = defaults.factory(name, field, definitions, native, needed)
            return msgspec.structs.replace(field, default=default), []
        if literal is not None:
            value = defaults.from_annotation(literal, definitions)
        elif written.default is not None:
            value = defaults.from_toml(written.default.value)
        else:
            return field, []
        constant = defaults.constant(value, field, definitions, native)
    except UndecodableError:
        return field, []
    except defaults.DefaultError as error:
        offset = _literal_offset(written.type, literal) if literal is not None else 0
        return field, [place.problem(str(error), offset)]
    return msgspec.structs.replace(field, default=constant), []


def has_default(written: document.Field, literal: bool) -> bool:
    """Return whether the field need not be given."""
    optional = written.optional is not None and written.optional.value
    return bool(literal or written.default or written.default_factory or optional)


def _literal_offset(annotation: Located[str], literal: ast.expr) -> int:
    before = annotation.value.encode()[: literal.col_offset - len(PREFIX)]
    return len(before.decode(errors="replace"))
