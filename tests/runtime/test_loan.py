"""Callers who wait read the socket themselves: nothing is lost, whatever interrupts them."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat
from types import FrameType
from typing import TypeVar

import msgspec
import pytest
from runtime import DeadLetter, receiver
from runtime.gate import PARALLEL
from runtime.inbox import ALWAYS, NEVER, Inbox
from runtime.libzmq import libzmq
from runtime.loan import Found, Loan
from runtime.poller import Portable, new_poller
from runtime.supply import _new_takes, _Takes

from tests.contract import hooked
from tests.runtime.notebook import Host, Interrupt, Kernel
from tests.runtime.strikes import StruckError, striking
from tests.runtime.waiting import until

M = TypeVar("M")

MOMENTS = 1000
"""More than there are."""

ENOUGH = 10
"""How many times in a row a call must have ended before its turn came to be struck."""

lending = pytest.mark.skipif(
    not new_poller().lends, reason="nothing is lent on this platform"
)


@pytest.fixture
def ends() -> Iterator[tuple[Host, Kernel]]:
    host, kernel = Host.pair()
    with host, kernel:
        host.input.send("the beginning")
        assert kernel.input.recv(5) == "the beginning"
        until(lambda: host.input.stats().confirmed == 1)  # no receipt is due
        yield host, kernel


def waits(inbox: Inbox[M]) -> bool:
    """Return whether a caller sleeps until something comes."""
    return bool(inbox._gate.sleepers)


@contextmanager
def sent_to_who_waits(host: Host, kernel: Kernel, *texts: str) -> Iterator[None]:
    """Send something as soon as somebody waits for it."""

    def send() -> None:
        for text in texts:
            host.input.send(text, timeout=5)

    with done_while_waiting(kernel.input._inbox, send):
        yield


@contextmanager
def done_while_waiting(inbox: Inbox[M], act: Callable[[], None]) -> Iterator[None]:
    """Act as soon as somebody waits for a message."""

    def wait_and_act() -> None:
        until(lambda: waits(inbox))
        act()

    thread = threading.Thread(target=wait_and_act)
    thread.start()
    try:
        yield
    finally:
        thread.join()


@lending
def test_who_waits_reads_what_comes(
    ends: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, kernel = ends
    inbox = kernel.input._inbox
    take_in = inbox._take_in
    readers: list[int] = []

    def seen(loan: Loan, me: int) -> Found:
        found = take_in(loan, me)
        if found == "message":
            readers.append(threading.get_ident())
        return found

    monkeypatch.setattr(inbox, "_take_in", seen)
    for _ in range(20):
        with sent_to_who_waits(host, kernel, "here"):
            assert kernel.input.recv(5) == "here"
    # Not always: after one that came at once, the receiver thread has its turn.
    assert len(readers) > 5
    assert set(readers) == {threading.get_ident()}


@lending
def test_a_message_that_is_waited_for_survives_a_handler_at_any_moment(
    ends: tuple[Host, Kernel],
) -> None:
    host, kernel = ends

    def wait(at: int) -> bool:
        with sent_to_who_waits(host, kernel, str(at)):
            return struck(kernel, at)

    assert at_every_moment(wait) > 50


def struck(kernel: Kernel, at: int) -> bool:
    """Receive a message, and again if a handler struck; return whether one did."""
    try:
        with striking(at) as strike:
            got = kernel.input.recv(5)
    except StruckError:
        got = kernel.input.recv(5)
    assert got == str(at)
    assert kernel.input.stats().queued == 0
    return strike.happened


def at_every_moment(receive: Callable[[int], bool]) -> int:
    """Strike until there are no more moments; return how many there were."""
    missed = 0
    for at in range(MOMENTS):
        missed = 0 if receive(at) else missed + 1
        if missed == ENOUGH:
            return at
    raise AssertionError("it goes on for ever")


@lending
def test_a_message_that_has_come_meanwhile_survives_a_handler_at_any_moment(
    ends: tuple[Host, Kernel],
) -> None:
    host, kernel = ends

    def find(at: int) -> bool:
        with sent_to_who_waits(host, kernel, "first"):
            assert kernel.input.recv(5) == "first"
        host.input.send(str(at), timeout=5)
        return struck(kernel, at)

    assert at_every_moment(find) > 20


@pytest.mark.parametrize("notice_at", [ALWAYS, NEVER])
def test_a_message_that_is_there_already_survives_a_handler_at_any_moment(
    ends: tuple[Host, Kernel], notice_at: int
) -> None:
    host, kernel = ends
    inbox = kernel.input._inbox

    def take(at: int) -> bool:
        host.input.send(str(at), timeout=5)
        assert inbox._gate.wait_for(lambda: len(inbox.supply.queue) == 1, 5)
        inbox._notice_at = notice_at
        happened = struck(kernel, at)
        inbox._notice(inbox)  # the receiver thread may have counted before it was NEVER
        return happened

    assert at_every_moment(take) >= (5 if notice_at == ALWAYS else 2)


def test_who_takes_a_message_just_after_it_was_counted_says_so(
    ends: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, kernel = ends
    inbox = kernel.input._inbox
    taken: list[str] = []
    noticed: list[object] = []
    whens: set[int] = set()

    class Queue(deque[str | DeadLetter]):
        def __len__(self) -> int:
            counted = super().__len__()
            if counted and not taken and inbox._notice_at in whens:
                taken.append("about to be")
                taken[0] = inbox.get(0)
            return counted

    monkeypatch.setattr(inbox, "reckon", lambda: None)
    monkeypatch.setattr(inbox, "_notice", noticed.append)
    Inbox.reckon(inbox)
    queue = inbox.supply.queue = Queue()
    takes = zip(map(deque.popleft, repeat(queue)), strict=False)
    inbox.supply.takes = inbox.supply._one_by_one = takes
    host.input.send("in time", timeout=5)
    until(lambda: inbox._received == 2)
    inbox._notice_at = NEVER
    whens.update((NEVER, ALWAYS))
    assert Inbox.reckon(inbox) is None
    assert taken == ["in time"]
    assert noticed == [inbox]


@lending
def test_a_handler_may_wait_for_a_message_where_its_caller_does(
    ends: tuple[Host, Kernel],
) -> None:
    host, kernel = ends
    inside: list[str] = []

    def handle(number: int, frame: FrameType | None) -> None:
        threading.Thread(target=host.input.send, args=("inside",)).start()
        inside.append(kernel.input.recv(5))
        threading.Thread(target=host.input.send, args=("outside",)).start()

    def alarm() -> None:
        until(lambda: waits(kernel.input._inbox))
        signal.raise_signal(signal.SIGALRM)

    before = signal.signal(signal.SIGALRM, handle)
    thread = threading.Thread(target=alarm)
    try:
        thread.start()
        assert kernel.input.recv(5) == "outside"
    finally:
        thread.join()
        signal.signal(signal.SIGALRM, before)
    assert inside == ["inside"]


@lending
def test_who_goes_away_with_a_message_gives_the_socket_back(
    ends: tuple[Host, Kernel],
) -> None:
    host, kernel = ends
    for text in ("waited for", "again"):
        with sent_to_who_waits(host, kernel, text):
            assert kernel.input.recv(5) == text
        host.input.send("nobody waits", timeout=5)
        until(lambda: kernel.input.stats().queued == 1)
        assert kernel.input.recv(0) == "nobody waits"


@lending
def test_who_goes_away_with_a_message_leaves_the_next_one_to_others_who_wait(
    ends: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, kernel = ends
    inbox = kernel.control._inbox
    # Nobody looks after those who have gone away.
    monkeypatch.setattr(inbox, "reckon", lambda: None)
    got: list[object] = []
    threads = [
        threading.Thread(target=lambda: got.append(kernel.control.recv(5)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    until(lambda: len(inbox._gate.sleepers) == 2)
    host.control.send(Interrupt())
    until(lambda: len(got) == 1)
    host.control.send(Interrupt())
    until(lambda: len(got) == 2)
    for thread in threads:
        thread.join()


@lending
@pytest.mark.parametrize("text", hooked.RAISED)
def test_what_a_waiting_caller_reads_becomes_a_dead_letter_whatever_its_code_raises(
    text: str,
) -> None:
    host, kernel = hooked.Host.pair()
    good = hooked.Hooked(number=0)
    bad = hooked.Hooked(number=1)
    bad.text = text

    def send() -> None:
        for message in (bad, good):
            host.down._outbox.put(msgspec.msgpack.encode(message), 5)

    with host, kernel:
        for _ in range(10):  # at times, the receiver thread reads it
            with done_while_waiting(kernel.down._inbox, send):
                assert kernel.down.recv(5) == good
        positions = [letter.position for letter in kernel.dead_letters]
        assert positions == list(range(0, 20, 2))
        assert kernel.down.stats().received == 20


@pytest.mark.parametrize("kind", [_Takes] if PARALLEL else [_Takes, _new_takes])
def test_each_message_is_taken_once_by_threads_that_run_at_once(
    kind: Callable[[deque[int]], Iterable[tuple[int]]],
) -> None:
    queue = deque(range(20_000))
    takes = kind(queue)
    taken: list[list[int]] = [[] for _ in range(4)]

    def take(mine: list[int]) -> None:
        with suppress(IndexError):
            while True:
                for (number,) in takes:
                    mine.append(number)
                    break

    threads = [threading.Thread(target=take, args=(mine,)) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == sorted(mine) for mine in taken)
    assert sorted(sum(taken, [])) == list(range(20_000))


@lending
def test_what_was_read_is_freed_when_the_connection_ends() -> None:
    functions = libzmq()
    host, kernel = Host.pair()
    loan = kernel.input._inbox._loan
    assert functions is not None
    assert loan is not None
    with host, kernel:
        for _ in range(10):  # until it was read here, and not by the receiver thread
            with sent_to_who_waits(host, kernel, "x" * 10_000):
                assert kernel.input.recv(5) == "x" * 10_000
            if kept := functions.zmq_msg_size(loan._reader._received):
                break
    assert kept > 10_000
    assert functions.zmq_msg_size(loan._reader._received) == 0


@lending
def test_nobody_is_left_among_those_to_be_woken(ends: tuple[Host, Kernel]) -> None:
    host, kernel = ends
    for _ in range(30):  # a message is not always found by who came for it
        with sent_to_who_waits(host, kernel, "waited for"):
            assert kernel.input.recv(5) == "waited for"
        host.input.send("at once", timeout=5)
        assert kernel.input.recv(5) == "at once"
        assert not kernel.input._inbox._gate.sleepers


def test_messages_travel_on_a_platform_where_nothing_is_lent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(receiver, "new_poller", Portable)
    host, kernel = Host.pair()
    with host, kernel:
        for _ in range(100):
            host.control.send(Interrupt())
            assert kernel.control.recv(5) == Interrupt()
        assert kernel.input._inbox._loan is None
