"""Messages that are sent in a hurry are written in groups: soon, once, in order, whatever strikes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from operator import length_hint
from time import monotonic

import pytest
from runtime import ChannelClosed, ChannelEmpty, ChannelFull, PeerLost
from runtime.backlog import PARTS
from runtime.gate import PARALLEL
from runtime.outbox import STREAM, Outbox
from runtime.rush import Rush
from runtime.writer import Writer

from tests.runtime.notebook import Host, Kernel, KernelMessage
from tests.runtime.strikes import StruckError, striking
from tests.runtime.waiting import until

permitting = pytest.mark.skipif(
    PARALLEL, reason="without the interpreter's lock, nothing is permitted"
)

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


def permit(outbox: Outbox) -> None:
    """Permit as much as there is room for, as in the midst of a stream; nobody catches up by itself."""
    until(lambda: not outbox._rush.is_due)
    with outbox._gate.lock:
        outbox._rush.goes_on(outbox.accepted() + PARTS, 0)
        outbox._permit()
    assert outbox._rush.permits


@contextmanager
def reading(host: Host) -> Iterator[list[bytes]]:
    """Have a thread read until nothing more comes; the messages are there afterwards."""
    got: list[bytes] = []

    def read() -> None:
        with suppress(ChannelEmpty):
            while True:
                got.append(host.stream.recv(1))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield got
    finally:
        thread.join()


def numbered(count: int) -> list[KernelMessage]:
    return [KernelMessage(b"%d" % number) for number in range(count)]


def send_in_a_hurry(kernel: Kernel, messages: list[KernelMessage]) -> None:
    """Send as fast as messages can be sent, whatever else the machine does."""
    for message in messages:
        kernel.stream._outbox._rush._sent_at = monotonic()
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
        outbox._rush._sent_at = 0
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
        outbox._rush._sent_at = monotonic() + 3600
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


@permitting
def test_many_leave_their_messages_for_others(
    ends: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as they follow each other: then nobody is let in any more."""
    host, kernel = ends
    outbox = kernel.stream._outbox
    permit = Rush.permit
    permitted: list[Iterator[None]] = []

    def noted(self: Rush, room: int) -> None:
        permit(self, room)
        if self is outbox._rush and length_hint(self.permits):
            permitted.append(self.permits)

    monkeypatch.setattr(Rush, "permit", noted)
    messages: list[KernelMessage] = []
    deadline = monotonic() + 20
    with reading(host) as got:
        # Those that are used up were all taken.
        while not any(length_hint(permits) == 0 for permits in permitted):
            assert monotonic() < deadline
            for message in numbered(1000):
                kernel.stream.send(message, timeout=5)
                messages.append(message)
    assert got == messages
    until(lambda: not outbox._rush.is_due)
    assert list(outbox._rush.permits) == []


@permitting
def test_no_more_is_permitted_than_there_is_room_for(
    ends: tuple[Host, Kernel],
) -> None:
    host, kernel = ends
    outbox = kernel.stream._outbox
    room = kernel.stream.channel.capacity
    messages = numbered(room)
    for message in messages[: room // 2]:
        kernel.stream.send(message)
    permit(outbox)
    for message in messages[room // 2 :]:
        kernel.stream.send(message, 0)
    with pytest.raises(ChannelFull, match=f"{room} messages wait to be read"):
        kernel.stream.send(KernelMessage(b"one too many"), 0)
    outbox._hurry(outbox)
    assert [host.stream.recv(5) for _ in messages] == messages


@permitting
def test_who_sends_many_at_once_is_counted_among_those_that_were_permitted(
    ends: tuple[Host, Kernel],
) -> None:
    host, kernel = ends
    room = kernel.stream.channel.capacity
    messages = numbered(room)
    outbox = kernel.stream._outbox
    permit(outbox)
    kernel.stream.send(messages[0])
    kernel.stream.send_many(messages[1:], 0)
    with pytest.raises(ChannelFull):
        kernel.stream.send(KernelMessage(b"one too many"), 0)
    outbox._hurry(outbox)
    assert [host.stream.recv(5) for _ in messages] == messages


@permitting
@pytest.mark.parametrize("end", ["close", "lose"])
def test_nothing_is_permitted_once_it_has_ended(
    ends: tuple[Host, Kernel], end: str
) -> None:
    host, kernel = ends
    permit(kernel.stream._outbox)
    if end == "close":
        kernel.close(drain=1)
    else:
        kernel._session.lose()
        until(lambda: kernel.state == "lost")
    with pytest.raises((ChannelClosed, PeerLost)):
        kernel.stream.send(KernelMessage(b"too late"))
    assert kernel.stream.stats().sent == 1


@permitting
def test_a_message_that_is_left_survives_a_handler_at_any_moment(
    ends: tuple[Host, Kernel],
) -> None:
    """Also if it is the last of a group, which its sender writes."""
    host, kernel = ends
    outbox = kernel.stream._outbox
    missed = at = 0
    while missed < ENOUGH:
        permit(outbox)
        messages = numbered(PARTS - 1)
        for message in messages:
            kernel.stream.send(message)
        before = outbox.accepted()
        try:
            with striking(at) as strike:
                kernel.stream.send(KernelMessage(b"the last"), timeout=5)
        except StruckError:
            pass
        if outbox.accepted() > before or not strike.happened:
            messages.append(KernelMessage(b"the last"))
        outbox._hurry(outbox)
        assert [host.stream.recv(5) for _ in messages] == messages
        assert host.stream.stats().queued == 0
        missed = 0 if strike.happened else missed + 1
        at += 1
    assert at > 10


@permitting
def test_a_handler_may_send_what_is_left_while_it_interrupts_who_writes(
    ends: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, kernel = ends
    outbox = kernel.stream._outbox
    write = Writer.write
    inside = numbered(PARTS + 1)
    sent: list[bytes] = []

    def struck(self: Writer, frames: list[bytes], count: int) -> int:
        if threading.current_thread() is threading.main_thread() and not sent:
            sent.extend(inside)
            for message in inside:
                kernel.stream.send(message)
        return write(self, frames, count)

    monkeypatch.setattr(Writer, "write", struck)
    permit(outbox)
    messages = [KernelMessage(b"before %d" % number) for number in range(PARTS)]
    for message in messages:
        kernel.stream.send(message)
    assert sent
    outbox._hurry(outbox)
    expected = [*messages, *inside]
    assert [host.stream.recv(5) for _ in expected] == expected


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
