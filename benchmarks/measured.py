"""What a run has measured, as the pages about it read it."""

from __future__ import annotations

from typing import Final

import msgspec

from benchmarks.figures import Unit
from benchmarks.peers import (
    BARE,
    BUFFER,
    GRPC,
    MARIMO,
    MSGSPEC,
    PICKLE,
    PIPE,
    QUEUE,
    RAW,
    SEND,
    SEND_MANY,
    ZERO_COPY,
)
from benchmarks.table import amount

SHOWN: Final = (
    SEND,
    SEND_MANY,
    BARE,
    BUFFER,
    RAW,
    ZERO_COPY,
    MSGSPEC,
    PICKLE,
    MARIMO,
    PIPE,
    QUEUE,
    GRPC,
)
"""All ways, in the order of the pages."""

NONE: Final = "-"


class Measured(msgspec.Struct, frozen=True):
    """Figures by name, and what they were measured on."""

    machine: str
    figures: dict[str, float]

    @property
    def rounds(self) -> int:
        return int(self.figures["rounds"])

    def shown(self, name: str, unit: Unit) -> str:
        """Return a figure for people, or a dash if it was not measured."""
        number = self.figures.get(name)
        return NONE if number is None else amount(number, unit)

    def spread(self, name: str, unit: Unit) -> str:
        """Return a figure with its extremes."""
        if name not in self.figures:
            return NONE
        low, high = (
            amount(self.figures[f"{name}.{end}"], unit) for end in ("low", "high")
        )
        return f"{self.shown(name, unit)} ({low} to {high})"
