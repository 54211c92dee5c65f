"""R10: a frozen peer is reported, and so is its return; a slow, busy or stuck one is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest

from tests.contract.history import Accepted, Noted, read
from tests.contract.measured import measured
from tests.contract.payload import Sizes
from tests.contract.scale import ENDS, FULL, TRANSPORTS, count, limit, repeats
from tests.contract.scenes.frozen import watch
from tests.contract.steer import Steered, Transport, steered
from tests.contract.traffic import WATCHDOG

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

HEARTBEAT: Final = 5.0 if FULL else 1.0
FROZEN: Final = 12.0 if FULL else 2.4
HELD: Final = 20 if FULL else 2
PAUSED: Final = 30.0 if FULL else 2.0
"""Seconds: the heartbeat of the frozen; how long they are frozen, hold the GIL, do not read."""

BUSY: Final = 1.0
"""The heartbeat of those that are not: one question every 200 ms."""

LATE: Final = limit(1.0)
SOON: Final = limit(2.0)

CAPACITY: Final = {
    "down1": 1000,
    "down2": 1000,
    "down_ten": 10,
    "down_one": 1,
    "up1": 1000,
    "up2": 1000,
    "up_ten": 10,
    "up_one": 1,
}
COUNT: Final = {name: room + count(1000) for name, room in CAPACITY.items()}
"""How many messages are sent: more than there is room for."""

DOWN: Final = [channel for channel in CAPACITY if channel.startswith("down")]
UP: Final = [channel for channel in CAPACITY if channel.startswith("up")]
SIZES: Final = Sizes(16, 4096)


@contextmanager
def scene(
    transport: Transport, folder: Path
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Yield the process of a host, and the id of its kernel's, which exchange messages."""
    arguments = [str(folder), transport, str(HEARTBEAT)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.contract.scenes.frozen", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    kernel = 0
    try:
        kernel = int(process.stdout.readline())
        yield process, kernel
    finally:
        if process.poll() is None:
            os.kill(kernel, signal.SIGKILL)
        process.kill()
        process.communicate()


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("frozen", ["kernel", "host"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_frozen_peer_is_reported_and_so_is_its_return(
    transport: Transport, frozen: str, run: int, tmp_path: Path
) -> None:
    survivor = tmp_path / ("host" if frozen == "kernel" else "kernel")
    with scene(transport, tmp_path) as (process, kernel):
        pid = kernel if frozen == "kernel" else process.pid
        os.kill(pid, signal.SIGSTOP)
        stopped = monotonic()
        sleep(FROZEN)
        os.kill(pid, signal.SIGCONT)
        continued = monotonic()
        back = await_noted(survivor, "PeerRecovered")
        told, _ = process.communicate("\n", WATCHDOG)
        assert told == ""
    reported = noted(survivor, "PeerUnresponsive")
    assert len(reported) == 1
    assert len(noted(survivor, "PeerRecovered")) == 1
    silence = reported[0] - stopped
    measured("off the heartbeat (s)", abs(silence - HEARTBEAT), LATE)
    assert abs(silence - HEARTBEAT) <= LATE
    assert measured("recovered after (s)", back - continued, SOON) <= SOON
    other = tmp_path / frozen
    assert noted(other, "PeerUnresponsive") == noted(other, "PeerRecovered") == []


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_kernel_that_holds_the_gil_is_not_reported(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path, heartbeat=BUSY) as both:
        watch(both)
        before = sockets_of(both)
        for channel in (*DOWN, *UP):
            both.consume(channel, "random")
            both.send(channel, COUNT[channel], SIZES)
        both.order("hold", HELD)
        await_noted(tmp_path / "kernel", "held", HELD)
        assert_undisturbed(both, before)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_consumers_that_pause_with_every_queue_full_are_not_reported(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path, heartbeat=BUSY) as both:
        watch(both)
        before = sockets_of(both)
        for channel in (*DOWN, *UP):
            both.send(channel, COUNT[channel], SIZES)
        for channel, capacity in CAPACITY.items():
            await_full(both, channel, capacity)
        sleep(PAUSED)
        for channel in (*DOWN, *UP):
            both.consume(channel)
        assert_undisturbed(both, before)


def assert_undisturbed(both: Steered, before: set[str]) -> None:
    """Check that neither side has had to say anything, and that no connection was made anew."""
    both.all_sent()
    for channel in DOWN:
        both.await_received(channel, COUNT[channel])
    assert sockets_of(both) == before
    assert both.finish(*UP) == 0
    for events in (both.ours(), both.theirs()):
        seen = {event.what for event in events if isinstance(event, Noted)}
        assert not seen & {"PeerUnresponsive", "PeerRecovered", "PeerLost"}
    assert both.nothing_lost(*DOWN, *UP) == []


def sockets_of(both: Steered) -> set[str]:
    """Return the sockets that the kernel has: a connection that is made anew is another one."""
    both.ask("echo", "")  # its event loops, if it has any, have theirs by then
    folder = f"/proc/{both.process.pid}/fd"
    names = {os.readlink(f"{folder}/{name}") for name in os.listdir(folder)}
    return {name for name in names if name.startswith("socket:")}


def await_full(both: Steered, channel: str, capacity: int) -> None:
    """Wait until a channel has as many messages as it has room for."""
    end = monotonic() + WATCHDOG
    while True:
        events, _ = both.sides(channel)
        accepted = sum(isinstance(e, Accepted) and e.channel == channel for e in events)
        if accepted >= capacity:
            return
        assert monotonic() < end, f"{channel} is not full"
        sleep(0.02)


def noted(place: Path, what: str) -> list[float]:
    """Return when a side noted something."""
    return [e.at for e in read(place) if isinstance(e, Noted) and e.what == what]


def await_noted(place: Path, what: str, longer: float = 0.0) -> float:
    """Wait until a side has noted something, and return when."""
    end = monotonic() + longer + WATCHDOG
    while not (found := noted(place, what)):
        assert monotonic() < end, f"{place.name} has not noted {what}"
        sleep(0.02)
    return found[0]
