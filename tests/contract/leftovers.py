"""What a connection may leave behind in a process: nothing."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

import pytest
from runtime import ChannelEmpty

from tests.contract.deaths import until
from tests.contract.scale import limit
from tests.contract.wire import Host
from tests.runtime.processes import children

SETTLED = limit(5.0)
"""Seconds that threads of libzmq may take to end."""


@contextmanager
def nothing_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Check that there is no child, thread, descriptor or directory that was not there before."""
    with tempfile.TemporaryDirectory(prefix="nothing-") as directory:
        monkeypatch.setenv("XDG_RUNTIME_DIR", directory)
        make_what_stays()
        before = children(), threads(), descriptors()
        yield
        until(lambda: threads() <= before[1], SETTLED)
        assert descriptors() == before[2]
        assert children() == before[0]
        assert os.listdir(directory) == []


@cache
def make_what_stays() -> None:
    """Have a caller wait, once: for that, a process has a descriptor of its own for good."""
    host, kernel = Host.pair()
    with host, kernel, suppress(ChannelEmpty):
        kernel.down1.recv(0.1)


def threads() -> set[str]:
    """Return the threads of this process: Python's, by name, and all others by number."""
    names = {thread.name for thread in threading.enumerate()}
    return names | set(os.listdir("/proc/self/task"))


def descriptors() -> dict[str, str]:
    """Return the open descriptors of this process, and what is behind them."""
    found = {}
    for number in os.listdir("/proc/self/fd"):
        try:
            found[number] = os.readlink(f"/proc/self/fd/{number}")
        except FileNotFoundError:  # it was that of the listing
            continue
    return found
