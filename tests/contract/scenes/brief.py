"""Kernels that send 100 messages each: `python -m tests.contract.scenes.brief [held]`.

It reads one info after the other on standard input, connects, sends, and waits for the host to close;
then it prints what it holds: threads, descriptors, bytes. "held" is for a host that spawns it: it says
"here" once, and sends until it is killed.
"""

import ctypes
import gc
import os
import sys
import threading
from contextlib import suppress
from time import monotonic, sleep

import msgspec
from runtime import ChannelClosed, ConnectionInfo

from tests.contract.measured import memory
from tests.contract.payload import Sizes, make
from tests.contract.wire import Kernel, Report

MESSAGES = 100


class Holding(msgspec.Struct, frozen=True):
    """What a process holds."""

    threads: int
    descriptors: int
    memory: int


def holding() -> Holding:
    """Return what this process holds, when the threads that have ended are gone."""
    deadline = monotonic() + 1
    while (threads := len(os.listdir("/proc/self/task"))) > threading.active_count():
        if monotonic() > deadline:
            break
        sleep(0.001)
    descriptors = len(os.listdir("/proc/self/fd"))
    return Holding(max(threads, threading.active_count()), descriptors, memory())


def hold_now() -> Holding:
    """The same, without what waits in cycles, or is free and kept by `malloc` for later."""
    gc.collect()
    _trim()
    return holding()


def _trim() -> None:
    with suppress(OSError, AttributeError):  # that of glibc
        ctypes.CDLL(None).malloc_trim(0)


def send(kernel: Kernel) -> None:
    for number in range(MESSAGES):
        kernel.up1.send(make("up1", 0, number, Sizes(16, 4096)))


def main(how: str = "") -> None:
    if how == "held":
        with Kernel.connect() as kernel:
            kernel.reports.send(Report(text="here"))
            while True:
                send(kernel)
    for line in sys.stdin:
        with Kernel.connect(ConnectionInfo.from_json(line), detached=True) as kernel:
            send(kernel)
            with suppress(ChannelClosed):
                kernel.down1.recv()
        print(msgspec.json.encode(hold_now()).decode(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
