"""What the definition of a connection must say, and what happens when its thread dies."""

import logging
from contextlib import suppress
from functools import partial

import pytest
from runtime import (
    BindingConnection,
    Channel,
    ChannelEmpty,
    ChannelFull,
    ConnectingConnection,
    Connection,
    PeerEnded,
    PeerLost,
    Pull,
    Push,
    ReceiverDied,
)
from runtime.inbox import Inbox
from runtime.session import Session
from runtime.traffic import Traffic
from runtime.wiring import KernelWiring

from tests.runtime.notebook import ControlPull, ControlPush, Host, Interrupt, Kernel


class NumberPush(Push[int]):
    channel = Channel("number", int)


class NumberPull(Pull[int]):
    channel = Channel("number", int)


class Sender(ConnectingConnection):
    number: NumberPush
    control: ControlPush


class Receiver(BindingConnection[Sender]):
    number: NumberPull
    control: ControlPull


def test_only_one_side_binds() -> None:
    for name in ("bind", "spawn", "pair"):
        assert hasattr(Host, name)
        assert not hasattr(Kernel, name)
    assert hasattr(Kernel, "connect")
    assert not hasattr(Host, "connect")


def test_a_subclass_has_the_ends_of_its_base_and_what_else_it_likes() -> None:
    class LoggingHost(Host):
        lines: list[str]

    with LoggingHost.bind() as host:
        host.lines = ["x"]
        host.control.send(Interrupt())
        with Kernel.connect(host.info) as kernel:
            assert kernel.control.recv(5) == Interrupt()


def test_the_two_sides_must_hold_opposite_ends() -> None:
    with pytest.raises(TypeError, match="channel 'control' needs a Push and a Pull"):

        class Same(BindingConnection[Sender]):
            number: NumberPull
            control: ControlPush

    with pytest.raises(TypeError, match="channel 'number' needs a Push and a Pull"):

        class Missing(BindingConnection[Sender]):
            control: ControlPull


def test_the_other_side_must_be_named() -> None:
    with pytest.raises(TypeError, match="say BindingConnection"):
        type("Alone", (BindingConnection,), {})


@pytest.mark.parametrize("name", ["close", "info", "dead_letters", "state"])
def test_an_end_does_not_hide_what_every_connection_has(name: str) -> None:
    with pytest.raises(TypeError, match=f"{name}: every connection has that"):
        type("Hiding", (Connection,), {"__annotations__": {name: ControlPush}})


def test_annotations_must_be_types() -> None:
    with pytest.raises(TypeError, match="without `from __future__ import annotations`"):
        type("Text", (Connection,), {"__annotations__": {"control": "ControlPush"}})


def test_what_had_arrived_is_delivered_before_the_loss_is_reported() -> None:
    host, kernel = Receiver.pair()
    with kernel, host:
        kernel.number.send_many(range(900))
        host._session.lose(exitcode=3)
        received: list[int] = []
        with pytest.raises(PeerLost) as caught:
            received.extend(host.number)
        assert received == list(range(900))
        assert caught.value.exitcode == 3


def test_a_host_that_is_gone_before_it_has_answered_does_not_come_back() -> None:
    with Host.bind() as host:
        kernel = Kernel(partial(Session, KernelWiring(host.info)), "keep")
        session = kernel._session
        session.lose()
        kernel._receiver.start(session)
        assert session.changed.wait_for(lambda: session.ended is not None, 5)
        assert not session.changed.wait_for(lambda: session.ready, 0.3)
        kernel.close()


def test_nothing_is_accepted_once_a_loss_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host, kernel = Receiver.pair()
    count = Traffic.unconfirmed

    def count_and_send(traffic: Traffic) -> dict[str, int]:
        counted = count(traffic)
        with suppress(ChannelFull, PeerLost):
            kernel.number.send_nowait(1)
        return counted

    with kernel, host:
        monkeypatch.setattr(Traffic, "unconfirmed", count_and_send)
        session = kernel._session
        session.lose()
        assert session.changed.wait_for(lambda: session.ended is not None, 5)
        with pytest.raises(PeerLost) as caught:
            kernel.number.send(1, 5)
        monkeypatch.undo()
        stats = kernel.number.stats()
        assert caught.value.unconfirmed["number"] == stats.sent - stats.confirmed


def test_why_a_session_is_over_is_told_in_a_sentence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    host, kernel = Receiver.pair()
    with kernel, host:
        host._session.lose()
        told = [host.events.recv(5), host.events.recv(5)][1]
    why = "the other side is gone without closing"
    assert isinstance(told, PeerEnded)
    assert told.why == why
    assert f"<Receiver of 2 channels>: the session is over: {why}" in caplog.messages


def test_the_exit_code_of_a_child_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("runtime.parting.EXIT", 10)
    host, kernel = Receiver.pair()
    with kernel, host:
        host._session.awaits_exit = True
        host._session.lose()
        with pytest.raises(ChannelEmpty):
            host.number.recv(0.3)
        host._session.lose(exitcode=3)
        with pytest.raises(PeerLost) as caught:
            host.number.recv(5)
        assert caught.value.exitcode == 3


class Broken(logging.Handler):
    """A log that cannot be written, as one on a channel of the connection that is over."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.asked += 1
        raise OSError("planted")


def test_a_log_handler_that_raises_does_not_harm_the_connection() -> None:
    broken = Broken()
    logger = logging.getLogger("stubwire")
    logger.addHandler(broken)
    try:
        host, kernel = Receiver.pair()
        with host:
            with pytest.raises(ZeroDivisionError), kernel:
                raise ZeroDivisionError
            with pytest.raises(PeerLost):
                host.number.recv(5)
            assert host.healthy
    finally:
        logger.removeHandler(broken)
    assert broken.asked


class Sending(logging.Handler):
    """A log that is written to a channel of the connection that it is about, which is full."""

    def __init__(self, push: Push[int]) -> None:
        super().__init__()
        self.push = push
        self.errors: list[Exception] = []

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.push.send(1)
        except Exception as error:
            self.errors.append(error)


def test_a_log_handler_that_would_wait_for_its_own_thread_is_told_so() -> None:
    logger = logging.getLogger("stubwire")
    host, kernel = Receiver.pair()
    with host, kernel:
        while True:
            try:
                kernel.number.send_nowait(0)
            except ChannelFull:
                break
        sending = Sending(kernel.number)
        logger.addHandler(sending)
        try:
            kernel._receiver.post(lambda: logger.error("something"))
            assert kernel._receiver.alive()
            assert host.number.recv(5) == 0
            kernel.number.send(2, timeout=5)
        finally:
            logger.removeHandler(sending)
        assert [type(error) for error in sending.errors] == [RuntimeError]
        host.close(drain=0)


def test_a_receiver_thread_does_not_die_in_silence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(inbox: Inbox[object]) -> bool:
        raise MemoryError("planted")

    host, kernel = Receiver.pair()
    monkeypatch.setattr(Inbox, "read", fail)
    with host, kernel:
        kernel.number.send(1)
        with pytest.raises(ReceiverDied, match="planted") as caught:
            host.control.recv(5)
        assert isinstance(caught.value.cause, MemoryError)
        assert caught.value.__cause__ is caught.value.cause
        with pytest.raises(ReceiverDied):
            host.number.recv(5)
    assert "the receiver thread has died" in caplog.text
