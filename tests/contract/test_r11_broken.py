"""R11: a broken connection ends the session; a slow one does not.

The kernel comes through a proxy, with a connection info of its own: neither side is local to the
other one, nor would be told by the system that the other's process has ended.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Final, TypeAlias

import pytest
from runtime import PeerReady, PeerRecovered, PeerUnresponsive

from tests.contract import checker
from tests.contract.ends import bind
from tests.contract.history import Delivered, Event, History, Noted, Told
from tests.contract.kernel import LOST
from tests.contract.measured import measured
from tests.contract.payload import Sizes
from tests.contract.proxy import Proxy
from tests.contract.scale import ENDS, FULL, count, limit, repeats
from tests.contract.steer import Steered, kernel_command
from tests.contract.traffic import WATCHDOG

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

ALL: Final = 20_000
MESSAGES: Final = count(ALL)
SIZES: Final = Sizes(16, 512)
HEARTBEAT: Final = 5.0 if FULL else 1.0
PATIENT: Final = 5.0 if FULL else 2.0
DELAY: Final = 2.0 if FULL else 0.8

AT_ONCE: Final = limit(1.0)
SILENCE: Final = HEARTBEAT + limit(1.0)
"""Seconds after which a broken connection is known: one that says so, one that says nothing."""

Direction: TypeAlias = str
"""Where the messages go: "down" to the kernel, "up" to the host."""

BREAKS: Final = {
    "rst": ("rst", AT_ONCE),
    "fin": ("fin", AT_ONCE),
    "messages vanish": ("same", SILENCE),
    "receipts vanish": ("other", SILENCE),
    "all vanishes": ("both", SILENCE),
}
"""What the proxy is told, and how soon both sides know."""

SLOW: Final = {"delay": f"delay {DELAY}", "throttle": "throttle 64000"}


@contextmanager
def behind_proxy(folder: Path, heartbeat: float) -> Iterator[tuple[Steered, Proxy]]:
    """Yield a host, the kernel that has come to it through a proxy, and the proxy."""
    history = History(folder / "host")
    host = bind("tcp", heartbeat=heartbeat)
    proxy, info = Proxy.before(host.info)
    process = None
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
        with open(os.open(folder / "info", flags, 0o600), "r+") as stdin:
            stdin.write(info.to_json() + "\n")
            stdin.seek(0)
            # A file is no lifeline: the kernel does not know whose child it is.
            command = kernel_command(folder / "kernel")
            process = subprocess.Popen(command, stdin=stdin)
        assert host.events.recv(WATCHDOG) == PeerReady()
        yield Steered(host, process, history, folder / "kernel"), proxy
    finally:
        proxy.close()
        if process is not None:
            process.kill()
            process.wait()
        host.close(drain=0)
        history.close()


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("fault", BREAKS)
@pytest.mark.parametrize("direction", ["down", "up"])
def test_what_breaks_ends_the_session_on_both_sides(
    direction: Direction, fault: str, run: int, tmp_path: Path
) -> None:
    channel, back = f"{direction}1", "up2" if direction == "down" else "down2"
    kind, allowed = BREAKS[fault]
    with behind_proxy(tmp_path, HEARTBEAT) as (both, proxy):
        for each in (channel, back):
            both.consume(each)
            both.send(each, ALL, SIZES)
        both.await_received(channel, MESSAGES // 3)
        at = monotonic()
        proxy.fault(line_of(kind, direction))
        both.traffic.join()
        both.traffic.conclude()
        assert both.process.wait(WATCHDOG) == LOST
        proxy.fault("well")
        assert both.host.state == "lost"
        for side, events in (("host", both.ours()), ("kernel", both.theirs())):
            latency = reported(events) - at
            name = f"{side}: PeerLost after {fault} (s)"
            assert measured(name, latency, allowed) <= allowed
            assert after_report(events) == []
        for each in (channel, back):
            assert both.prefix_and_visible(each) == []
        _, receiver = both.sides(channel)
        assert MESSAGES // 3 <= len(checker.deliveries(receiver, channel)) < ALL


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("fault", SLOW)
@pytest.mark.parametrize("direction", ["down", "up"])
def test_what_is_slow_is_not_broken(
    direction: Direction, fault: str, run: int, tmp_path: Path
) -> None:
    channel = f"{direction}1"
    with behind_proxy(tmp_path, PATIENT) as (both, proxy):
        both.order("watch")
        both.consume(channel)
        both.send(channel, MESSAGES, SIZES)
        both.await_received(channel, MESSAGES // 3)
        proxy.fault(SLOW[fault])
        begin = monotonic()
        both.await_received(channel, MESSAGES)
        measured(f"the rest after {fault} (s)", monotonic() - begin)
        both.all_sent()
        assert both.finish(*([channel] if direction == "up" else [])) == 0
        found = [
            event
            for event in both.host.events
            if isinstance(event, PeerUnresponsive | PeerRecovered)
        ]
        assert found == []
        assert [e.what for e in both.theirs() if isinstance(e, Noted)].count(
            "PeerUnresponsive"
        ) == 0
        assert both.nothing_lost(channel) == []


def line_of(kind: str, direction: Direction) -> str:
    """Return what the proxy is told. What goes up there is what the kernel sends."""
    if kind == "same":
        return direction
    if kind == "other":
        return "up" if direction == "down" else "down"
    return kind


def reported(events: list[Event]) -> float:
    """Return when the last end was told that the peer is lost."""
    return max(event.at for event in events if isinstance(event, Told))


def after_report(events: list[Event]) -> list[Event]:
    """Return what was delivered on a channel after its end had been told that the peer is lost."""
    told: set[str] = set()
    found: list[Event] = []
    for event in events:
        if isinstance(event, Told):
            told.add(event.channel)
        elif isinstance(event, Delivered) and event.channel in told:
            found.append(event)
    return found
