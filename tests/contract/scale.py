"""How much of the contract is tried: a twentieth of its counts, or all with `CONTRACT=full`."""

import os
from typing import Final, Literal

FULL: Final = os.environ.get("CONTRACT") == "full"
"""Whether every count and every repeat is tried; `make contract` does."""

RUNS: Final = int(os.environ.get("CONTRACT_RUNS") or 50)
"""How many runs of a test there are at most."""

SLOW: Final = os.environ.get("CI_SLOW") == "1"
"""Whether the machine is slower than the one that the contract's limits are meant for."""

ENDS: Final = ("threads", "asyncio")
"""By whom the ends are used: values for the fixture `ends`."""

TRANSPORTS: Final[tuple[Literal["ipc", "tcp"], ...]] = ("ipc", "tcp")


def count(number: int) -> int:
    """Return how many of `number` messages, attempts or rounds are tried."""
    return number if FULL else max(1, number // 20)


def repeats(number: int) -> range:
    """Return the runs of a test that must pass `number` times in a row."""
    return range(min(number, RUNS) if FULL else 1)


def seconds(number: float) -> float:
    """Return how long something goes on that the contract gives `number` seconds."""
    return number if FULL else number / 20


def limit(number: float) -> float:
    """Return how many seconds something may take, at most."""
    return number * 3 if SLOW else number
