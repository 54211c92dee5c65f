"""R1: at most once, first in first out, no gaps; without a fault, nothing is lost."""

from pathlib import Path
from time import monotonic

import pytest

from tests.contract.history import Delivered
from tests.contract.measured import measured
from tests.contract.payload import Sizes
from tests.contract.scale import ENDS, FULL, TRANSPORTS, repeats
from tests.contract.steer import Transport, steered

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

DOWN = ("down1", "down2", "down_ten", "down_one", "down_bulk")
UP = ("up1", "up2", "up_ten", "up_one", "up_bulk")
SIZES = Sizes(16, 65536)
BULKY = Sizes(16, 262_144)
"""Some with a frame for the buffer, some without."""


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_nothing_is_lost_both_ways_at_once(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    each = 100_000 if FULL else 2500  # on more channels than the contract has
    with steered(transport, tmp_path) as both:
        begin, sent = monotonic(), 0
        for place, channel in enumerate(DOWN + UP):
            both.consume(channel, "random", seed=10 * run + place)
            bulky = channel.endswith("_bulk")
            count = each // 5 if bulky else each
            both.send(channel, count, BULKY if bulky else SIZES, first=run)
            sent += count
        both.all_sent()
        assert both.finish(*UP) == 0
        seconds = monotonic() - begin
        assert both.nothing_lost(*DOWN, *UP) == []
        for events in (both.ours(), both.theirs()):
            assert 2 * sum(isinstance(event, Delivered) for event in events) == sent
    measured("time per message (us)", seconds / sent * 1e6)
