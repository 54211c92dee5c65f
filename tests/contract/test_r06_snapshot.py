"""R6: `send` takes a snapshot, and refuses what the other side could not read."""

from pathlib import Path

import msgspec
import pytest
from runtime import MessageTooLarge, Pull

from tests.contract.ends import bind
from tests.contract.history import Accepted
from tests.contract.payload import Sizes, make
from tests.contract.scale import ENDS, FULL, TRANSPORTS, count, repeats
from tests.contract.spoilt import GOOD, bad_objects, send_bad, send_long, untyped
from tests.contract.steer import Steered, Transport, steered
from tests.contract.traffic import WATCHDOG, push_of
from tests.contract.wire import Tree, Values

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

LIMITED = ("down_small", "up_small", *(("down1", "up1") if FULL else ()))


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("direction", ["down", "up"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_is_no_message_is_refused_and_disturbs_nothing(
    transport: Transport, direction: str, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path) as both:
        if direction == "down":
            both.order("echo_values")
            assert send_bad(untyped(both.host, "down_values")) == []
        else:
            assert msgspec.json.decode(both.ask("send_bad"), type=list[str]) == []
        expected = GOOD * len(list(bad_objects()))
        assert numbers(both.host.up_values, expected) == list(range(expected))
        assert both.ask("echo", "well") == "well"


def numbers(pull: Pull[Values | Tree], expected: int) -> list[int]:
    """Return the numbers of so many messages."""
    found = []
    for _ in range(expected):
        message = pull.recv(WATCHDOG)
        assert isinstance(message, Values)
        found.append(message.number)
    return found


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("channel", LIMITED)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_is_too_long_is_refused_and_disturbs_nothing(
    transport: Transport, channel: str, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path) as both:
        both.consume(channel)
        assert send_long_on(both, channel) == []
        expected = 4 * GOOD + 2
        both.await_received(channel, expected)
        assert both.nothing_lost(channel) == []
        sender, _ = both.sides(channel)
        assert sum(isinstance(event, Accepted) for event in sender) == expected


def test_what_is_too_long_is_refused_before_there_is_a_peer() -> None:
    with bind() as host:
        limit = host.down_small.channel.max_message_bytes
        with pytest.raises(MessageTooLarge, match=f"at most {limit}"):
            host.down_small.send(make("down_small", 0, 0, Sizes(limit, limit)))
        assert host.down_small.stats().sent == 0


def send_long_on(both: Steered, channel: str) -> list[str]:
    if channel.startswith("down"):
        return send_long(push_of(both.host, channel), both.history)
    return msgspec.json.decode(both.ask("send_long", channel), type=list[str])


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_change_after_send_is_not_seen(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    """The kernel, too, changes what it sends back as soon as it has sent it."""
    with steered(transport, tmp_path) as both:
        both.order("echo_values")
        for number in range(count(1000)):
            message = Values(numbers=[number], names={"number": number})
            both.host.down_values.send(message)
            message.numbers.append(-1)
            message.names["number"] = -1
        for number in range(count(1000)):
            got = both.host.up_values.recv(WATCHDOG)
            assert got == Values(numbers=[number], names={"number": number})
