"""R3: a channel that nobody reads never delays another."""

from pathlib import Path
from typing import Final

import pytest

from tests.contract.history import latencies
from tests.contract.measured import measured, percentile
from tests.contract.payload import Sizes
from tests.contract.scale import FULL, TRANSPORTS, count, limit, repeats
from tests.contract.steer import Steered, Transport, steered

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


def in_time(times: list[float]) -> None:
    worst = measured("latency, max (ms)", max(times) * 1000, limit(0.25) * 1000)
    p99 = measured(
        "latency, p99 (ms)", percentile(times, 0.99) * 1000, limit(0.02) * 1000
    )
    assert worst <= limit(0.25) * 1000
    assert p99 <= limit(0.02) * 1000


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("full", FULL_ONES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_full_channel_delays_no_other(
    transport: Transport, full: str, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path) as both:
        assert both.fill(full, SIZE) > 0
        times = {
            channel: try_channel(both, channel, count(1000))
            for channel in READ
            if channel != full
        }
    # Of 50 messages, one in a hundred is none: there it is of all of them together.
    for group in times.values() if FULL else [sum(times.values(), [])]:
        in_time(group)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("channel", READ)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_all_that_are_full_delay_not_the_one_that_is_read(
    transport: Transport, channel: str, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path) as both:
        for full in CHANNELS:
            if full != channel:
                assert both.fill(full, SIZE) > 0
        in_time(try_channel(both, channel, max(200, count(1000))))
