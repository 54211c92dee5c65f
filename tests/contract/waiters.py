"""Calls that wait on the ends of a connection, each in a thread of its own, until their channel ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from runtime import Pull, Push, StubwireError

from tests.contract.history import History
from tests.contract.payload import Sizes, make
from tests.contract.traffic import WATCHDOG, pull_of, push_of, receive, send
from tests.contract.wire import Host, Kernel


class Waiter:
    """One thread that calls again and again; `error` is what ended that, `at` when."""

    def __init__(self, name: str, call: Callable[[int], object]) -> None:
        self.name = name
        self.calls = 0
        self.at = 0.0
        self.error: BaseException = AssertionError(f"{name} still waits")
        self._call = call
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def join(self, timeout: float = WATCHDOG) -> None:
        """Wait until it has ended."""
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise TimeoutError(f"{self.name} still waits after {timeout} s")

    def _run(self) -> None:
        try:
            while True:
                self._call(self.calls)
                self.calls += 1
        except StubwireError as error:
            self.at = monotonic()
            self.error = error


def receiving(side: Host | Kernel, channel: str, history: History) -> Waiter:
    """Return what receives all from a channel of payloads."""
    pull = pull_of(side, channel)
    return Waiter(f"{channel}.recv", lambda _: receive(pull, history))


def sending(
    side: Host | Kernel, channel: str, sizes: Sizes, history: History
) -> Waiter:
    """Return what sends without end on a channel of payloads."""
    push = push_of(side, channel)
    return Waiter(
        f"{channel}.send",
        lambda number: send(push, make(channel, 0, number, sizes), history),
    )


def pulls_of(side: Host | Kernel) -> dict[str, Pull[object]]:
    """Return every end on which a side receives, by its channel's name."""
    ends = (end for end in vars(side).values() if isinstance(end, Pull))
    return {end.channel.name: end for end in ends}


def pushes_of(side: Host | Kernel) -> dict[str, Push[object]]:
    """Return every end on which a side sends, by its channel's name."""
    ends = (end for end in vars(side).values() if isinstance(end, Push))
    return {end.channel.name: end for end in ends}
