"""What the package logs, and how much of it in a second."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from time import monotonic


class Records(logging.Handler):
    """The log records of the package, with the time of each."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[tuple[float, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((monotonic(), record.getMessage()))


def listen_to_log() -> Records:
    """Keep every log record from now on, and show none."""
    records = Records()
    log = logging.getLogger("stubwire")
    log.addHandler(records)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    return records


def busiest_second(records: Sequence[tuple[float, str]]) -> int:
    """Return how many records there were in one second, at most."""
    times = [at for at, _ in records]
    return max(
        (sum(at <= other < at + 1 for other in times) for at in times), default=0
    )
