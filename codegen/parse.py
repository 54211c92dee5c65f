"""TOML text to a `Document`.

Known keys, kinds of values, and what must be there are decided here; what names mean and whether
things fit together is decided in `resolve`.
"""

from __future__ import annotations

from codegen import document, toml
from codegen.document import Document
from codegen.problems import Problem, listed
from codegen.tables import Located, TableReader

RENAMES = ("none", "camel", "pascal", "kebab", "snake")
TAGS = ("none", "kebab", "snake", "camel")
OVERFLOWS = ("block", "error", "drop_oldest", "drop_newest", "latest")
NUMERIC = ("ge", "gt", "le", "lt", "multiple_of")
LENGTHS = ("min_length", "max_length")
_FIELD_KEYS = (
    "type", "default", "default_factory", "optional", "doc", "name", "deprecated", "renamed_from",
    *NUMERIC, *LENGTHS, "pattern", "tz",
)  # fmt: skip
_STRUCT_KEYS = (
    "doc", "fields", "tag", "tag_field", "rename", "omit_defaults", "array_like",
    "forbid_unknown_fields", "reserved", "deprecated", "renamed_from",
)  # fmt: skip
_UNTAGGED_KEYS = tuple(key for key in _STRUCT_KEYS if key not in ("tag", "tag_field"))
_CHANNEL_KEYS = (
    "doc", "from", "carries", "capacity", "overflow", "platforms", "deprecated",
)  # fmt: skip
_FORMS = ("newtype", "alias", "enum", "union")
_DOC_IS_REQUIRED = "the catalogue is the documentation, say what it is for"


def parse(text: str) -> tuple[Document, list[Problem]]:
    """Return the document, as far as it can be read, and what is wrong with it.

    Raises:
        CatalogueError: the text is not TOML.
    """
    table, problems = toml.read(text)
    top = TableReader(table, "", problems)
    top.known_keys("catalogue", "types", "messages", "channels")
    settings = _settings(top)
    types = [d for reader in top.named_tables("types") for d in _type(reader)]
    messages = [
        _record(reader, is_message=True) for reader in top.named_tables("messages")
    ]
    channels = [_channel(reader) for reader in top.named_tables("channels")]
    if not channels and not problems:
        top.refuse(
            "missing; a catalogue has at least one [channels.NAME] table", "channels"
        )
    return Document(settings, (*types, *messages), tuple(channels)), problems


def _settings(top: TableReader) -> document.Settings:
    table = top.table("catalogue")
    if table is None:
        if not top.has("catalogue"):
            top.refuse(
                "missing; this table gives name, version, binds and connects",
                "catalogue",
            )
        return document.Settings(
            name=None,
            version=None,
            doc=None,
            binds=None,
            connects=None,
            rename="none",
            tags="none",
            tag_field=Located("type", top.position, "catalogue.tag_field"),
        )
    table.known_keys(
        "name", "version", "doc", "binds", "connects", "rename", "tags", "tag_field"
    )
    rename, tags = table.choice("rename", RENAMES), table.choice("tags", TAGS)
    return document.Settings(
        name=table.required_text("name"),
        version=table.required_text("version"),
        doc=table.text("doc"),
        binds=table.required_text("binds", "the name of the role whose sockets bind"),
        connects=table.required_text(
            "connects", "the name of the role whose sockets connect"
        ),
        rename=rename.value if rename else "none",
        tags=tags.value if tags else "none",
        tag_field=table.text("tag_field")
        or Located("type", table.position, table.dotted("tag_field")),
    )


def _type(table: TableReader) -> list[document.Definition]:
    forms = [form for form in _FORMS if table.has(form)]
    if len(forms) > 1 or (forms and table.has("fields")):
        both = [*forms, *(["fields"] if table.has("fields") else [])]
        table.refuse(f"one type has one form, but here are {listed(both, 'and')}")
        return []
    match forms:
        case ["newtype" | "alias" as form]:
            table.known_keys(form, "doc")
            text = table.text(form)
            doc = table.text("doc")
            return [document.Named(table.name, form, doc, text)] if text else []
        case ["enum"]:
            table.known_keys("enum", "doc", "unknown")
            return [_enum(table)]
        case ["union"]:
            table.known_keys("union", "doc")
            return [document.Union(table.name, table.text("doc"), table.texts("union"))]
    if not table.has("fields"):
        forms_text = listed([*_FORMS, "fields"])
        table.refuse(f"a type is told by one of {forms_text}; this one has none")
        return []
    return [_record(table, is_message=False)]


def _enum(table: TableReader) -> document.Enum:
    members: list[tuple[Located[str] | None, Located[str | int]]] = []
    content = table.entries["enum"].value.content
    if isinstance(content, toml.Table):
        inside = table.table("enum")
        for name, entry in content.entries.items() if inside else ():
            value = inside.as_label(name, entry.value) if inside else None
            if inside and value:
                members.append((inside.entry_name(name, entry), value))
    else:
        for item in table.items("enum") or []:
            if value := table.as_label("enum", item):
                members.append((None, value))
    return document.Enum(
        table.name, table.text("doc"), tuple(members), table.text("unknown")
    )


def _record(table: TableReader, *, is_message: bool) -> document.Record:
    table.known_keys(*(_STRUCT_KEYS if is_message else _UNTAGGED_KEYS))
    doc = (
        table.required_text("doc", _DOC_IS_REQUIRED)
        if is_message
        else table.text("doc")
    )
    fields = table.table("fields")
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
        tag=table.label("tag") if is_message else None,
        tag_field=table.text("tag_field") if is_message else None,
        rename=rename.value if rename else None,
        omit_defaults=flags["omit_defaults"],
        array_like=flags["array_like"],
        forbid_unknown_fields=flags["forbid_unknown_fields"],
        reserved=table.texts("reserved"),
        deprecated=table.text("deprecated"),
        renamed_from=table.text("renamed_from"),
    )


def _fields(table: TableReader) -> list[document.Field]:
    fields: list[document.Field] = []
    for name, entry in table.entries.items():
        located = table.entry_name(name, entry)
        if isinstance(entry.value.content, toml.Table):
            inside = table.inside(name, entry, entry.value.content)
            inside.known_keys(*_FIELD_KEYS)
            if type := inside.required_text("type", "write type = 'str', for instance"):
                fields.append(_field(inside, located, type))
        elif text := table.as_text(name, entry.value):
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
        deprecated=table.text("deprecated"),
        renamed_from=table.text("renamed_from"),
        constraints=_constraints(table),
    )


def _constraints(table: TableReader) -> dict[str, Located[int | float | str | bool]]:
    """Return the constraints in the order in which they are documented."""
    found: dict[str, Located[int | float | str | bool]] = {}
    for name in (*NUMERIC, *LENGTHS, "pattern", "tz"):
        written = table.written(name)
        if written is None:
            continue
        value, content = written.value, written.value.content
        number = isinstance(content, int | float) and not isinstance(content, bool)
        if name in NUMERIC and not number:
            table.wrong(name, value, "a number")
        elif name in LENGTHS and not (number and isinstance(content, int)):
            table.wrong(name, value, "an integer")
        elif name == "pattern" and not isinstance(content, str):
            table.wrong(name, value, "a string")
        elif name == "tz" and not isinstance(content, bool):
            table.wrong(name, value, "true or false")
        elif isinstance(content, int | float | str):
            found[name] = table.located(name, value, content)
    return found


def _channel(table: TableReader) -> document.Channel:
    table.known_keys(*_CHANNEL_KEYS)
    carries: Located[str] | tuple[Located[str], ...] | None = None
    if not table.has("carries"):
        table.refuse("missing; name a type, or list the messages", "carries")
    elif isinstance(table.entries["carries"].value.content, list):
        carries = table.texts("carries")
        if not table.entries["carries"].value.content:
            written = table.written("carries")
            if written:
                table.problems.append(
                    written.problem("an empty list; name at least one message")
                )
    else:
        carries = table.text("carries")
    overflow = table.choice("overflow", OVERFLOWS)
    return document.Channel(
        name=table.name,
        doc=table.required_text("doc", _DOC_IS_REQUIRED),
        sender=table.required_text("from", "the role that sends"),
        carries=carries,
        capacity=table.integer("capacity"),
        overflow=overflow.value if overflow else "block",
        platforms=table.texts("platforms"),
        deprecated=table.text("deprecated"),
    )
