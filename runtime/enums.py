"""Enums that outlive their catalogue: a value from a newer peer becomes a member of its own."""

from __future__ import annotations

import enum
from typing import ClassVar, Self


class OpenEnum(enum.Enum):
    """An enum with a member that stands for every value it does not know.

    class CellStatus(OpenEnum, unknown="UNRECOGNISED"):
        QUEUED = "queued"
        UNRECOGNISED = "UNRECOGNISED"

    Looking up `"paused"`, or decoding it from a frame, gives `CellStatus.UNRECOGNISED` instead of
    an error, so a peer with a newer catalogue does not turn whole messages into dead letters.
    """

    _unknown_: ClassVar[str]

    def __init_subclass__(cls, *, unknown: str) -> None:
        super().__init_subclass__()
        cls._unknown_ = unknown

    @classmethod
    def _missing_(cls, value: object) -> Self:
        return cls[cls._unknown_]
