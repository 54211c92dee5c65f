"""Waiting for what another thread does."""

from collections.abc import Callable
from time import monotonic, sleep


def until(happened: Callable[[], bool]) -> None:
    """Return as soon as something has happened; fail after 5 seconds."""
    deadline = monotonic() + 5
    while not happened():
        assert monotonic() < deadline
        sleep(0.0001)
