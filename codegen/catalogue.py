"""The catalogue as it is meant: frozen, valid by construction, every generated name spelled here.

The templates see this model, and the fingerprints that `wire` makes of it. What it defines is in
`definitions`.
"""

from __future__ import annotations

import re
import textwrap
from functools import cached_property
from typing import Literal

from msgspec import Struct

from codegen import spelling, types
from codegen.allowances import Allowance
from codegen.definitions import Definition, Field, Record
from codegen.problems import listed
from codegen.types import Type

DEFAULT_LIMIT = 64 * 1024 * 1024
"""How many bytes a message may have where a channel does not say; as in `runtime.Channel`."""
_DOC_WIDTH = 76


class Channel(Struct, frozen=True, kw_only=True):
    """A one-way stream of one type."""

    name: str
    doc: str
    sender: Role
    receiver: Role
    type: Type
    capacity: int = 1000
    max_message_bytes: int = DEFAULT_LIMIT
    overflow: str = "block"
    platforms: tuple[str, ...] = ()
    deprecated: str = ""
    renamed_from: str = ""

    @property
    def constant(self) -> str:
        return self.name.upper()

    @property
    def alias(self) -> str:
        """The name for the union it carries; empty where it carries one thing."""
        return (
            f"{pascal(self.name)}Message" if isinstance(self.type, types.Union) else ""
        )

    @property
    def push(self) -> str:
        return f"{pascal(self.name)}Push"

    @property
    def pull(self) -> str:
        return f"{pascal(self.name)}Pull"

    @property
    def carries(self) -> str:
        """What travels, spelled out."""
        return spelling.type_source(self.type)

    @property
    def message_type(self) -> str:
        """What travels, by its shortest name."""
        return self.alias or self.carries

    @property
    def arguments(self) -> str:
        """What the `Channel` constant is made with; what is as everywhere is left out."""
        arguments = [repr(self.name), self.message_type, f"capacity={self.capacity}"]
        if self.max_message_bytes != DEFAULT_LIMIT:
            arguments.append(f"max_message_bytes={self.max_message_bytes}")
        if self.overflow != "block":
            arguments.append(f"overflow={self.overflow!r}")
        if self.platforms:
            arguments.append(f"platforms={self.platforms!r}")
        return ", ".join(arguments)

    @property
    def docstring(self) -> str:
        only = (
            f"Only where sys.platform is {listed(self.platforms)}."
            if self.platforms
            else ""
        )
        deprecated = f"Deprecated: {self.deprecated}" if self.deprecated else ""
        return "\n\n".join(filter(None, [self.doc, only, deprecated]))

    @property
    def end_classes(self) -> tuple[EndClass, ...]:
        """The classes of its ends, the sender's first: for threads, then for asyncio."""
        sends, receives = self._said("Sends"), self._said("Receives")
        return (
            EndClass(self.push, "Push", sends),
            EndClass(self.pull, "Pull", receives),
            EndClass(f"Async{self.push}", "AsyncPush", sends),
            EndClass(f"Async{self.pull}", "AsyncPull", receives),
        )

    def _said(self, verb: str) -> str:
        """Return what an end does, with what travels wrapped where it is long."""
        sentence = f"{verb} `{self.carries}`."
        if len(sentence) <= _DOC_WIDTH:
            return sentence
        members = textwrap.fill(self.carries, _DOC_WIDTH, break_long_words=False)
        return f"{verb} `{self.message_type}`:\n\n{members}"

    @property
    def generated_names(self) -> tuple[str, ...]:
        ends = (end.name for end in self.end_classes)
        return tuple(filter(None, [self.alias, self.constant, *ends]))


class EndClass(Struct, frozen=True):
    """The generated class of one end of a channel."""

    name: str
    kind: Literal["Push", "Pull", "AsyncPush", "AsyncPull"]
    docstring: str


class End(Struct, frozen=True):
    """What a role holds of a channel."""

    channel: Channel
    annotation: str

    @property
    def async_annotation(self) -> str:
        return f"Async{self.annotation}"


class Role(Struct, frozen=True):
    """One of the two sides."""

    name: str
    binds: bool

    @property
    def class_name(self) -> str:
        return pascal(self.name)

    @property
    def async_class_name(self) -> str:
        return f"Async{self.class_name}"


class Catalogue(Struct, frozen=True, dict=True, kw_only=True):
    """Everything in a `schema.toml`."""

    name: str
    version: str
    doc: str
    binder: Role
    connector: Role
    definitions: tuple[Definition, ...]
    """Each after what it needs; only the fields of structs may mention what comes later."""
    channels: tuple[Channel, ...]
    reserved_tags: tuple[str | int, ...] = ()
    """Tags of messages that are gone."""
    allowances: tuple[Allowance, ...] = ()
    """In the order of the text."""

    @cached_property
    def by_name(self) -> dict[str, Definition]:
        return {definition.name: definition for definition in self.definitions}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {
            definition.name: place for place, definition in enumerate(self.definitions)
        }

    def annotation(self, record: Record, field: Field) -> str:
        """Return a field's annotation, quoted where it mentions what Python has not seen yet."""
        here = self._places[record.name]
        later = any(self._places[name] >= here for name in types.references(field.type))
        return repr(field.annotation) if later else field.annotation

    def ends(self, role: Role) -> list[End]:
        """Return the ends that a role holds, in the order of the channels."""
        ends = []
        for channel in self.channels:
            end = channel.push if channel.sender == role else channel.pull
            ends.append(End(channel, f"{end} | None" if channel.platforms else end))
        return ends

    @cached_property
    def exported_messages(self) -> list[str]:
        return [definition.name for definition in self.definitions]

    @cached_property
    def exported_channels(self) -> list[str]:
        names = [name for channel in self.channels for name in channel.generated_names]
        roles = (self.binder, self.connector)
        classes = [name for r in roles for name in (r.class_name, r.async_class_name)]
        return [*names, *classes]

    @cached_property
    def exports(self) -> list[str]:
        """Every name that the generated package offers."""
        return [*self.exported_messages, *self.exported_channels]

    @cached_property
    def messages_in_channels(self) -> list[str]:
        """What the channels mention, once each."""
        mentioned = (name for c in self.channels for name in types.references(c.type))
        return list(dict.fromkeys(mentioned))

    @property
    def deprecates(self) -> bool:
        """Whether the generated code mentions what it tells its users to avoid."""
        messages = (d.deprecated for d in self.definitions if isinstance(d, Record))
        return any(messages) or any(channel.deprecated for channel in self.channels)

    @property
    def docstring(self) -> str:
        return (
            self.doc
            or f"What {self.binder.name!r} and {self.connector.name!r} say to each other."
        )

    @property
    def messages_docstring(self) -> str:
        return f"The types and messages of the catalogue {self.name!r}, version {self.version}."

    @property
    def channels_docstring(self) -> str:
        return f"The channels of the catalogue {self.name!r}, and the connection of each role."

    @property
    def binder_docstring(self) -> str:
        return f"The side that binds: starts {self.connector.name!r}, or tells it where to connect."

    @property
    def connector_docstring(self) -> str:
        return f"The side that connects: goes where {self.binder.name!r} tells it to."


def pascal(name: str) -> str:
    """Return `win32_interrupt` as `Win32Interrupt`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def styled(policy: str, name: str) -> str:
    """Return a name of the catalogue in a policy's style: `UpdateUIElement` as `update-ui-element`.

    Acronyms and runs of digits are words of their own.
    """
    words: list[str] = re.findall(
        r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]*|[0-9]+|[A-Z]", name
    )
    match policy:
        case "kebab":
            return "-".join(words).lower()
        case "snake":
            return "_".join(words).lower()
        case "camel":
            first, *rest = words
            return first.lower() + "".join(word.capitalize() for word in rest)
    return name
