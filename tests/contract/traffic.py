"""Threads that send and receive on a connection, and write down what happens to them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from typing import Final, TypeVar

from runtime import (
    ChannelClosed,
    ChannelFull,
    CloseReport,
    PeerLost,
    Pull,
    Push,
    StubwireError,
)

from tests.contract import payload
from tests.contract.history import History
from tests.contract.pace import Pace
from tests.contract.payload import Message, Sizes
from tests.contract.scale import FULL, limit
from tests.contract.wire import Host, Kernel

M = TypeVar("M", bound=Message)

WATCHDOG: Final = limit(900.0 if FULL else 60.0)
"""Seconds after which whoever still waits is stuck."""

BURST: Final = 100
"""How many messages a thread sends in a burst."""

FLOODED: Final = limit(0.5)
"""Seconds after which a reader is not slow but gone."""


def push_of(connection: Host | Kernel, channel: str) -> Push[Message]:
    """Return the end of a channel where this side sends."""
    end = getattr(connection, channel)
    if not isinstance(end, Push):
        raise TypeError(f"{connection!r}: {channel} is not a Push")
    return end


def pull_of(connection: Host | Kernel, channel: str) -> Pull[Message]:
    """Return the end of a channel where this side receives."""
    end = getattr(connection, channel)
    if not isinstance(end, Pull):
        raise TypeError(f"{connection!r}: {channel} is not a Pull")
    return end


def send(
    push: Push[M],
    message: M,
    history: History,
    timeout: float | None = None,
) -> None:
    """Send a message and write down how that went; raises what `Push.send` does."""
    channel, thread, number = push.channel.name, message.thread, message.number
    try:
        history.begun(channel, thread, number, message.crc)
        push.send(message, timeout)
        history.accepted(channel, thread, number)
    except StubwireError as error:
        history.refused(channel, thread, number, type(error).__name__)
        if isinstance(error, PeerLost):
            history.told(channel, error.unconfirmed, error.exitcode)
        raise
    except BaseException:
        history.unknown(channel, thread, number)
        raise


def receive(
    pull: Pull[M], history: History, by: int = 0, timeout: float | None = None
) -> M:
    """Return the next message, written down; raises what `Pull.recv` does."""
    channel = pull.channel.name
    try:
        message = pull.recv(timeout)
    except PeerLost as error:
        history.told(channel, error.unconfirmed, error.exitcode)
        raise
    crc = payload.crc_of(channel, message)
    history.delivered(channel, message.thread, message.number, crc, by)
    return message


def fill(push: Push[Message], size: int) -> int:
    """Send until there is no room, or ten times what there is room for; return how many."""
    message = payload.message_of(push.channel.name, 0, 0, Sizes(size, size))
    for number in range(10 * push.channel.capacity):
        try:
            push.send(message, 0.02)
        except ChannelFull:
            return number
    return 10 * push.channel.capacity


def attempt(push: Push[Message], size: int, count: int) -> int:
    """Try to send, again and again, without waiting; return how many were accepted."""
    message = payload.message_of(push.channel.name, 0, 0, Sizes(size, size))
    accepted = 0
    for _ in range(count):
        with suppress(ChannelFull):
            push.send_nowait(message)
            accepted += 1
    return accepted


def flood(push: Push[Message], count: int, size: int, history: History) -> None:
    """Send messages until there is no room for one, or the channel ends."""
    for number in range(count):
        message = payload.message_of(push.channel.name, 0, number, Sizes(size, size))
        try:
            send(push, message, history, FLOODED)
        except (ChannelFull, ChannelClosed, PeerLost):
            return


def close(connection: Host | Kernel, history: History, drain: float) -> CloseReport:
    """Close, and write down how long that took and what came of it."""
    history.noted("closing")
    report = connection.close(drain)
    history.closed(report.delivered, report.unconfirmed)
    return report


class Traffic:
    """The threads of one connection. A thread ends when its channel does."""

    def __init__(self, connection: Host | Kernel, history: History) -> None:
        self._connection = connection
        self._history = history
        self._senders: list[threading.Thread] = []
        self._receivers: list[threading.Thread] = []
        self._stopped: set[str] = set()
        self._changed = threading.Condition()
        self._accepted: Counter[str] = Counter()
        self._received: Counter[str] = Counter()

    def send(
        self,
        channel: str,
        count: int,
        sizes: Sizes,
        threads: int = 1,
        *,
        first: int = 0,
        pause: float = 0.0,
    ) -> None:
        """Let `threads` threads, numbered from `first`, send `count` messages each.

        Args:
            pause: how many seconds each waits after a message.
        """
        push = push_of(self._connection, channel)

        def run(thread: int) -> None:
            for number in range(count):
                if channel in self._stopped:
                    return
                message = payload.message_of(channel, thread, number, sizes)
                try:
                    with suppress(ChannelFull):
                        send(push, message, self._history)
                        self._count(self._accepted, channel)
                except (ChannelClosed, PeerLost) as error:
                    self._history.noted(type(error).__name__, channel)
                    return
                if pause:
                    sleep(pause)

        self._senders += start(run, range(first, first + threads))

    def burst(self, channel: str, count: int, sizes: Sizes, threads: int) -> None:
        """Let threads send as close together as they can, writing down nothing in between."""
        push = push_of(self._connection, channel)

        def run(thread: int) -> None:
            for begin in range(0, count, BURST):
                numbers = range(begin, min(begin + BURST, count))
                messages = [
                    payload.message_of(channel, thread, n, sizes) for n in numbers
                ]
                for message in messages:
                    self._history.begun(channel, thread, message.number, message.crc)
                for message in messages:
                    push.send(message)
                for message in messages:
                    self._history.accepted(channel, thread, message.number)
                    self._count(self._accepted, channel)

        self._senders += start(run, range(threads))

    def consume(
        self, channel: str, pace: str = "prompt", threads: int = 1, *, seed: int = 0
    ) -> None:
        """Let threads receive, as fast as `Pace` says."""
        pull = pull_of(self._connection, channel)
        self._stopped.discard(channel)

        def run(by: int) -> None:
            speed = Pace(pace, seed + by)
            while channel not in self._stopped:
                try:
                    receive(pull, self._history, by)
                    self._count(self._received, channel)
                except (ChannelClosed, PeerLost) as error:
                    self._history.noted(type(error).__name__, channel)
                    return
                speed.pause()

        self._receivers += start(run, range(threads))

    def stop(self, channel: str) -> None:
        """Let the threads of a channel end after the message that they are at."""
        self._stopped.add(channel)

    def accepted(self, channel: str) -> int:
        """Return how many messages the threads have sent."""
        with self._changed:
            return self._accepted[channel]

    def await_received(
        self, channel: str, count: int, timeout: float = WATCHDOG
    ) -> None:
        """Wait until the threads have received so many messages."""
        with self._changed:
            if not self._changed.wait_for(
                lambda: self._received[channel] >= count, timeout
            ):
                found = self._received[channel]
                raise TimeoutError(f"{channel}: {found} of {count} in {timeout} s")

    def join_senders(self, timeout: float = WATCHDOG) -> None:
        """Wait until everything is sent, or cannot be."""
        join(self._senders, timeout)

    def join(self, timeout: float = WATCHDOG) -> None:
        """Wait until every thread has ended."""
        join(self._senders + self._receivers, timeout)

    def conclude(self) -> None:
        """Write down what has been confirmed, once the connection is over."""
        channels = self._connection.stats().channels
        self._history.confirmed({name: one.confirmed for name, one in channels.items()})

    def _count(self, counter: Counter[str], channel: str) -> None:
        with self._changed:
            counter[channel] += 1
            self._changed.notify_all()


def start(run: Callable[[int], None], numbers: range) -> list[threading.Thread]:
    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in numbers]
    for thread in threads:
        thread.start()
    return threads


def join(threads: list[threading.Thread], timeout: float) -> None:
    deadline = monotonic() + timeout
    for thread in threads:
        thread.join(max(0.0, deadline - monotonic()))
        if thread.is_alive():
            raise TimeoutError(f"{thread.name} is stuck after {timeout} s")
