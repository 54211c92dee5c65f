"""A host and the kernel that it steers, in two processes with a history each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from tests.contract import checker
from tests.contract.ends import bind
from tests.contract.history import Event, History, read
from tests.contract.payload import Sizes
from tests.contract.traffic import WATCHDOG, Traffic, attempt, close, fill, push_of
from tests.contract.wire import Control, Host

PROGRAM: Final = "tests.contract.kernel"

Transport = Literal["ipc", "tcp"]


class Steered:
    """The host, its traffic, and the kernel's process; channels of `up` come from the kernel."""

    def __init__(
        self,
        host: Host,
        process: subprocess.Popen[bytes],
        history: History,
        theirs: Path,
    ) -> None:
        self.host = host
        self.process = process
        self.history = history
        self.traffic = Traffic(host, history)
        self._theirs = theirs

    def order(self, verb: str, *args: object) -> None:
        """Have the kernel do something."""
        self.host.orders.send(
            Control(verb=verb, args=[str(arg) for arg in args]), WATCHDOG
        )

    def ask(self, verb: str, *args: object) -> str:
        """Have the kernel do something, and return what it reports."""
        self.order(verb, *args)
        return self.host.reports.recv(WATCHDOG).text

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
        """Let the side that can send on a channel do it, as `Traffic.send`."""
        if channel.startswith("down"):
            self.traffic.send(channel, count, sizes, threads, first=first, pause=pause)
        else:
            self.order("send", channel, count, sizes, threads, first, pause)

    def burst(self, channel: str, count: int, sizes: Sizes, threads: int) -> None:
        """Let the side that can send on a channel do it, as `Traffic.burst`."""
        if channel.startswith("down"):
            self.traffic.burst(channel, count, sizes, threads)
        else:
            self.order("burst", channel, count, sizes, threads)

    def consume(
        self, channel: str, pace: str = "prompt", threads: int = 1, *, seed: int = 0
    ) -> None:
        """Let the side that can receive from a channel do it, as `Traffic.consume`."""
        if channel.startswith("up"):
            self.traffic.consume(channel, pace, threads, seed=seed)
        else:
            self.order("consume", channel, pace, threads, seed)

    def fill(self, channel: str, size: int) -> int:
        """Let the side that can send on a channel do it until there is no room."""
        if channel.startswith("down"):
            return fill(push_of(self.host, channel), size)
        return int(self.ask("fill", channel, size))

    def attempt(self, channel: str, size: int, count: int) -> int:
        """Let it try so often to send without waiting; return how many were accepted."""
        if channel.startswith("down"):
            return attempt(push_of(self.host, channel), size, count)
        return int(self.ask("attempt", channel, size, count))

    def all_sent(self) -> None:
        """Wait until both sides have sent what they were to send."""
        self.traffic.join_senders()
        assert self.ask("join") == "joined"

    def await_received(self, channel: str, count: int) -> None:
        """Wait until the side that receives from a channel has so many messages."""
        if channel.startswith("up"):
            self.traffic.await_received(channel, count)
        else:
            assert self.ask("received", channel, count) == "received"

    def finish(self, *up: str) -> int:
        """Close the host, and return the exit code with which the kernel then ends.

        Args:
            up: what the kernel has sent on these channels is received first: whoever closes drops
                what it has not read.
        """
        for channel in up:
            self.await_received(channel, int(self.ask("accepted", channel)))
        close(self.host, self.history, 5.0)
        self.traffic.join()
        return self.process.wait(WATCHDOG)

    def ours(self) -> list[Event]:
        """Return the events of the host."""
        return read(self.history.path)

    def theirs(self) -> list[Event]:
        """Return the events of the kernel."""
        return read(self._theirs)

    def sides(self, channel: str) -> tuple[list[Event], list[Event]]:
        """Return the events of the side that sends on a channel, and of that which receives."""
        down = channel.startswith("down")
        return (self.ours(), self.theirs()) if down else (self.theirs(), self.ours())

    def nothing_lost(self, *channels: str) -> list[str]:
        """Return what the judge finds against NL on these channels."""
        ours, theirs = self.ours(), self.theirs()
        found = []
        for channel in channels:
            both = (ours, theirs) if channel.startswith("down") else (theirs, ours)
            found += checker.nl(*both, channel)
        return found

    def prefix_and_visible(self, channel: str, in_hand: int = 0) -> list[str]:
        """Return what the judge finds against PX and VS on a channel."""
        sender, receiver = self.sides(channel)
        found = checker.px(sender, receiver, channel)
        return found + checker.vs(sender, receiver, channel, in_hand)


def as_transport(text: str) -> Transport:
    """Return the transport that is named."""
    return "ipc" if text == "ipc" else "tcp"


def kernel_command(history: Path) -> list[str]:
    """Return the command line of a kernel."""
    return [sys.executable, "-m", PROGRAM, str(history)]


@contextmanager
def steered(
    transport: Transport, folder: Path, *, heartbeat: float = 5.0
) -> Iterator[Steered]:
    """Yield a host with a kernel that is ready; neither is left when it is over."""
    history = History(folder / "host")
    theirs = folder / "kernel"
    host = bind(transport, heartbeat=heartbeat)
    both = None
    try:
        process = host.spawn(kernel_command(theirs), timeout=WATCHDOG)
        both = Steered(host, process, history, theirs)
        yield both
    finally:
        if both is not None:
            both.process.kill()
            both.process.wait()
        host.close(drain=0)
        if both is not None:
            both.traffic.join()  # they write into the history
        history.close()
