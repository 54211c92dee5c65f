# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""Two processes that send each other what is longer than a reading."""

from .channels import (
    BLOCKS,
    BLOCKS_BACK,
    REPORTS,
    REPORTS_BACK,
    BlocksBackPull,
    BlocksBackPush,
    BlocksPull,
    BlocksPush,
    Far,
    Near,
    ReportsBackMessage,
    ReportsBackPull,
    ReportsBackPush,
    ReportsMessage,
    ReportsPull,
    ReportsPush,
)
from .messages import Block, Log, Sensor, Trace

__all__ = [
    "BLOCKS",
    "BLOCKS_BACK",
    "REPORTS",
    "REPORTS_BACK",
    "Block",
    "BlocksBackPull",
    "BlocksBackPush",
    "BlocksPull",
    "BlocksPush",
    "Far",
    "Log",
    "Near",
    "ReportsBackMessage",
    "ReportsBackPull",
    "ReportsBackPush",
    "ReportsMessage",
    "ReportsPull",
    "ReportsPush",
    "Sensor",
    "Trace",
]
