"""What a catalogue defines, as it is meant: newtypes, aliases, enums, and structs with fields.

Frozen and valid by construction; each says how the generated module spells it.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from msgspec import Struct

from codegen import spelling
from codegen.types import Type


class Constant(Struct, frozen=True):
    """A default that is the same object for every message."""

    value: object
    source: str
    """How Python spells it, in the words of the generated module."""


class Factory(Struct, frozen=True):
    """A default that is made anew for every message."""

    name: str
    """What is called: `list`, `time.time`, or a struct of the catalogue."""
    source: str
    """How Python spells it; a lambda where the result is given its newtype."""


class Field(Struct, frozen=True, kw_only=True):
    """A field of a message or struct."""

    name: str
    wire_name: str
    renamed: bool
    """The policy of the struct does not lead to the wire name: it has to be given."""
    type: Type
    optional: bool = False
    default: Constant | Factory | None = None
    doc: str = ""
    deprecated: str = ""
    renamed_from: str = ""

    @property
    def required(self) -> bool:
        return self.default is None and not self.optional

    @property
    def annotation(self) -> str:
        """The type as Python spells it, constraints and absence included."""
        source = spelling.type_source(self.type)
        return f"{source} | msgspec.UnsetType" if self.optional else source

    @property
    def value(self) -> str:
        """What stands to the right of the equals sign; nothing for a plain required field."""
        arguments: dict[str, str] = {}
        match self.default:
            case Constant(source=source):
                arguments["default"] = source
            case Factory(source=source):
                arguments["default_factory"] = source
            case None if self.optional:
                arguments["default"] = "msgspec.UNSET"
        if self.renamed:
            arguments["name"] = repr(self.wire_name)
        if arguments.keys() == {"default"}:
            return arguments["default"]
        if not arguments:
            return ""
        return f"msgspec.field({', '.join(f'{k}={v}' for k, v in arguments.items())})"

    @property
    def docstring(self) -> str:
        """The documentation, with the deprecation: Python has no other place for it."""
        deprecated = f"Deprecated: {self.deprecated}" if self.deprecated else ""
        return "\n\n".join(filter(None, [self.doc, deprecated]))


class Newtype(Struct, frozen=True, kw_only=True):
    """A distinct type to the type checker, the same bytes on the wire."""

    kind: ClassVar[str] = "newtype"

    name: str
    doc: str
    type: Type


class Alias(Struct, frozen=True, kw_only=True):
    """Another name for a type: an alias or a union."""

    kind: ClassVar[str] = "alias"

    name: str
    doc: str
    type: Type
    reserved: tuple[str | int, ...] = ()
    """Of a union: tags that no member may have."""


class Enum(Struct, frozen=True, kw_only=True):
    """Named values, all strings or all integers."""

    kind: ClassVar[str] = "enum"

    name: str
    doc: str
    members: tuple[tuple[str, str | int], ...]
    unknown: str = ""
    """The member that stands for values this catalogue does not know; empty for none."""
    reserved: tuple[str | int, ...] = ()
    """Values that no member may have."""
    renamed_from: tuple[tuple[str, str], ...] = ()
    """Members with the names they had before."""

    @property
    def bases(self) -> str:
        return f"OpenEnum, unknown={self.unknown!r}" if self.unknown else "enum.Enum"

    @property
    def docstring(self) -> str:
        return self.doc or f"One of {len(self.members)} values."


class Record(Struct, frozen=True, kw_only=True):
    """A message, or an untagged struct."""

    kind: ClassVar[str] = "record"

    name: str
    doc: str
    fields: tuple[Field, ...]
    tag: str | int | None = None
    """What tells it from the other messages on the wire; None for an untagged struct."""
    tag_field: str = ""
    rename: str = "none"
    omit_defaults: bool = False
    array_like: bool = False
    forbid_unknown_fields: bool = False
    reserved: tuple[str, ...] = ()
    """Wire names that no field may have."""
    deprecated: str = ""
    renamed_from: str = ""

    @property
    def docstring(self) -> str:
        return self.doc or "A part of messages, without a tag of its own."

    @property
    def options(self) -> dict[str, str]:
        """The keyword arguments of the generated class, as Python spells them."""
        options = {"frozen": "True", "kw_only": "True"}
        if self.tag is not None:
            options |= {"tag_field": repr(self.tag_field), "tag": repr(self.tag)}
        if self.rename in ("camel", "pascal", "kebab"):
            options["rename"] = repr(self.rename)
        flags = {
            "omit_defaults": self.omit_defaults,
            "array_like": self.array_like,
            "forbid_unknown_fields": self.forbid_unknown_fields,
        }
        return options | {name: "True" for name, flag in flags.items() if flag}


Definition: TypeAlias = Newtype | Alias | Enum | Record
