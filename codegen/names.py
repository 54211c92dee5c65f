"""Which names a catalogue may give: to Python they are identifiers, and each is given once.

Everything generated shares one namespace, so a message may not be called what a channel's end
already is, nor what the generated code itself imports.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator

from codegen import catalogue, spelling, types
from codegen.catalogue import pascal
from codegen.document import Document, Record
from codegen.problems import Problem
from codegen.tables import Located

CONNECTION_MEMBERS = frozenset(
    (
        "bare", "bind", "close", "connect", "dead_letters", "endpoints", "events", "healthy",
        "info", "pair", "spawn", "state", "stats", "threaded",
    )
)  # fmt: skip
"""What a connection has besides its ends. `tests/codegen/test_names.py` compares with `runtime`."""

USED_BY_GENERATED_CODE = frozenset(
    (
        *spelling.IMPORTED, *types.SCALARS, *types.GENERICS,
        "AsyncBindingConnection", "AsyncConnectingConnection", "AsyncPull", "AsyncPush",
        "BindingConnection", "BufferChannel", "Channel", "ConnectingConnection", "Final",
        "Pull", "Push",
        "channels", "messages",
    )
)  # fmt: skip
"""Also what `templates/` import; `tests/codegen/test_names.py` compares."""
_ENUM_RESERVED = frozenset({"mro", "name", "value"})


def misspelt(document: Document) -> Iterator[Problem]:
    """Yield the names that cannot be names where they stand."""
    settings = document.settings
    for role in filter(None, (settings.binds, settings.connects)):
        if role.value.strip():
            yield from _role(role)
    binds, connects = settings.binds, settings.connects
    if binds and connects and binds.value == connects.value != "":
        why = "both roles have the same name; give each its own"
        yield connects.problem(why)
    for definition in document.definitions:
        yield from _public(definition.name, definition.name.value)
        if isinstance(definition, Record):
            for field in definition.fields:
                yield from _attribute(field.name)
    for channel in document.channels:
        yield from _channel_name(channel.name)


def _role(role: Located[str]) -> Iterator[Problem]:
    wrong = list(_public(role, role.value))
    yield from wrong
    made = pascal(role.value)
    if not wrong and keyword.iskeyword(made):
        yield role.problem(
            f"its class would be called {made!r}, a word of Python's own; choose another name"
        )


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


def taken_twice(
    document: Document, channels: Iterable[catalogue.Channel]
) -> Iterator[Problem]:
    """Yield the names that something else in the generated package has already."""
    taken = {
        name: "a name that the generated code itself uses"
        for name in USED_BY_GENERATED_CODE
        if not keyword.iskeyword(name)
    }
    for given, origin, names in _given(document, channels):
        for name in names:
            if name in taken:
                called = repr(name)
                if name != given.value:
                    called += ", generated for this,"
                why = f"{called} is already {taken[name]}; choose another name"
                yield given.problem(why)
                break
        taken |= {name: origin for name in names if name not in taken}
    attributes = {channel.name.value: channel for channel in document.channels}
    for ends in channels:
        for end in ends.end_classes:
            if written := attributes.get(end.name):
                why = f"{end.name!r} is already generated for the channel {ends.name!r}"
                yield written.name.problem(f"{why}; choose another name")


def _given(
    document: Document, channels: Iterable[catalogue.Channel]
) -> Iterator[tuple[Located[str], str, Iterable[str]]]:
    """Yield each name with what it is and what is generated for it, in the order of the text."""
    binds, connects = document.settings.binds, document.settings.connects
    for role in (binds, connects):
        if role and not (role is connects and binds and role.value == binds.value):
            origin = f"the connection of the role {role.value!r}"
            yield role, origin, [pascal(role.value), f"Async{pascal(role.value)}"]
    for definition in document.definitions:
        is_message = isinstance(definition, Record) and definition.is_message
        kind = "message" if is_message else "type"
        origin = f"the {kind} of line {definition.name.position.line}"
        yield definition.name, origin, [definition.name.value]
    for channel, written in zip(channels, document.channels, strict=True):
        origin = f"generated for the channel {channel.name!r}"
        yield written.name, origin, channel.generated_names
