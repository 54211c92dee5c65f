"""When another process ended, to the moment, whoever waits for it; and what is still to happen."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep

from tests.contract.traffic import WATCHDOG


class Death:
    """The end of a process, of any parent, that runs while this is made."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.at: float | None = None
        self._process = os.pidfd_open(pid)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def wait(self, timeout: float = WATCHDOG) -> float:
        """Wait for it; return when it was, by the monotonic clock."""
        self._thread.join(timeout)
        if self.at is None:
            raise TimeoutError(f"process {self.pid} still runs after {timeout} s")
        return self.at

    def _watch(self) -> None:
        # Not `waitid`: who started the process has reaped it by then, perhaps.
        poll = select.poll()
        poll.register(self._process, select.POLLIN)
        poll.poll()
        self.at = monotonic()
        os.close(self._process)


def await_end(pid: int) -> None:
    """Wait until a process, of any parent, has ended."""
    with suppress(ProcessLookupError):
        Death(pid).wait()


def until(happened: Callable[[], bool], timeout: float = WATCHDOG) -> None:
    """Return once something has happened that nobody tells."""
    deadline = monotonic() + timeout
    while not happened():
        if monotonic() > deadline:
            raise TimeoutError(f"not within {timeout} s")
        sleep(0.001)
