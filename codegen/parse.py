"""TOML text to a `Document`.

Known keys, kinds of values, and what must be there are decided here; what names mean and whether
things fit together is decided in `resolve`.
"""

from __future__ import annotations

from codegen import document, toml
from codegen.document import Document
from codegen.parse_allow import allow
from codegen.parse_definitions import (
    RENAMES,
    SAY_OLD_NAME,
    SAY_WHAT_FOR,
    SAY_WHAT_INSTEAD,
    message,
    type_definition,
)
from codegen.problems import Problem
from codegen.tables import Located, TableReader

TAGS = ("none", "kebab", "snake", "camel")
OVERFLOWS = ("block", "error", "drop_oldest", "drop_newest", "latest")
_SETTINGS_KEYS = (
    "name", "version", "doc", "binds", "connects", "rename", "tags", "tag_field",
    "reserved_tags", "allow",
)  # fmt: skip
_CHANNEL_KEYS = (
    "doc", "from", "carries", "capacity", "max_message_bytes", "overflow", "platforms",
    "deprecated", "renamed_from", "allow",
)  # fmt: skip


def parse(text: str) -> tuple[Document, list[Problem]]:
    """Return the document, as far as it can be read, and what is wrong with it.

    Raises:
        CatalogueError: the text is not TOML.
    """
    table, problems = toml.read(text)
    top = TableReader(table, "", problems)
    top.known_keys("catalogue", "types", "messages", "channels")
    settings = _settings(top)
    types = [
        type_definition(reader)
        for reader in top.named_tables("types", "newtype = 'str', for instance")
    ]
    messages = [
        message(reader)
        for reader in top.named_tables("messages", "doc and fields.NAME = 'TYPE'")
    ]
    channels = [
        _channel(reader)
        for reader in top.named_tables("channels", "doc, from and carries")
    ]
    if not channels and not problems:
        top.refuse(
            "missing; a catalogue has at least one [channels.NAME] table", "channels"
        )
    return Document(settings, (*types, *messages), tuple(channels)), problems


def _settings(top: TableReader) -> document.Settings:
    table = top.table("catalogue", "write [catalogue], then name = '...' and so on")
    if table is None:
        if not top.has("catalogue"):
            why = "missing; this table gives name, version, binds and connects"
            top.refuse(why, "catalogue")
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
    table.known_keys(*_SETTINGS_KEYS)
    rename, tags = table.choice("rename", RENAMES), table.choice("tags", TAGS)
    return document.Settings(
        name=table.required_words("name", "say what the catalogue is called"),
        version=table.required_words("version", "say which one it is, such as '1.0'"),
        doc=table.text("doc"),
        binds=table.required_words("binds", "name the role whose sockets bind"),
        connects=table.required_words(
            "connects", "name the role whose sockets connect"
        ),
        rename=rename.value if rename else "none",
        tags=tags.value if tags else "none",
        tag_field=table.words("tag_field", "give the field a name, such as 'type'")
        or Located("type", table.position, table.dotted("tag_field")),
        reserved_tags=table.different_labels("reserved_tags"),
        allow=allow(table),
    )


def _channel(table: TableReader) -> document.Channel:
    table.known_keys(*_CHANNEL_KEYS)
    carries: Located[str] | tuple[Located[str], ...] | None = None
    if not table.has("carries"):
        table.refuse("missing; name a type, or list the messages", "carries")
    elif isinstance(table.entries["carries"].value.content, list):
        carries = table.some_texts("carries", "message")
    else:
        carries = table.text("carries", "name a type, or list the messages")
    overflow = table.choice("overflow", OVERFLOWS)
    return document.Channel(
        name=table.name,
        doc=table.required_words("doc", SAY_WHAT_FOR),
        sender=table.required_words("from", "name the role that sends"),
        carries=carries,
        capacity=table.integer("capacity"),
        max_message_bytes=table.integer("max_message_bytes"),
        overflow=overflow.value if overflow else "block",
        platforms=table.some_texts("platforms", "value of sys.platform"),
        deprecated=table.words("deprecated", SAY_WHAT_INSTEAD),
        renamed_from=table.words("renamed_from", SAY_OLD_NAME),
        allow=allow(table),
    )
