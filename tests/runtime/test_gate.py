"""Waiting, while signal handlers strike at any moment."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from runtime import ChannelEmpty, ChannelFull, StrangersRefused
from runtime.events import Events
from runtime.gate import Gate

from tests.runtime.notebook import Host, Kernel

STRIKES = 1000


class StruckError(Exception):
    """What the signal handler raises."""


@contextmanager
def striking() -> Iterator[None]:
    """Have the alarm raise in this thread."""

    def strike(number: int, frame: FrameType | None) -> None:
        raise StruckError

    before = signal.signal(signal.SIGALRM, strike)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def strike_soon(strike: int) -> None:
    """Set the alarm to a moment that differs from strike to strike."""
    signal.setitimer(signal.ITIMER_REAL, 0.00005 + strike % 7 * 0.00003)


def test_a_handler_that_raises_in_recv_is_all_that_its_caller_sees() -> None:
    host, kernel = Host.pair()

    def receive(strike: int) -> None:
        strike_soon(strike)
        while True:
            kernel.input.recv(timeout=5)

    with host, kernel:
        with striking():
            for strike in range(STRIKES):
                with pytest.raises(StruckError):
                    receive(strike)
        host.input.send("still whole", timeout=5)
        assert kernel.input.recv(timeout=5) == "still whole"


class StrikingLock:
    """A lock after whose release a handler raises, once, if `strikes` says so."""

    def __init__(self, gate: Gate, strikes: Callable[[], bool]) -> None:
        self._lock = gate.lock
        self._strikes = strikes
        self._struck = False

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        strikes = not self._struck and self._strikes()
        self._lock.release()
        if strikes:
            self._struck = True
            raise StruckError


def test_an_event_that_was_in_hand_when_a_handler_raised_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = Events("<a connection>")
    first, second = StrangersRefused(count=1), StrangersRefused(count=2)
    events.put(first, logging.DEBUG, "")
    lock = StrikingLock(events._gate, lambda: not events._queue)
    monkeypatch.setattr(events._gate, "lock", lock)
    with pytest.raises(StruckError):
        events.recv(0)
    events.put(second, logging.DEBUG, "")
    assert [events.recv(0), events.recv(0)] == [first, second]


def test_a_handler_that_raises_in_send_is_all_that_its_caller_sees() -> None:
    def fill(host: Host) -> None:
        while True:
            host.input.send_nowait("more")

    def wait_for_room(host: Host, strike: int) -> None:
        strike_soon(strike)
        while True:
            host.input.send("more", timeout=5)

    # Nobody reads, so the socket is left alone: on CPython 3.12 and later pyzmq swallows an
    # exception of a signal handler that strikes while it raises `zmq.Again`.
    with Host.bind() as host:
        with pytest.raises(ChannelFull):
            fill(host)
        with striking():
            for strike in range(STRIKES):
                with pytest.raises(StruckError):
                    wait_for_room(host, strike)
        assert host.input.stats().queued == 1
        kernel = Kernel.connect(host.info)
        with kernel:
            assert kernel.input.recv(timeout=5) == "more"
            host.input.send("still whole", timeout=5)
            assert kernel.input.recv(timeout=5) == "still whole"


def test_a_handler_may_wait_for_what_it_interrupted() -> None:
    gate = Gate()
    happened = threading.Event()

    def elsewhere() -> None:
        with gate.lock:  # not to be had while somebody waits holding it
            happened.set()
            gate.wake()

    thread = threading.Thread(target=elsewhere)
    with gate.lock:  # interrupted here; what follows is the handler
        thread.start()
        assert gate.wait_for(happened.is_set, 5)
    thread.join(5)
    with pytest.raises(RuntimeError):
        gate.lock.release()  # it is held exactly as often as before: not any more


def test_a_sleeper_that_was_interrupted_takes_nobodys_wake_up() -> None:
    gate = Gate()
    with gate.lock:
        gate.enlist()  # struck by a signal before it could sleep
    woken = threading.Event()

    def sleep() -> None:
        with gate.lock:
            sleeper = gate.enlist()
            enlisted.set()
        gate.sleep(sleeper, 5)
        woken.set()

    enlisted = threading.Event()
    thread = threading.Thread(target=sleep)
    thread.start()
    assert enlisted.wait(5)
    with gate.lock:
        gate.wake()
    assert woken.wait(5)
    thread.join(5)


def test_time_outs_leave_nothing_behind() -> None:
    host, kernel = Host.pair()
    with host, kernel:
        gate = kernel.input._inbox._gate
        for _ in range(10):
            with pytest.raises(ChannelEmpty):
                kernel.input.recv(timeout=0.001)
        assert not gate.sleepers
