# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The types and messages of the catalogue 'memory', version 2.0-rc.1."""

import enum
from typing import NewType, TypeAlias

import msgspec
from runtime import OpenEnum


class Colour(OpenEnum, unknown="OTHER"):
    """One of 4 values."""

    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    OTHER = "OTHER"


class Level(enum.Enum):
    """One of 2 values."""

    LOW = 1
    HIGH = 10


Name = NewType("Name", str)


class Started(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Started",
):
    """Something has begun."""

    number: int
    level: Level = Level.LOW


class Ended(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Ended",
):
    """It is over."""


Event: TypeAlias = Started | Ended


class Part(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """A part of messages, without a tag of its own."""

    colour: Colour
