# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The types and messages of the catalogue 'contract', version 1.0."""

import datetime as dt
from typing import Any

import msgspec
from runtime import Buffer


class Payload(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="payload",
):
    """A message that can be recognised: who sent it, as which, and what it must hold."""

    thread: int
    """The thread that sent it."""
    number: int
    """Its place among those of that thread on that channel."""
    crc: int
    """The checksum of channel, thread, number and data."""
    data: bytes


class Bulk(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="bulk",
):
    """A `Payload` whose data is sent without a copy, if it is long."""

    thread: int
    """The thread that sent it."""
    number: int
    """Its place among those of that thread on that channel."""
    crc: int
    """The checksum of channel, thread, number and data."""
    data: Buffer


class Values(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="values",
):
    """What a message can hold, of several kinds."""

    text: str = ""
    number: int = 0
    share: float = 0.0
    numbers: list[int] = msgspec.field(default_factory=list)
    names: dict[str, int] = msgspec.field(default_factory=dict)
    data: bytes = b""
    words: list[str] = msgspec.field(default_factory=list)
    moment: dt.datetime | None = None
    thing: Any = None


class Tree(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="tree",
):
    """A message that can hold itself, as deep as you like."""

    children: "list[Tree]" = msgspec.field(default_factory=list)


class Control(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="control",
):
    """Do something."""

    verb: str
    args: list[str] = msgspec.field(default_factory=list)


class Report(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="report",
):
    """What came of it."""

    text: str
