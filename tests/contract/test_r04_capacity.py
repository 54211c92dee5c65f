"""R4: `capacity` is exact, end to end, whatever ZeroMQ and the system would buffer."""

from itertools import accumulate
from pathlib import Path
from typing import Final

import pytest

from tests.contract.history import Accepted, Delivered, Event
from tests.contract.measured import measured, memory
from tests.contract.payload import Sizes
from tests.contract.scale import ENDS, TRANSPORTS, count, repeats
from tests.contract.steer import Transport, steered

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

CHANNELS: Final = {
    "down": {"down_one": 1, "down_ten": 10, "down1": 1000, "down_bulk": 1000},
    "up": {"up_one": 1, "up_ten": 10, "up1": 1000, "up_bulk": 1000},
}
ATTEMPTS: Final = 200_000
GROWTH: Final = 20_000_000
"""Bytes of memory, beside what the channels may hold."""


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("size", [10, 1000, 100_000])
@pytest.mark.parametrize("direction", CHANNELS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_as_many_are_accepted_as_there_is_room_for(
    transport: Transport, direction: str, size: int, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path) as both:
        held = 0
        ours, theirs = memory(), int(both.ask("memory"))
        for channel, capacity in CHANNELS[direction].items():
            accepted = both.attempt(channel, size, count(ATTEMPTS))
            assert accepted == capacity, channel
            held += 2 * capacity * size
            grown = max(memory() - ours, int(both.ask("memory")) - theirs)
            measured("growth beside the messages (MB)", (grown - held) / 1e6, 20)
            assert grown <= held + GROWTH, channel


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("direction", CHANNELS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_was_received_makes_room_for_as_much(
    transport: Transport, direction: str, run: int, tmp_path: Path
) -> None:
    each = count(2000)
    with steered(transport, tmp_path) as both:
        for channel, capacity in CHANNELS[direction].items():
            both.consume(channel, "1", seed=run)
            both.send(channel, each, Sizes(16, 4096))
            both.all_sent()
            both.await_received(channel, each)
            assert both.nothing_lost(channel) == []
            ahead = lead(*both.sides(channel), channel)
            measured("accepted and not delivered, beyond capacity", ahead - capacity, 1)
            assert ahead <= capacity + 1, channel


def lead(sender: list[Event], receiver: list[Event], channel: str) -> int:
    """Return how many messages were accepted and not delivered, at most.

    It may find one too many: the receiver writes down what it has already taken.
    """
    steps = [
        (event.at, 1 if isinstance(event, Accepted) else -1)
        for event in sender + receiver
        if isinstance(event, Accepted | Delivered) and event.channel == channel
    ]
    return max(accumulate(step for _, step in sorted(steps)))
