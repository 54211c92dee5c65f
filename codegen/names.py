"""Which names a catalogue may give: to Python they are identifiers, and each is given once.

Everything generated shares one namespace, so a message may not be called what a channel's end
already is, nor what the generated code itself imports.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from codegen import spelling, types
from codegen.catalogue import pascal
from codegen.document import Channel, Document, Record
from codegen.problems import Problem
from codegen.tables import Located

CONNECTION_MEMBERS = frozenset(
    [
        "bind",
        "close",
        "connect",
        "dead_letters",
        "events",
        "healthy",
        "info",
        "pair",
        "session",
        "spawn",
        "state",
        "stats",
    ]
)
"""What a connection has besides its ends. `tests/codegen/test_names.py` compares with `runtime`."""

_USED_BY_GENERATED_CODE = frozenset(
    (
        *spelling.IMPORTED, *types.SCALARS, *types.GENERICS,
        "BindingConnection", "Channel", "ConnectingConnection", "Final", "Pull", "Push",
        "channels", "messages",
    )
)  # fmt: skip
_ENUM_RESERVED = frozenset({"mro", "name", "value"})


def check(document: Document) -> list[Problem]:
    """Return what is wrong with the names that the catalogue gives."""
    return [*_spellings(document), *_collisions(document)]


def _spellings(document: Document) -> Iterator[Problem]:
    settings = document.settings
    for role in (settings.binds, settings.connects):
        if role:
            yield from _public(role, role.value)
    if (
        settings.binds
        and settings.connects
        and settings.binds.value == settings.connects.value
    ):
        yield settings.connects.problem(
            "both roles have the same name; give each its own"
        )
    if not settings.tag_field.value:
        yield settings.tag_field.problem("the tag's field needs a name, such as 'type'")
    for definition in document.definitions:
        yield from _public(definition.name, definition.name.value)
        if isinstance(definition, Record):
            for field in definition.fields:
                yield from _attribute(field.name)
    for channel in document.channels:
        yield from _channel_name(channel.name)


def _identifier(
    name: Located[str] | Located[str | int], word: str
) -> Iterator[Problem]:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", word):
        yield name.problem(
            f"{word!r} is not a name; write letters, digits and _, beginning with a letter"
        )
    elif keyword.iskeyword(word):
        yield name.problem(
            f"{word!r} is a word of Python's own; {word + '_'!r} would do"
        )


def _public(name: Located[str] | Located[str | int], word: str) -> Iterator[Problem]:
    """Check a name that the generated package exports."""
    wrong = list(_identifier(name, word))
    yield from wrong
    if not wrong and word.startswith("_"):
        yield name.problem(f"{word!r} begins with _, which Python takes as private")


def _attribute(name: Located[str]) -> Iterator[Problem]:
    wrong = list(_identifier(name, name.value))
    yield from wrong
    if not wrong and name.value.startswith("__"):
        yield name.problem(
            f"{name.value!r} begins with __, which Python keeps for itself"
        )


def _channel_name(name: Located[str]) -> Iterator[Problem]:
    wrong = list(_public(name, name.value))
    yield from wrong
    if not wrong and name.value in CONNECTION_MEMBERS:
        yield name.problem(
            f"a connection has a {name.value!r} of its own; name the channel after what it carries"
        )


def enum_member(
    name: Located[str] | Located[str | int], word: str
) -> Iterator[Problem]:
    """Check the name of an enum's member."""
    wrong = list(_public(name, word))
    yield from wrong
    if not wrong and word in _ENUM_RESERVED:
        yield name.problem(
            f"{word!r} is something every enum has; {word.upper()!r} would do"
        )


def _collisions(document: Document) -> Iterator[Problem]:
    taken = dict.fromkeys(
        _USED_BY_GENERATED_CODE, "a name that the generated code itself uses"
    )
    for given, origin, names in _given(document):
        for name in names:
            if name in taken:
                called = (
                    f"{name!r}"
                    if name == given.value
                    else f"{name!r}, generated for this,"
                )
                yield given.problem(
                    f"{called} is already {taken[name]}; choose another name"
                )
                break
        taken |= {name: origin for name in names if name not in taken}


def _given(document: Document) -> Iterator[tuple[Located[str], str, list[str]]]:
    """Yield each name with what it is and what is generated for it, in the order of the text."""
    for role in (document.settings.binds, document.settings.connects):
        if role:
            yield (
                role,
                f"the connection of the role {role.value!r}",
                [pascal(role.value)],
            )
    for definition in document.definitions:
        kind = (
            "message"
            if isinstance(definition, Record) and definition.is_message
            else "type"
        )
        name = definition.name
        origin = f"the {kind} of line {name.position.line}"
        yield name, origin, [name.value]
    for channel in document.channels:
        origin = f"generated for the channel {channel.name.value!r}"
        yield channel.name, origin, _channel_names(channel)


def _channel_names(channel: Channel) -> list[str]:
    name = channel.name.value
    stem = pascal(name)
    alias = [f"{stem}Message"] if isinstance(channel.carries, tuple) else []
    return [*alias, name.upper(), f"{stem}Push", f"{stem}Pull"]
