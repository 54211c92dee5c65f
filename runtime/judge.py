"""Whom the parts of a value are handed back to, and where they stand."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct
from runtime.forms import Structs
from runtime.verdicts import Verdict
from runtime.wire_model import Node, WireField, WireStruct


class Place(Struct, frozen=True):
    """Where a value stands in a message."""

    path: str = ""
    hashed: bool = False
    """It is put in a set, or is the key of a dict."""

    def item(self, *, in_set: bool = False) -> Place:
        return Place(f"{self.path}[]", self.hashed or in_set)

    def slot(self, number: int) -> Place:
        return Place(f"{self.path}[{number}]", self.hashed)

    def key(self) -> Place:
        return Place(f"{self.path}{{key}}", hashed=True)

    def value(self) -> Place:
        return Place(f"{self.path}{{}}", self.hashed)


def field_place(struct: WireStruct, field: WireField | None, *, hashed: bool) -> Place:
    """Return the place of a field, or of the tag; paths begin anew at each struct."""
    return Place(f"{struct.name}.{field.attribute if field else '(tag)'}", hashed)


class Pair(Struct, frozen=True):
    """A struct that is sent, and what it is read as."""

    writer: str
    reader: str
    """A struct; or `Any` or `Raw`, as which no struct can be known."""
    hashed: bool


class Judge(Protocol):
    """Says what becomes of parts of a value; a pair of structs may be in the making."""

    writers: Structs
    readers: Structs

    def compare(self, writer: Node, reader: Node, place: Place) -> Verdict:
        """Return what becomes of one type at another."""
        ...

    def met(self, pair: Pair) -> Verdict:
        """Return what becomes of a struct, as far as it is known."""
        ...
