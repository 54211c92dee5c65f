"""R20: strangers at the ports of a host disturb nobody, before its kernel is there and during its session."""

from __future__ import annotations

import logging
import os
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest
from runtime import PeerEnded, PeerRecovered, PeerUnresponsive

from tests.contract.history import History, latencies
from tests.contract.hosting import hosting
from tests.contract.intruder import ports_of
from tests.contract.measured import measured, memory, percentile
from tests.contract.payload import Sizes
from tests.contract.scale import FULL, count, limit, repeats, seconds
from tests.contract.steer import Steered, kernel_command
from tests.contract.traffic import WATCHDOG
from tests.contract.wire import Host

CHANNELS: Final = (
    "down1", "down2", "down_ten", "down_one", "down_small",
    "up1", "up2", "up_ten", "up_one", "up_small",
)  # fmt: skip

SIZES: Final = Sizes(16, 4096)

DROPPED: Final = limit(2.0 + 1.0)
"""Seconds after which nothing of a stranger is left: HANDSHAKE_IVL, and one."""

STRANGERS: Final = {
    # How many come, within how many seconds.
    "silent": (500, 0.0),
    "churn": (count(5000), seconds(5)),
    "garbage": (max(10, count(100)), 0.0),
    "http": (max(20, count(100)), 0.0),
    "tls": (max(20, count(100)), 0.0),
    "nonsense": (max(20, count(100)), 0.0),
    "loris": (max(20, count(500)), 0.0),
}

MESSAGES: Final = count(2000)

ROUNDS: Final = 1 if FULL else 5
"""How often a few messages are sent: one pause of a busy machine among them is no stranger's."""

QUIET: Final = 20
"""Log records in a second, at most."""


class Log(logging.Handler):
    """When this package has logged something."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.times: list[float] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.times.append(monotonic())

    def busiest(self) -> int:
        """Return how many records there were within one second, at most."""
        return max(
            (sum(at <= one < at + 1 for one in self.times) for at in self.times),
            default=0,
        )


@pytest.fixture
def log() -> Log:
    return Log()


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def let_come(strangers: subprocess.Popen[bytes], kind: str) -> None:
    number, during = STRANGERS[kind]
    assert strangers.stdin is not None
    strangers.stdin.write(f"{number} {during}\n".encode())
    strangers.stdin.flush()


def said(strangers: subprocess.Popen[bytes]) -> str:
    assert strangers.stdout is not None
    return strangers.stdout.readline().decode().strip()


def until_dropped(strangers: subprocess.Popen[bytes]) -> float:
    """Return how many seconds after the last stranger had come the host had dropped them all."""
    last = float(said(strangers))
    left, dropped = said(strangers).split()
    assert left == "0"
    return float(dropped) - last


def await_descriptors(expected: int, last: float) -> float:
    """Wait until the host has no more than it had; return the seconds since the last stranger came."""
    while descriptors() > expected:
        if monotonic() > last + DROPPED + 5:
            raise TimeoutError(f"{descriptors()} descriptors, not {expected}")
        sleep(0.01)
    return monotonic() - last


def p99(both: Steered) -> dict[str, float]:
    """Return the 99th percentile of each channel's latency, among its last messages."""
    ours, theirs = both.ours(), both.theirs()
    found = {}
    for channel in CHANNELS:
        sides = (ours, theirs) if channel.startswith("down") else (theirs, ours)
        found[channel] = percentile(latencies(*sides, channel)[-MESSAGES:], 0.99)
    return found


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("kind", STRANGERS)
def test_strangers_disturb_nobody(
    kind: str, run: int, log: Log, tmp_path: Path
) -> None:
    logger = logging.getLogger("stubwire")
    logger.addHandler(log)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    history = History(tmp_path / "host")
    host = Host.bind("tcp")
    process = None
    ports = sorted(ports_of(host.info).values())
    try:
        with hosting("strangers", kind, *ports) as strangers:
            assert said(strangers) == "here"
            before = descriptors()
            let_come(strangers, kind)
            # While they come, the kernel does, too.
            process = host.spawn(kernel_command(tmp_path / "kernel"), timeout=WATCHDOG)
            both = Steered(host, process, history, tmp_path / "kernel")
            took = until_dropped(strangers)
            assert measured("until dropped (s)", took, DROPPED) <= DROPPED
            for channel in CHANNELS:
                both.consume(channel)
            assert both.ask("echo", "here") == "here"

            open_then, memory_then = descriptors(), memory()
            assert open_then < before + 60  # those of the session and of its child
            slowest = {}
            for number in range(ROUNDS):
                let_come(strangers, kind)
                for channel in CHANNELS:
                    both.send(channel, MESSAGES, SIZES, first=number, pause=0.01)
                last = float(said(strangers))
                took = await_descriptors(open_then, last)
                assert measured("descriptors back (s)", took, DROPPED) <= DROPPED
                assert said(strangers).split()[0] == "0"
                both.all_sent()
                for channel in CHANNELS:
                    both.await_received(channel, (number + 1) * MESSAGES)
                slowest = p99(both)
                if max(slowest.values()) <= limit(0.05):
                    break
            grown = (memory() - memory_then) / 1e6
            assert measured("memory (MB)", grown, 20) <= 20

        assert measured("strangers counted", host.stats().strangers) > 0
        assert host.stats().dead_letters == 0
        assert host.state == "ready"
        assert both.finish(*(name for name in CHANNELS if name.startswith("up"))) == 0
        assert both.nothing_lost(*CHANNELS) == []
        for channel, took in slowest.items():
            assert measured("p99 (s)", took, limit(0.05)) <= limit(0.05), channel
        for event in host.events:
            assert not isinstance(event, PeerUnresponsive | PeerRecovered)
            assert not isinstance(event, PeerEnded) or event.clean
        assert measured("log records in a second", log.busiest(), QUIET) <= QUIET
    finally:
        logger.removeHandler(log)
        logger.setLevel(level)
        if process is not None:
            process.kill()
            process.wait()
        host.close(drain=0)
        history.close()
