"""R3: a channel that nobody reads never delays another."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.contract.history import latencies
from tests.contract.measured import measured, percentile
from tests.contract.payload import Sizes
from tests.contract.scale import ENDS, FULL, TRANSPORTS, count, limit, repeats
from tests.contract.steer import Steered, Transport, steered
from tests.contract.weather import Weather

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

NEVER_DROP: Final = (
    "down1",
    "down2",
    "down_ten",
    "down_one",
    "down_small",
    "up1",
    "up2",
    "up_ten",
    "up_one",
    "up_small",
)
OVERFLOW: Final = ("down_error", "down_newest", "down_oldest", "down_latest")
CHANNELS: Final = NEVER_DROP + OVERFLOW

FULL_ONES: Final = (
    CHANNELS if FULL else ("down1", "down_one", "down_latest", "up1", "up_one")
)
READ: Final = NEVER_DROP if FULL else ("down2", "down_one", "up2", "up_one")

SIZE: Final = 10_000
"""Of what fills a channel, in bytes: much more than what systems buffer, altogether."""

ATTEMPTS: Final = 3
"""What a full channel delays, it delays each time; a machine that others use stands still at times.
With all counts, an attempt is made again only if the machine itself was late meanwhile."""

LIMITS: Final = {"p99": limit(0.02), "max": limit(0.25)}
"""Seconds that a message takes."""


def try_channel(both: Steered, channel: str, number: int) -> list[float]:
    """Send and receive on a channel; return how many seconds each message took."""
    both.consume(channel)
    both.send(channel, number, Sizes(16, 16), pause=0.0005)
    both.all_sent()
    both.await_received(channel, number)
    assert both.nothing_lost(channel) == []
    times = latencies(*both.sides(channel), channel)
    assert len(times) == number
    return times


def hold(attempt: Callable[[Path], list[list[float]]], folder: Path) -> None:
    """Hold one of some attempts to the limits: of the times of each group of messages."""
    late: list[str] = []
    for number in range(ATTEMPTS):
        place = folder / str(number)
        place.mkdir()
        with Weather() as weather:
            late = [what for times in attempt(place) for what in beyond(times)]
        if not late or (FULL and weather.is_calm(LIMITS["p99"] / 8, LIMITS["max"] / 8)):
            break
    assert late == []


def beyond(times: list[float]) -> list[str]:
    """Return which limits the times of some messages exceed."""
    found = {"p99": percentile(times, 0.99), "max": max(times)}
    return [
        f"{name}: {took * 1000:.1f} ms"
        for name, took in found.items()
        if measured(f"latency, {name} (ms)", took * 1000, LIMITS[name] * 1000)
        > LIMITS[name] * 1000
    ]


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("full", FULL_ONES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_full_channel_delays_no_other(
    transport: Transport, full: str, run: int, tmp_path: Path
) -> None:
    others = [channel for channel in READ if channel != full]

    def attempt(place: Path) -> list[list[float]]:
        with steered(transport, place) as both:
            assert both.fill(full, SIZE) > 0
            times = [try_channel(both, channel, count(1000)) for channel in others]
        # Of 50 messages, one in a hundred is none: there it is of all of them together.
        return times if FULL else [sum(times, [])]

    hold(attempt, tmp_path)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("channel", READ)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_all_that_are_full_delay_not_the_one_that_is_read(
    transport: Transport, channel: str, run: int, tmp_path: Path
) -> None:
    def attempt(place: Path) -> list[list[float]]:
        with steered(transport, place) as both:
            for full in CHANNELS:
                if full != channel:
                    assert both.fill(full, SIZE) > 0
            return [try_channel(both, channel, max(200, count(1000)))]

    hold(attempt, tmp_path)
