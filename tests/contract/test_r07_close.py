"""R7: `close` delivers everything or says exactly what it could not, and returns in time."""

from __future__ import annotations

import os
import select
import threading
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from tests.contract import checker
from tests.contract.history import Closed, Event, Noted, read
from tests.contract.hosting import hosting, play
from tests.contract.kernel import LOST
from tests.contract.measured import measured
from tests.contract.scale import ENDS, FULL, TRANSPORTS, count, limit, repeats
from tests.contract.situations import stop
from tests.contract.steer import Transport, steered
from tests.contract.traffic import WATCHDOG, close, flood, push_of

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

Load: TypeAlias = tuple[int, int]
"""How many messages of how many bytes."""

Sides: TypeAlias = tuple[list[Event], list[Event]]
"""The history of the side that sends and closes, and that of the other one."""

LOADS: Final[list[Load]] = [
    (0, 10),
    (1, 10),
    (10, 10),
    (count(1000), 10),
    (count(10_000), 10),
    (count(1000), 100_000),
    (count(200), 1_000_000),
]
TRIED: Final = [
    (transport, kind, load)
    for number, load in enumerate(LOADS)
    for place, transport in enumerate(TRANSPORTS)
    for kind, some in (("1", LOADS if FULL else LOADS[:-1]), ("_bulk", LOADS[-2:]))
    if load in some and (FULL or (number > 3 and (number + place) % 2))
]
"""`_bulk`: on the channel for long messages, with buffers."""

PACES: Final = {"prompt": "prompt", "slow": "1", "killed": "1"}
LATE: Final = limit(0.5)
AT_ONCE: Final = limit(0.2)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("receiver", ["prompt", "slow"])
@pytest.mark.parametrize("direction", ["down", "up"])
@pytest.mark.parametrize(("transport", "kind", "load"), TRIED)
def test_close_delivers_everything(
    transport: Transport,
    kind: str,
    load: Load,
    direction: str,
    receiver: str,
    run: int,
    tmp_path: Path,
) -> None:
    run_once = send_down if direction == "down" else send_up
    channel = direction + kind
    sender, other = run_once(transport, tmp_path, channel, load, receiver, 5.0)
    in_time(sender, 5.0 + LATE)
    assert checker.nl(sender, other, channel) == []
    assert len(checker.deliveries(other, channel)) == load[0]
    assert unconfirmed(sender, channel) == 0


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("receiver", ["stopped", "killed"])
@pytest.mark.parametrize("direction", ["down", "up"])
@pytest.mark.parametrize(("transport", "kind", "load"), TRIED)
def test_close_says_what_it_could_not_deliver(
    transport: Transport,
    kind: str,
    load: Load,
    direction: str,
    receiver: str,
    run: int,
    tmp_path: Path,
) -> None:
    drain = 1.0 if FULL else 0.25
    run_once = send_down if direction == "down" else send_up
    channel = direction + kind
    sender, other = run_once(transport, tmp_path, channel, load, receiver, drain)
    in_time(sender, drain + LATE)
    assert checker.px(sender, other, channel) == []
    assert checker.vs(sender, other, channel, receiver == "killed") == []
    if receiver == "stopped":
        assert unconfirmed(sender, channel) == min(load[0], 1000)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("receiver", ["prompt", "slow", "stopped", "killed"])
@pytest.mark.parametrize("direction", ["down", "up"])
@pytest.mark.parametrize(("transport", "kind", "load"), TRIED if FULL else TRIED[:2])
def test_close_without_drain_returns_at_once(
    transport: Transport,
    kind: str,
    load: Load,
    direction: str,
    receiver: str,
    run: int,
    tmp_path: Path,
) -> None:
    run_once = send_down if direction == "down" else send_up
    channel = direction + kind
    sender, other = run_once(transport, tmp_path, channel, load, receiver, 0)
    in_time(sender, AT_ONCE)
    assert checker.px(sender, other, channel) == []
    assert checker.vs(sender, other, channel, receiver == "killed") == []


@pytest.mark.parametrize("run", repeats(50))
@pytest.mark.parametrize("side", ["host", "kernel"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_close_wakes_every_thread(
    transport: Transport, side: str, run: int, tmp_path: Path
) -> None:
    assert play("close_race", tmp_path, transport, side) == []


def in_time(sender: list[Event], allowed: float) -> None:
    """Check that the first `close` returned in time; and every other, the same at once."""
    begun = [e.at for e in sender if isinstance(e, Noted) and e.what == "closing"]
    closed = [event for event in sender if isinstance(event, Closed)]
    times = [end.at - begin for begin, end in zip(begun, closed, strict=True)]
    kind = "without drain" if allowed == AT_ONCE else "beyond its drain"
    took = measured(f"close {kind} (ms)", times[0] * 1000, allowed * 1000)
    assert took <= allowed * 1000
    for again, end in zip(times[1:], closed[1:], strict=True):
        assert again <= 0.05
        assert (end.delivered, end.unconfirmed) == (
            closed[0].delivered,
            closed[0].unconfirmed,
        )
    assert len(times) > 1


def unconfirmed(sender: list[Event], channel: str) -> int:
    """Return what the first report says."""
    closed = next(event for event in sender if isinstance(event, Closed))
    return closed.unconfirmed.get(channel, 0)


def send_down(
    transport: Transport,
    folder: Path,
    channel: str,
    load: Load,
    receiver: str,
    drain: float,
) -> Sides:
    """Send and close as a host."""
    number, size = load
    with steered(transport, folder) as both:
        if receiver == "stopped":
            stop(both.process)
        else:
            both.consume(channel, PACES[receiver])
        flood(push_of(both.host, channel), number, size, both.history)
        if receiver == "killed":
            threading.Thread(target=both.process.kill).start()
        close(both.host, both.history, drain)
        close(both.host, both.history, drain)
        if receiver in ("prompt", "slow"):
            assert both.process.wait(WATCHDOG) in ((0,) if drain else (0, LOST))
        else:
            both.process.kill()
            both.process.wait()
        return both.ours(), both.theirs()


def send_up(
    transport: Transport,
    folder: Path,
    channel: str,
    load: Load,
    receiver: str,
    drain: float,
) -> Sides:
    """Send and close as a kernel."""
    number, size = load
    if receiver in ("prompt", "slow"):
        with steered(transport, folder) as both:
            both.consume(channel, PACES[receiver])
            both.order("flood", channel, number, size)
            both.order("close", drain)
            both.traffic.join()
            assert both.process.wait(WATCHDOG) == 0
            return both.theirs(), both.ours()
    arguments = (folder, transport, receiver, channel, number, size, drain)
    with hosting("closing", *arguments) as host:
        assert host.stdout is not None
        await_end(int(host.stdout.readline()))
    return read(folder / "kernel"), read(folder / "host")


def await_end(pid: int) -> None:
    """Wait until a process has ended that is not a child of this one."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    with os.fdopen(process):
        readable, _, _ = select.select([process], [], [], WATCHDOG)
        assert readable, f"process {pid} still runs after {WATCHDOG} s"
