# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The types and messages of the catalogue 'loads', version 1.0."""

from typing import NewType

import msgspec

Sensor = NewType("Sensor", str)
"""Names a sensor."""


class Trace(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="trace",
):
    """What a sensor has seen in a while."""

    sensor: Sensor
    began_at: float
    """Seconds since the epoch."""
    unit: str
    samples: list[float]


class Log(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="log",
):
    """What a sensor has to say of itself."""

    sensor: Sensor
    began_at: float
    """Seconds since the epoch."""
    lines: list[str]


class Block(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="block",
):
    """What a camera has seen."""

    content: bytes
