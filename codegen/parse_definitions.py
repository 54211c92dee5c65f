"""Reads what a catalogue defines: types, messages, and their fields.

What cannot be read is still defined, as an alias for `Any`: who mentions it makes no mistake.
"""

from __future__ import annotations

from codegen import document, toml
from codegen.parse_allow import allow
from codegen.problems import listed
from codegen.tables import Located, TableReader

RENAMES = ("none", "camel", "pascal", "kebab", "snake")
SAY_WHAT_FOR = "the catalogue is the documentation, say what it is for"
SAY_WHAT_INSTEAD = "say what to use instead, as in deprecated = 'Use B.'"
SAY_OLD_NAME = "give the name it had before"
_NUMERIC = ("ge", "gt", "le", "lt", "multiple_of")
_LENGTHS = ("min_length", "max_length")
_CONSTRAINTS = (*_NUMERIC, *_LENGTHS, "pattern", "tz")
_FIELD_KEYS = (
    "type", "default", "default_factory", "optional", "doc", "name", "deprecated", "renamed_from",
    *_CONSTRAINTS,
)  # fmt: skip
_STRUCT_KEYS = (
    "doc", "fields", "rename", "omit_defaults", "array_like",
    "forbid_unknown_fields", "reserved", "deprecated", "renamed_from", "allow",
)  # fmt: skip
_TAG_KEYS = ("tag", "tag_field")
_FORMS = ("newtype", "alias", "enum", "union", "fields")


def type_definition(table: TableReader) -> document.Definition:
    """Read one of `[types]`."""
    forms = [form for form in _FORMS if table.has(form)]
    if not forms:
        table.known_keys(*_FORMS, "doc", "unknown", *_STRUCT_KEYS, *_TAG_KEYS)
        forms = [form for form in _FORMS if table.has(form)]
        if not forms:
            told = listed(_FORMS)
            table.refuse(f"a type is told by one of {told}; this one has none")
    if len(forms) > 1:
        table.refuse(f"one type has one form, but here are {listed(forms, 'and')}")
        forms = []
    match forms:
        case ["newtype" | "alias" as form]:
            table.known_keys(form, "doc", "allow")
            doc = table.text("doc")
            if text := table.text(form):
                return document.Named(table.name, form, doc, text, allow(table))
        case ["enum"]:
            table.known_keys("enum", "doc", "unknown", "reserved", "allow")
            return _enum(table)
        case ["union"]:
            table.known_keys("union", "doc", "reserved", "allow")
            return document.Union(
                name=table.name,
                doc=table.text("doc"),
                members=table.some_texts("union", "message or struct"),
                reserved=table.different_labels("reserved"),
                allow=allow(table),
            )
        case ["fields"]:
            return _struct(table)
    anything = Located("Any", table.position, table.key)
    return document.Named(table.name, "alias", None, anything)


def _enum(table: TableReader) -> document.Enum:
    members: list[tuple[Located[str] | None, Located[str | int]]] = []
    renamed_from: list[tuple[Located[str], Located[str]]] = []
    content = table.entries["enum"].value.content
    if isinstance(content, toml.Table):
        inside = table.table("enum")
        for name, entry in content.entries.items() if inside else ():
            if not inside:
                continue
            member = inside.entry_name(name, entry)
            value, old = _member(inside, name, entry)
            if value:
                members.append((member, value))
            if old:
                renamed_from.append((member, old))
        empty = not content.entries
    else:
        for item in table.items("enum") or []:
            if value := table.as_label("enum", item):
                members.append((None, value))
        empty = content == []
    if empty:
        table.refuse("an enum without members; list at least one value", "enum")
    unknown = table.words("unknown", "name the member that unknown values become")
    return document.Enum(
        name=table.name,
        doc=table.text("doc"),
        members=tuple(members),
        unknown=unknown,
        renamed_from=tuple(renamed_from),
        reserved=table.different_labels("reserved"),
        allow=allow(table),
    )


def _member(
    table: TableReader, name: str, entry: toml.Entry
) -> tuple[Located[str | int] | None, Located[str] | None]:
    """Return a member's value, and the name it had before."""
    if not isinstance(entry.value.content, toml.Table):
        return table.as_label(name, entry.value), None
    inside = table.inside(name, entry, entry.value.content)
    inside.known_keys("value", "renamed_from")
    if not inside.has("value"):
        inside.refuse("missing; write value = 'red', for instance", "value")
    return inside.label("value"), inside.words("renamed_from", SAY_OLD_NAME)


def message(table: TableReader) -> document.Record:
    """Read one of `[messages]`."""
    table.known_keys(*_STRUCT_KEYS, *_TAG_KEYS)
    doc = table.required_words("doc", SAY_WHAT_FOR)
    tag = table.label("tag")
    if tag and tag.value == "":
        hint = "leave 'tag' out to have the one made of the message's name"
        table.problems.append(tag.problem(f"empty; {hint}"))
    tag_field = table.words("tag_field", "give the field a name, such as 'type'")
    return _record(table, doc, tag, tag_field, is_message=True)


def _struct(table: TableReader) -> document.Record:
    table.known_keys(*_STRUCT_KEYS, *_TAG_KEYS)
    for key in _TAG_KEYS:
        if table.has(key):
            name = table.entry_name(key, table.entries[key])
            why = "only messages have tags; leave it out, or make this a message"
            table.problems.append(name.problem(why))
    return _record(table, table.text("doc"), None, None, is_message=False)


def _record(
    table: TableReader,
    doc: Located[str] | None,
    tag: Located[str | int] | None,
    tag_field: Located[str] | None,
    *,
    is_message: bool,
) -> document.Record:
    fields = table.table("fields", "write fields.NAME = 'TYPE' for each field")
    rename = table.choice("rename", RENAMES)
    flags = {
        name: flag.value if (flag := table.flag(name)) else False
        for name in ("omit_defaults", "array_like", "forbid_unknown_fields")
    }
    return document.Record(
        name=table.name,
        is_message=is_message,
        doc=doc,
        fields=tuple(_fields(fields)) if fields else (),
        tag=tag,
        tag_field=tag_field,
        rename=rename.value if rename else None,
        omit_defaults=flags["omit_defaults"],
        array_like=flags["array_like"],
        forbid_unknown_fields=flags["forbid_unknown_fields"],
        reserved=table.different_texts("reserved"),
        deprecated=table.words("deprecated", SAY_WHAT_INSTEAD),
        renamed_from=table.words("renamed_from", SAY_OLD_NAME),
        allow=allow(table),
    )


def _fields(table: TableReader) -> list[document.Field]:
    fields: list[document.Field] = []
    for name, entry in table.entries.items():
        located = table.entry_name(name, entry)
        if isinstance(entry.value.content, toml.Table):
            inside = table.inside(name, entry, entry.value.content)
            inside.known_keys(*_FIELD_KEYS)
            if not inside.has("type"):
                inside.refuse("missing; write type = 'str', for instance", "type")
            elif type := inside.text("type"):
                fields.append(_field(inside, located, type))
        elif text := table.as_text(name, entry.value, "write 'str', for instance"):
            fields.append(document.Field(name=located, type=text))
    return fields


def _field(
    table: TableReader, name: Located[str], type: Located[str]
) -> document.Field:
    return document.Field(
        name=name,
        type=type,
        default=table.written("default"),
        default_factory=table.text("default_factory"),
        optional=table.flag("optional"),
        doc=table.text("doc"),
        wire_name=table.text("name"),
        deprecated=table.words("deprecated", SAY_WHAT_INSTEAD),
        renamed_from=table.words("renamed_from", SAY_OLD_NAME),
        constraints=_constraints(table),
    )


def _constraints(table: TableReader) -> dict[str, Located[int | float | str | bool]]:
    """Return the constraints in the order in which they are documented."""
    found: dict[str, Located[int | float | str | bool]] = {}
    for name in _CONSTRAINTS:
        written = table.written(name)
        if written is None:
            continue
        value, content = written.value, written.value.content
        number = isinstance(content, int | float) and not isinstance(content, bool)
        if name in _NUMERIC and not number:
            table.wrong(name, value, "a number")
        elif name in _LENGTHS and not (number and isinstance(content, int)):
            table.wrong(name, value, "an integer")
        elif name == "pattern" and not isinstance(content, str):
            table.wrong(name, value, "a string")
        elif name == "tz" and not isinstance(content, bool):
            table.wrong(name, value, "true or false")
        elif isinstance(content, int | float | str):
            found[name] = table.located(name, value, content)
    return found
