"""R21: sessions leave nothing behind, however they end, and however many end at once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest
from runtime import PeerLost

from tests.contract.hosting import hosting, play
from tests.contract.measured import measured
from tests.contract.scale import FULL, TRANSPORTS, count, repeats
from tests.contract.scenes.brief import MESSAGES, Holding, hold_now
from tests.contract.steer import Transport
from tests.contract.traffic import WATCHDOG
from tests.contract.wire import Host

STORMS: Final = 200 if FULL else 4
"""How often many connections are closed at once."""

WARM_UP: Final = 100 if FULL else 3
"""Sessions after which everything is imported, every cache filled, and every arena in use."""


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder in which all private directories are."""
    with tempfile.TemporaryDirectory(prefix="leaks-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


def children() -> int:
    mine = str(os.getpid())
    found = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found += stat.read_text().rpartition(")")[2].split()[1] == mine
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def judge(side: str, before: Holding, after: Holding) -> None:
    """Hold a process to what the contract allows."""
    grown = (after.memory - before.memory) / 1e6
    more = after.descriptors - before.descriptors
    assert measured(f"{side}: threads", after.threads - before.threads, 0) <= 0
    assert measured(f"{side}: descriptors", more, 2) <= 2
    assert measured(f"{side}: memory (MB)", grown, 10) <= 10


def line_of(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize("run", repeats(1))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_sessions_that_are_closed_leave_nothing(
    transport: Transport, run: int, place: Path
) -> None:
    """Neither here nor in the other process, which has a kernel for each."""
    with hosting("brief") as kernels:
        assert kernels.stdin is not None
        ours = theirs = hold_now()
        family = children()
        for number in range(WARM_UP + count(1000)):
            with Host.bind(transport) as host:
                kernels.stdin.write(host.info.to_json().encode() + b"\n")
                kernels.stdin.flush()
                got = [host.up1.recv(WATCHDOG).number for _ in range(MESSAGES)]
                assert got == list(range(MESSAGES))
            held = msgspec.json.decode(line_of(kernels), type=Holding)
            if number < WARM_UP:
                ours, theirs = hold_now(), held
        judge("host", ours, hold_now())
        judge("kernel", theirs, held)
        assert measured("children", children() - family, 0) <= 0
        assert list(place.iterdir()) == []


@pytest.mark.parametrize("run", repeats(1))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_kernels_that_are_killed_leave_nothing(
    transport: Transport, run: int, place: Path
) -> None:
    before, family = hold_now(), children()
    for number in range(2 + count(200)):
        with Host.bind(transport) as host:
            command = [sys.executable, "-m", "tests.contract.scenes.brief", "held"]
            process = host.spawn(command)
            assert host.reports.recv(WATCHDOG).text == "here"
            host.up1.recv(WATCHDOG)
            process.kill()
            with pytest.raises(PeerLost):
                list(host.up1)
            assert process.wait(WATCHDOG) == -9
        if number == 1:
            before = hold_now()
    judge("host", before, hold_now())
    assert measured("children", children() - family, 0) <= 0
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("run", repeats(1))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_connections_can_be_closed_all_at_once(
    transport: Transport, run: int, place: Path, tmp_path: Path
) -> None:
    assert play("storm", tmp_path, transport, STORMS) == []
    assert list(place.iterdir()) == []
