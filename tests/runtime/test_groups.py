"""Messages that are sent in a hurry are written in groups: soon, once, in order, whatever strikes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest
from runtime import ChannelFull
from runtime.backlog import PARTS
from runtime.outbox import STREAM
from runtime.writer import Writer

from tests.runtime.notebook import Host, Kernel, KernelMessage
from tests.runtime.strikes import StruckError, striking

ENOUGH = 10
"""How many times in a row a call must have ended before its turn came to be struck."""


@pytest.fixture
def ends() -> Iterator[tuple[Host, Kernel]]:
    host, kernel = Host.pair()
    with host, kernel:
        kernel.stream.send(KernelMessage(b"begin"))
        assert host.stream.recv(5) == b"begin"
        until(lambda: kernel.stream._outbox._consumed == 1)  # no receipt is under way
        yield host, kernel


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the groups that are written."""
    write = Writer.write
    sizes: list[int] = []

    def noted(self: Writer, frames: list[bytes], count: int) -> int:
        sizes.append(count)
        return write(self, frames, count)

    monkeypatch.setattr(Writer, "write", noted)
    return sizes


def until(happened: Callable[[], bool]) -> None:
    deadline = monotonic() + 5
    while not happened():
        assert monotonic() < deadline
        sleep(0.0001)


def numbered(count: int) -> list[KernelMessage]:
    return [KernelMessage(b"%d" % number) for number in range(count)]


def send_in_a_hurry(kernel: Kernel, messages: list[KernelMessage]) -> None:
    """Send as fast as messages can be sent, whatever else the machine does."""
    for message in messages:
        kernel.stream._outbox._sent_at = monotonic()
        kernel.stream.send(message, timeout=5)


def test_a_stream_is_written_in_groups_and_arrives_in_order(
    ends: tuple[Host, Kernel], groups: list[int]
) -> None:
    host, kernel = ends
    messages = numbered(800)
    send_in_a_hurry(kernel, messages)
    assert [host.stream.recv(5) for _ in messages] == messages
    assert PARTS in groups
    assert kernel.stream.stats().sent == 801


def test_the_last_of_a_stream_are_written_soon(
    ends: tuple[Host, Kernel], groups: list[int]
) -> None:
    host, kernel = ends
    messages = numbered(STREAM + PARTS // 2)
    outbox = kernel.stream._outbox
    send_in_a_hurry(kernel, messages)
    # Nobody reads, so no receipt has them written.
    until(lambda: outbox._writer.written == outbox.accepted())
    assert [host.stream.recv(5) for _ in messages] == messages
    assert groups
    assert max(groups) < PARTS


def test_messages_that_come_alone_are_written_at_once(
    ends: tuple[Host, Kernel], groups: list[int]
) -> None:
    host, kernel = ends
    messages = numbered(STREAM + PARTS)
    outbox = kernel.stream._outbox
    for message in messages:
        outbox._sent_at = 0
        kernel.stream.send(message, timeout=5)
        assert outbox._writer.written == outbox.accepted()
    assert [host.stream.recv(5) for _ in messages] == messages
    assert groups == []


def test_a_stream_is_as_exact_about_its_capacity(ends: tuple[Host, Kernel]) -> None:
    _, kernel = ends
    outbox = kernel.stream._outbox
    outbox._consumed = (
        outbox._writer.written
    )  # as the receipt says that is about to come
    room = kernel.stream.channel.capacity
    send_in_a_hurry(kernel, numbered(room))
    with pytest.raises(ChannelFull, match=f"{room} messages wait to be read"):
        kernel.stream.send(KernelMessage(b"one too many"), 0)


def test_a_stream_survives_a_handler_at_any_moment(ends: tuple[Host, Kernel]) -> None:
    host, kernel = ends
    outbox = kernel.stream._outbox
    missed = at = 0
    while missed < ENOUGH:
        # The last of a group, whose sender writes all of it.
        messages = numbered(STREAM + PARTS - 1)
        send_in_a_hurry(kernel, messages)
        accepted = outbox.accepted()
        outbox._sent_at = monotonic() + 3600
        try:
            with striking(at) as strike:
                kernel.stream.send(KernelMessage(b"the last"), timeout=5)
        except StruckError:
            pass
        taken = outbox.accepted() - accepted
        if taken or not strike.happened:
            messages.append(KernelMessage(b"the last"))
        assert [host.stream.recv(5) for _ in messages] == messages
        assert host.stream.stats().queued == 0
        missed = 0 if strike.happened else missed + 1
        at += 1
    assert at > 15


def test_a_handler_may_send_while_it_interrupts_who_sends(
    ends: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, kernel = ends
    outbox = kernel.stream._outbox
    write_one = Writer.write_one
    inside: list[bytes] = []

    def struck(self: Writer, frame: bytes) -> bool:
        if not inside:
            inside.append(frame)
            for message in numbered(3):
                kernel.stream.send(message)
            assert outbox._writer.written == 1  # not before who was interrupted
        return write_one(self, frame)

    monkeypatch.setattr(Writer, "write_one", struck)
    kernel.stream.send(KernelMessage(b"interrupted"))
    expected = [b"interrupted", *numbered(3)]
    assert [host.stream.recv(5) for _ in expected] == expected
