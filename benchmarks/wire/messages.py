# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The types and messages of the catalogue 'wire', version 1.0."""

from typing import NewType

import msgspec

Sensor = NewType("Sensor", str)
"""Names a sensor."""


class Reading(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="reading",
):
    """What a sensor has seen."""

    sensor: Sensor
    seen_at: float
    """Seconds since the epoch."""
    value: float
    unit: str
    reliable: bool
    count: int


class Alarm(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="alarm",
):
    """What a sensor complains of."""

    sensor: Sensor
    raised_at: float
    """Seconds since the epoch."""
    level: int
    text: str
