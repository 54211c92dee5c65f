# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""What 'host' and 'kernel' say to each other."""

from .channels import (
    CHANGES,
    PARTS,
    AsyncChangesPull,
    AsyncChangesPush,
    AsyncHost,
    AsyncKernel,
    AsyncPartsPull,
    AsyncPartsPush,
    ChangesPull,
    ChangesPush,
    Host,
    Kernel,
    PartsPull,
    PartsPush,
)
from .messages import Colour, Ended, Event, Level, Name, Part, Started

__all__ = [
    "CHANGES",
    "PARTS",
    "AsyncChangesPull",
    "AsyncChangesPush",
    "AsyncHost",
    "AsyncKernel",
    "AsyncPartsPull",
    "AsyncPartsPush",
    "ChangesPull",
    "ChangesPush",
    "Colour",
    "Ended",
    "Event",
    "Host",
    "Kernel",
    "Level",
    "Name",
    "Part",
    "PartsPull",
    "PartsPush",
    "Started",
]
