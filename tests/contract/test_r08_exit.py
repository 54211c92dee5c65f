"""R8: the process always exits, with its own exit code, whatever is on its way."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.contract import checker
from tests.contract.deaths import Death, await_end
from tests.contract.history import History, Noted, read
from tests.contract.measured import measured
from tests.contract.scale import FULL, TRANSPORTS, limit, repeats
from tests.contract.scenes.exits import COUNT, WAYS
from tests.contract.steer import Transport
from tests.contract.traffic import WATCHDOG, Traffic
from tests.contract.wire import Control, Host

EXIT_DRAIN: Final = 2.0
CLOSE_DRAIN: Final = 5.0
"""Seconds that a `with` block waits for its messages, as `close` does."""

BEYOND: Final = limit(1.0)
PEERS: Final = ("idle", "none", "reader")
AT_ONCE: Final = 5
"""Processes that are tried at the same time: most of them wait."""

STRICT: Final = ("-X", "dev", "-W", "error")


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize(
    ("side", "transport"),
    [
        (side, transport)
        for row, side in enumerate(("host", "kernel"))
        for column, transport in enumerate(TRANSPORTS)
        if FULL or row == column
    ],
)
def test_the_process_exits(
    side: str, transport: Transport, run: int, tmp_path: Path
) -> None:
    attempt = exit_as_host if side == "host" else exit_as_kernel
    cases = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, (peer, way) in enumerate((p, w) for p in PEERS for w in WAYS):
            folder = tmp_path / str(number)
            folder.mkdir()
            cases.append(pool.submit(attempt, transport, folder, peer, way))
    found = []
    for case in cases:
        seconds, wrong = case.result()
        measured("beyond its drain (ms)", seconds * 1000, BEYOND * 1000)
        found += wrong
    assert found == []


def exit_as_host(
    transport: Transport, folder: Path, peer: str, way: str
) -> tuple[float, list[str]]:
    """Let a host exit; return how long after its drain that was, and what is wrong."""
    place = folder / "host"
    process = start("host", transport, folder, peer, way)
    death, output = Death(process.pid), communicate(process)
    late, found = judge(death, process, output, place, peer, way)
    for event in read(place):
        if isinstance(event, Noted) and event.channel == "kernel":
            await_end(int(event.what))
    if peer == "reader":
        sender, receiver = read(place), read(folder / "kernel")
        found += checker.nl(sender, receiver, "down2")
        if len(checker.deliveries(receiver, "down2")) != COUNT:
            found.append(f"{way}: not all is delivered")
    return late, found


def exit_as_kernel(
    transport: Transport, folder: Path, peer: str, way: str
) -> tuple[float, list[str]]:
    """Let a kernel exit; return how long after its drain that was, and what is wrong."""
    history = History(folder / "host")
    with Host.bind(transport) as host:
        process = host.spawn(
            command("kernel", transport, folder, peer, way), timeout=WATCHDOG
        )
        death = Death(process.pid)
        host.reports.recv(WATCHDOG)
        traffic = Traffic(host, history)
        if peer == "none":
            host.close(drain=0)
        else:
            if peer == "reader":
                traffic.consume("up1")
            host.orders.send(Control(verb="leave"))
        death.wait()
        process.wait()
        late, found = judge(death, process, b"", folder / "kernel", peer, way)
        traffic.join()
    if peer == "reader":
        found += checker.nl(read(folder / "kernel"), read(folder / "host"), "up1")
        if len(checker.deliveries(read(folder / "host"), "up1")) != COUNT:
            found.append(f"{way}: not all is delivered")
    history.close()
    return late, found


def judge(
    death: Death,
    process: subprocess.Popen[bytes],
    stderr: bytes,
    place: Path,
    peer: str,
    way: str,
) -> tuple[float, list[str]]:
    """Return how long after its drain a process has ended, and what is wrong with that."""
    left = next(
        event.at
        for event in read(place)
        if isinstance(event, Noted) and event.what == "leaving"
    )
    late = death.wait() - left
    if peer == "idle":
        late -= CLOSE_DRAIN if way.startswith("with") else EXIT_DRAIN
    found = []
    if late > BEYOND:
        found.append(f"{peer}, {way}: {late:.3f} s beyond its drain")
    if process.returncode != WAYS[way]:
        found.append(f"{peer}, {way}: exit code {process.returncode}: {stderr!r}")
    if way == "with" and stderr:
        found.append(f"{peer}, {way}: {stderr!r}")
    return late, found


def command(
    side: str, transport: Transport, folder: Path, peer: str, way: str
) -> list[str]:
    options = STRICT if way.startswith("with") else ()
    program = [sys.executable, *options, "-m", "tests.contract.scenes.exits"]
    return [*program, side, str(folder), transport, peer, way]


def start(
    side: str, transport: Transport, folder: Path, peer: str, way: str
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(side, transport, folder, peer, way),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def communicate(process: subprocess.Popen[bytes]) -> bytes:
    try:
        _, stderr = process.communicate(timeout=WATCHDOG)
    finally:
        process.kill()
    return stderr
