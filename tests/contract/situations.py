"""The situations in which one side can be, each with its other side in another process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Final, TypeAlias

from runtime import ConnectionInfo, PeerLost, StartupError

from tests.contract.ends import bind, connect
from tests.contract.hosting import hosting
from tests.contract.steer import Transport, steered
from tests.contract.wire import Host, Kernel

Side: TypeAlias = Host | Kernel
Situation: TypeAlias = Callable[[Transport, Path], AbstractContextManager[Side]]


@contextmanager
def host_without_peer(transport: Transport, folder: Path) -> Iterator[Host]:
    """Yield a host that has not started anything."""
    host = bind(transport)
    try:
        yield host
    finally:
        host.close(drain=0)


@contextmanager
def host_during_handshake(transport: Transport, folder: Path) -> Iterator[Host]:
    """Yield a host that waits for a program that runs and stays mute."""
    os.mkfifo(folder / "started")
    mute = (
        f"open({str(folder / 'started')!r}, 'w').close(); import time; time.sleep(60)"
    )

    def spawn() -> None:
        with suppress(StartupError):
            host.spawn([sys.executable, "-c", mute], timeout=60)

    host = bind(transport)
    thread = threading.Thread(target=spawn)
    thread.start()
    try:
        (folder / "started").read_bytes()
        yield host
    finally:
        host.close(drain=0)
        thread.join()


@contextmanager
def host_with_idle_peer(transport: Transport, folder: Path) -> Iterator[Host]:
    """Yield a host whose kernel reads nothing but its orders."""
    with steered(transport, folder) as both:
        yield both.host


@contextmanager
def host_with_stopped_peer(transport: Transport, folder: Path) -> Iterator[Host]:
    """Yield a host whose kernel is frozen."""
    with steered(transport, folder) as both:
        stop(both.process)
        yield both.host


@contextmanager
def host_with_killed_peer(transport: Transport, folder: Path) -> Iterator[Host]:
    """Yield a host that has heard that its kernel was killed."""
    with steered(transport, folder) as both:
        both.process.kill()
        await_loss(both.host)
        yield both.host


@contextmanager
def host_with_closed_peer(transport: Transport, folder: Path) -> Iterator[Host]:
    """Yield a host that has heard that its kernel has closed."""
    with steered(transport, folder) as both:
        both.order("end", "exit0")
        assert list(both.host.up1) == []
        yield both.host


@contextmanager
def closed_host(transport: Transport, folder: Path) -> Iterator[Host]:
    """Yield a host that has closed."""
    with steered(transport, folder) as both:
        both.host.close()
        yield both.host


@contextmanager
def idle_host(transport: Transport) -> Iterator[tuple[Kernel, subprocess.Popen[bytes]]]:
    """Yield a kernel, here, and the process of a host that does nothing."""
    with hosting("idle", transport) as process:
        assert process.stdout is not None
        info = ConnectionInfo.from_json(process.stdout.readline().decode())
        kernel = connect(info, detached=True)
        try:
            yield kernel, process
        finally:
            process.kill()
            kernel.close(drain=0)


@contextmanager
def kernel_with_idle_peer(transport: Transport, folder: Path) -> Iterator[Kernel]:
    """Yield a kernel whose host does nothing."""
    with idle_host(transport) as (kernel, _):
        yield kernel


@contextmanager
def kernel_with_stopped_peer(transport: Transport, folder: Path) -> Iterator[Kernel]:
    """Yield a kernel whose host is frozen."""
    with idle_host(transport) as (kernel, process):
        stop(process)
        yield kernel


@contextmanager
def kernel_with_killed_peer(transport: Transport, folder: Path) -> Iterator[Kernel]:
    """Yield a kernel that has heard that its host was killed."""
    with idle_host(transport) as (kernel, process):
        process.kill()
        await_loss(kernel)
        yield kernel


@contextmanager
def kernel_with_closed_peer(transport: Transport, folder: Path) -> Iterator[Kernel]:
    """Yield a kernel that has heard that its host has closed."""
    with idle_host(transport) as (kernel, process):
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
        assert list(kernel.down1) == []
        yield kernel


@contextmanager
def closed_kernel(transport: Transport, folder: Path) -> Iterator[Kernel]:
    """Yield a kernel that has closed."""
    with idle_host(transport) as (kernel, _):
        kernel.close()
        yield kernel


def stop(process: subprocess.Popen[bytes]) -> None:
    """Freeze a child, and return when it is frozen."""
    os.kill(process.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)


def await_loss(side: Side) -> None:
    end = side.reports if isinstance(side, Host) else side.orders
    with suppress(PeerLost):
        raise AssertionError(f"{side!r} has received {end.recv(10)!r}")


OPEN: Final[dict[str, Situation]] = {
    "host, no peer": host_without_peer,
    "host, handshake": host_during_handshake,
    "host, full": host_with_idle_peer,
    "host, stopped peer": host_with_stopped_peer,
    "kernel, full": kernel_with_idle_peer,
    "kernel, stopped peer": kernel_with_stopped_peer,
}
"""Nothing has ended yet: whoever waits may still get what it waits for."""

LOST: Final[dict[str, Situation]] = {
    "host, killed peer": host_with_killed_peer,
    "kernel, killed peer": kernel_with_killed_peer,
}

CLOSED: Final[dict[str, Situation]] = {
    "host, closed": closed_host,
    "host, closed peer": host_with_closed_peer,
    "kernel, closed": closed_kernel,
    "kernel, closed peer": kernel_with_closed_peer,
}
