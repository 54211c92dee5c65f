"""What `send` does when `capacity` messages wait. Without a peer, all of them wait in the backlog."""

from collections.abc import Iterator
from threading import Thread

import pytest
from runtime import ChannelFull, Pull, Push, Stats

from tests.runtime.overflow import Reader, Writer


@pytest.fixture
def writer() -> Iterator[Writer]:
    with Writer.bind() as writer:
        yield writer


def fill(push: Push[int]) -> None:
    for number in range(5):
        push.send(number, timeout=0)


def deliver(writer: Writer, push: Push[int], pull: str) -> list[int]:
    """Connect a reader; return what it gets from one channel."""
    with Reader.connect(writer.info) as reader:
        pulls: dict[str, Pull[int]] = {
            "block": reader.block,
            "error": reader.error,
            "oldest": reader.oldest,
            "newest": reader.newest,
            "latest": reader.latest,
        }
        closing = Thread(target=writer.close)
        closing.start()
        numbers = list(pulls[pull])
    closing.join()
    return numbers


def test_block_refuses_what_finds_no_room_in_time(writer: Writer) -> None:
    with pytest.raises(ChannelFull):
        fill(writer.block)
    assert writer.block.stats() == Stats(sent=3, queued=3)
    assert deliver(writer, writer.block, "block") == [0, 1, 2]


def test_error_refuses_at_once_however_long_one_would_wait(writer: Writer) -> None:
    writer.error.send_many([0, 1, 2])
    with pytest.raises(ChannelFull):
        writer.error.send(3, timeout=None)
    assert deliver(writer, writer.error, "error") == [0, 1, 2]


def test_drop_oldest(writer: Writer) -> None:
    fill(writer.oldest)
    assert writer.oldest.stats() == Stats(sent=5, queued=3, dropped=2)
    assert deliver(writer, writer.oldest, "oldest") == [2, 3, 4]


def test_drop_newest(writer: Writer) -> None:
    fill(writer.newest)
    assert writer.newest.stats() == Stats(sent=5, queued=3, dropped=2)
    assert deliver(writer, writer.newest, "newest") == [0, 1, 2]


def test_latest(writer: Writer) -> None:
    fill(writer.latest)
    assert writer.latest.stats() == Stats(sent=5, queued=1, dropped=4)
    assert deliver(writer, writer.latest, "latest") == [4]


def test_send_many_says_how_many_were_accepted(writer: Writer) -> None:
    with pytest.raises(ChannelFull) as caught:
        writer.block.send_many(range(7), timeout=0)
    assert caught.value.accepted == 3
    with pytest.raises(ChannelFull) as caught:
        writer.error.send_many(range(7))
    assert caught.value.accepted == 3
    assert deliver(writer, writer.block, "block") == [0, 1, 2]


@pytest.mark.parametrize(
    ("channel", "expected", "dropped"),
    [("oldest", [4, 5, 6], 4), ("newest", [0, 1, 2], 4), ("latest", [6], 6)],
)
def test_send_many_drops_as_send_does(
    writer: Writer, channel: str, expected: list[int], dropped: int
) -> None:
    pushes = {"oldest": writer.oldest, "newest": writer.newest, "latest": writer.latest}
    push: Push[int] = pushes[channel]
    push.send_many(range(7))
    assert push.stats() == Stats(sent=7, queued=len(expected), dropped=dropped)
    assert deliver(writer, push, channel) == expected
