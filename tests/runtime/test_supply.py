"""Messages that wait in numbers are taken without a further look: once, in order, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from threading import Thread

import pytest
from runtime import ChannelClosed, ChannelEmpty, UndecodableMessage
from runtime.gate import PARALLEL
from runtime.inbox import ALWAYS, Inbox
from runtime.supply import WORTH

from tests.runtime.notebook import Host, Kernel, KernelMessage
from tests.runtime.strikes import StruckError, striking
from tests.runtime.waiting import until

MANY = 3 * WORTH

lining = pytest.mark.skipif(PARALLEL, reason="without the GIL nothing is lined up")


@pytest.fixture
def ends() -> Iterator[tuple[Host, Kernel]]:
    host, kernel = Host.pair()
    with host, kernel:
        yield host, kernel


def are_confirmed(kernel: Kernel, count: int) -> bool:
    return kernel.stream.stats().confirmed == count


def take(host: Host, count: int, into: list[KernelMessage]) -> None:
    into.extend(host.stream.recv(5) for _ in range(count))


def inbox_of(host: Host) -> Inbox[KernelMessage]:
    return host.stream._inbox


def fill(host: Host, kernel: Kernel, count: int = MANY) -> list[KernelMessage]:
    """Return messages that have arrived, and are lined up."""
    messages = [KernelMessage(b"%d" % number) for number in range(count)]
    before = host.stream.stats().received
    kernel.stream.send_many(messages, 5)
    until(lambda: host.stream.stats().received == before + count)
    return messages


def line_up(host: Host, count: int) -> None:
    """Have so many be lined up, and no more."""
    inbox = inbox_of(host)
    with inbox.gate.lock:
        inbox._notice_at = 2**63  # no receipt is due
        inbox.supply.line_up(count)


@lining
def test_what_waits_in_numbers_is_lined_up(ends: tuple[Host, Kernel]) -> None:
    host, kernel = ends
    messages = fill(host, kernel)
    line_up(host, MANY)
    assert list(inbox_of(host).supply.run) == messages
    assert host.stream.stats().queued == 0


@lining
def test_few_are_not(ends: tuple[Host, Kernel]) -> None:
    host, kernel = ends
    messages = fill(host, kernel, WORTH - 1)
    line_up(host, MANY)
    assert not inbox_of(host).supply.is_lined_up()
    assert [host.stream.recv(5) for _ in messages] == messages


@pytest.mark.parametrize("iterates", [True, False])
def test_who_is_slow_is_told_of_each_message_that_he_takes(
    ends: tuple[Host, Kernel], iterates: bool
) -> None:
    """However many are lined up for him, the sender hears of the first one at once."""
    host, kernel = ends
    inbox = inbox_of(host)
    for number, message in enumerate(fill(host, kernel)):
        until(lambda: inbox._notice_at == ALWAYS)  # nobody looks any more
        got = next(host.stream) if iterates else host.stream.recv(5)
        assert got == message
        until(partial(are_confirmed, kernel, number + 1))
        assert host.stream.stats().queued == MANY - number - 1


@lining
def test_a_run_ends_when_a_receipt_is_due(ends: tuple[Host, Kernel]) -> None:
    host, kernel = ends
    messages = fill(host, kernel, 900)
    inbox = inbox_of(host)
    with inbox.gate.lock:
        inbox._attend()
        inbox._line_up()
        assert 200 < len(list(inbox.supply.run)) < 250
    assert host.stream.recv(5) == messages[900 - host.stream.stats().queued - 1]


@lining
def test_a_dead_letter_is_told_in_its_place() -> None:
    with (
        Host.bind("ipc", on_dead_letter="raise") as host,
        Kernel.connect(host.info) as kernel,
    ):
        good = [KernelMessage(b"%d" % number) for number in range(MANY)]
        kernel.stream.send_many(good, 5)
        kernel.stream._outbox.put(b"\xc1", 5)
        kernel.stream.send_many(good, 5)
        until(lambda: inbox_of(host)._received == 2 * MANY + 1)
        for _ in range(2):
            assert list(islice(host.stream, MANY)) == good
            if host.stream.stats().queued:
                with pytest.raises(UndecodableMessage):
                    next(host.stream)


@pytest.mark.parametrize("takes", [0, 1, WORTH, MANY])
def test_a_handler_may_take_some_while_others_are_lined_up(
    ends: tuple[Host, Kernel], takes: int
) -> None:
    """It interrupts who has just found the last ones taken, at any moment."""
    host, kernel = ends
    moments = 0
    while True:
        messages = fill(host, kernel, WORTH + MANY + 1)
        line_up(host, WORTH)
        got = [next(host.stream) for _ in range(WORTH)]
        inside: list[KernelMessage] = []
        with striking(moments, partial(take, host, takes, inside)) as strike:
            outside = host.stream.recv(5)
        got += sorted([*inside, outside], key=int)
        got += [next(host.stream) for _ in range(len(messages) - len(got))]
        assert got == messages
        assert inside == sorted(inside, key=int)
        with pytest.raises(ChannelEmpty):
            host.stream.recv(0)
        if not strike.happened:
            break
        moments += 1
    assert moments > 10


def test_what_is_lined_up_survives_a_handler_at_any_moment(
    ends: tuple[Host, Kernel],
) -> None:
    host, kernel = ends
    moments = 0
    while True:
        messages = fill(host, kernel, WORTH + MANY)
        line_up(host, WORTH)
        got: list[KernelMessage] = []
        while len(got) < len(messages):
            try:
                with striking(moments if len(got) >= WORTH else 10**9) as strike:
                    got.append(next(host.stream))
            except StruckError:
                break
        got += [next(host.stream) for _ in range(len(messages) - len(got))]
        assert got == messages
        if not strike.happened:
            break
        moments += 1
    assert moments > 10


@lining
def test_what_is_lined_up_no_more_is_not_waited_for(ends: tuple[Host, Kernel]) -> None:
    host, kernel = ends
    messages = fill(host, kernel)
    line_up(host, MANY)
    first = next(host.stream)
    supply = inbox_of(host).supply
    with inbox_of(host).gate.lock:
        supply.open()
    assert [first, *(host.stream.recv(5) for _ in messages[1:])] == messages
    with pytest.raises(ChannelEmpty):
        host.stream.recv(0)


def test_nobody_takes_what_is_left_while_it_is_dropped(
    ends: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """He would get a message, and not those before it."""
    host, kernel = ends
    fill(host, kernel, 3)
    supply = inbox_of(host).supply
    rest = supply.rest
    got: list[KernelMessage] = []

    def late() -> None:
        with suppress(ChannelClosed):
            take(host, 1, got)

    thread = Thread(target=late)

    def slowly() -> Iterator[object]:
        for number, message in enumerate(rest()):
            if number == 1:
                thread.start()
                thread.join(0.1)
            yield message

    monkeypatch.setattr(supply, "rest", slowly)
    host.close()
    thread.join()
    assert got == []
    assert host.stream.stats().dropped == 3
