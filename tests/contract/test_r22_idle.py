"""R22: a connection on which nothing happens costs nothing, closes at once, and is quick when it is used."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import msgspec
import pytest
import zmq

from tests.contract.hosting import hosting
from tests.contract.measured import measured, percentile
from tests.contract.scale import FULL, TRANSPORTS, count, limit, repeats
from tests.contract.scenes.latency import Took, listen, speak
from tests.contract.steer import Transport
from tests.contract.wire import Host

IDLE: Final = 20
"""Connections."""

DURING: Final = 30.0 if FULL else 3.0
"""Seconds."""

WAKE_UPS: Final = 2.0
"""Of all threads of a side, per second and connection."""

SHARE: Final = 0.001
"""Of one processor, per connection."""

LATENCY: Final = {"p50": (0.5, 150e-6, 2.0), "p99": (0.99, 1e-3, 4.0)}
"""Of which share of the messages what holds: seconds they may take, on a machine like that of the
contract, where pyzmq alone takes 45 us and 170 us; on a slower one, how many times what it takes there,
over the same transport, message by message in turns."""


def wake_ups(pid: int) -> int:
    """Return how often the threads of a process have gone to sleep so far."""
    total = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                total += int(line.split()[1])
    return total


def work(pid: int) -> float:
    """Return how many seconds of a processor a process has used so far."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def line_of(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    return process.stdout.readline()


def tell(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_idle_connections_sleep_and_close_at_once(
    transport: Transport, run: int
) -> None:
    with ExitStack() as stack:
        hosts = stack.enter_context(hosting("crowd", "host", transport, IDLE))
        kernels = stack.enter_context(hosting("crowd", "kernel", transport, IDLE))
        for _ in range(IDLE):
            tell(kernels, line_of(hosts))
        assert line_of(kernels) == b"ready\n"
        pids = {"host": hosts.pid, "kernel": kernels.pid}
        before = {side: (wake_ups(pid), work(pid)) for side, pid in pids.items()}
        begin = monotonic()
        sleep(DURING)  # idleness is what is measured
        took = monotonic() - begin
        for side, pid in pids.items():
            woken, worked = before[side]
            rate = (wake_ups(pid) - woken) / took / IDLE
            share = (work(pid) - worked) / took / IDLE
            assert measured(f"{side}: wake-ups per s", rate, WAKE_UPS) <= WAKE_UPS
            assert measured(f"{side}: share of a processor", share, SHARE) <= SHARE
        tell(hosts, b"close\n")
        closes = msgspec.json.decode(line_of(hosts), type=list[float])
        slowest = percentile(closes, 0.99)
        assert measured("close (s)", slowest, limit(0.05)) <= limit(0.05)
        tell(kernels, b"close\n")
        closes = msgspec.json.decode(line_of(kernels), type=list[float])
        slowest = percentile(closes, 0.99)
        assert measured("close, peer closed (s)", slowest, limit(0.05)) <= limit(0.05)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_message_is_there_at_once(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    """Held to numbers in the full tier only: they are those of a quiet machine."""
    number = count(20_000)
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    outgoing, incoming = context.socket(zmq.PUSH), context.socket(zmq.PULL)
    incoming.rcvtimeo = 60_000
    for socket, name in ((outgoing, "there"), (incoming, "back")):
        ipc = f"ipc://{tmp_path}/{name}"
        socket.bind(ipc if transport == "ipc" else "tcp://127.0.0.1:*")
    endpoints = [
        socket.get_string(zmq.LAST_ENDPOINT) for socket in (outgoing, incoming)
    ]
    with Host.bind(transport) as host:
        scene = [sys.executable, "-m", "tests.contract.scenes.latency", *endpoints]
        process = host.spawn(scene)
        try:
            speak(host.down1, outgoing, number)
            down = msgspec.json.decode(host.reports.recv(60).text, type=Took)
            up = listen(host.up1, incoming)
            host.close()
            assert process.wait(60) == 0
        finally:
            process.kill()
            process.wait()
            context.destroy(linger=0)
    for direction, took in (("down", down), ("up", up)):
        assert len(took.channel) == len(took.alone) == number
        for name, (share, allowed, times) in LATENCY.items():
            alone = percentile(took.alone, share) / 1e9
            found = percentile(took.channel, share) / 1e9
            most = max(limit(allowed), times * alone)
            measured(f"{direction}, pyzmq alone, {name} (us)", alone * 1e6)
            measured(f"{direction}, {name} (us)", found * 1e6, most * 1e6)
            assert found <= (most if FULL else 1)
