"""Whom the parts of a value are handed back to, and where they stand."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct
from runtime.forms import Form, Structs
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


class Meeting(Struct, frozen=True):
    """A form that is sent and the form that takes it, of which at least one is a struct."""

    writer: Form
    reader: Form
    place: Place


class Judge(Protocol):
    """Says what becomes of parts of a value."""

    writers: Structs
    readers: Structs

    def compare(self, writer: Node, reader: Node, place: Place) -> Verdict:
        """Return what becomes of one type at another."""
        ...
