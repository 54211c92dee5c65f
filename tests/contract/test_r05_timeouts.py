"""R5: timeouts mean what `queue.Queue` says, in every situation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
from runtime import StubwireError

from tests.contract.measured import measured, percentile
from tests.contract.payload import Sizes, make
from tests.contract.scale import ENDS, TRANSPORTS, limit, repeats
from tests.contract.situations import CLOSED, LOST, OPEN, Side
from tests.contract.steer import Transport
from tests.contract.traffic import fill, pull_of, push_of
from tests.contract.wire import Host

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

EARLY: Final = 0.001
LATE: Final = limit(0.05)
"""Seconds beyond its timeout in which a call returns or raises."""

AT_ONCE: Final = limit(0.005)
"""Seconds in which 99 of 100 calls return or raise that do not wait."""

CALLS: Final = 1000
WATCHDOG: Final = 3.0

SHORT: Final = make("any", 0, 0, Sizes(16, 16))


class Calls:
    """Calls in a thread of their own: how they went, and how long each took."""

    def __init__(self, call: Callable[[], object], count: int = 1) -> None:
        self.outcomes: list[str] = []
        self.times: list[float] = []
        self._call = call
        self._count = count
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def ended(self, timeout: float = WATCHDOG) -> bool:
        """Wait for the last one; return whether it has ended."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        for _ in range(self._count):
            begin = monotonic()
            try:
                self._call()
                outcome = "returns"
            except StubwireError as error:
                outcome = type(error).__name__
            self.times.append(monotonic() - begin)
            self.outcomes.append(outcome)


def wait(call: Callable[[], object], outcome: str, timeout: float) -> list[str]:
    """Return what is wrong with a call that must end in one way, once `timeout` is over."""
    made = Calls(call)
    if not made.ended():
        return [f"{call}: still waits after {WATCHDOG} s"]
    late = made.times[0] - timeout
    measured("beyond its timeout (ms)", late * 1000, LATE * 1000)
    if made.outcomes != [outcome] or not -EARLY <= late <= LATE:
        return [f"{call}: {made.outcomes} {late:+.3f} s late, not {outcome}"]
    return []


def at_once(call: Callable[[], object], outcome: str) -> list[str]:
    """Return what is wrong with a call that never waits; it is made many times."""
    made = Calls(call, CALLS)
    if not made.ended():
        return [f"{call}: {len(made.times)} calls in {WATCHDOG} s"]
    p99 = measured(
        "nowait, p99 (ms)", percentile(made.times, 0.99) * 1000, AT_ONCE * 1000
    )
    if set(made.outcomes) != {outcome} or p99 > AT_ONCE * 1000:
        return [f"{call}: {set(made.outcomes)}, p99 {p99:.1f} ms, not {outcome}"]
    return []


class Ends:
    """What the calls are tried on: channels to send on that are full, or have room; an empty one."""

    def __init__(self, side: Side) -> None:
        sends, receives = ("down", "up") if isinstance(side, Host) else ("up", "down")
        self.full = push_of(side, f"{sends}_ten")
        self.room = push_of(side, f"{sends}2")
        self.much_room = push_of(side, f"{sends}1")
        self.empty = pull_of(side, f"{receives}1")


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("situation", OPEN)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_while_nothing_has_ended(
    transport: Transport, situation: str, run: int, tmp_path: Path
) -> None:
    with OPEN[situation](transport, tmp_path) as side:
        ends = Ends(side)
        found: list[str] = []
        assert fill(ends.full, 16) == ends.full.channel.capacity
        found += at_once(partial(ends.full.send_nowait, SHORT), "ChannelFull")
        found += at_once(partial(ends.much_room.send_nowait, SHORT), "returns")
        found += at_once(partial(ends.empty.recv_nowait), "ChannelEmpty")
        waiting = [
            Calls(partial(ends.full.send, SHORT, None)),
            Calls(partial(ends.empty.recv, None)),
        ]
        for timeout in (0.0, 0.2):
            found += wait(
                partial(ends.full.send, SHORT, timeout), "ChannelFull", timeout
            )
            found += wait(partial(ends.room.send, SHORT, timeout), "returns", 0)
            found += wait(partial(ends.empty.recv, timeout), "ChannelEmpty", timeout)
        found += wait(partial(ends.room.send, SHORT, None), "returns", 0)
        for calls in waiting:  # for 0.4 s by now
            if calls.ended(0):
                found.append(f"{calls.outcomes}, though nothing has happened")
        side.close(drain=0)
        for calls in waiting:
            if not calls.ended() or calls.outcomes != ["ChannelClosed"]:
                found.append(f"{calls.outcomes} when the connection was closed")
        assert found == []


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("situation", [*LOST, *CLOSED])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_when_it_has_ended(
    transport: Transport, situation: str, run: int, tmp_path: Path
) -> None:
    outcome = "PeerLost" if situation in LOST else "ChannelClosed"
    with (LOST | CLOSED)[situation](transport, tmp_path) as side:
        ends = Ends(side)
        found = at_once(partial(ends.room.send_nowait, SHORT), outcome)
        found += at_once(partial(ends.empty.recv_nowait), outcome)
        for timeout in (None, 0.0, 0.2):
            found += wait(partial(ends.room.send, SHORT, timeout), outcome, 0)
            found += wait(partial(ends.empty.recv, timeout), outcome, 0)
        assert found == []
