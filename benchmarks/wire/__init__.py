# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""Two processes that send each other readings, as fast as they can."""

from .channels import (
    BACK,
    FORTH,
    AsyncBackPull,
    AsyncBackPush,
    AsyncFar,
    AsyncForthPull,
    AsyncForthPush,
    AsyncNear,
    BackMessage,
    BackPull,
    BackPush,
    Far,
    ForthMessage,
    ForthPull,
    ForthPush,
    Near,
)
from .messages import Alarm, Reading, Sensor

__all__ = [
    "BACK",
    "FORTH",
    "Alarm",
    "AsyncBackPull",
    "AsyncBackPush",
    "AsyncFar",
    "AsyncForthPull",
    "AsyncForthPush",
    "AsyncNear",
    "BackMessage",
    "BackPull",
    "BackPush",
    "Far",
    "ForthMessage",
    "ForthPull",
    "ForthPush",
    "Near",
    "Reading",
    "Sensor",
]
