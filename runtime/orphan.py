"""What becomes of a process whose host is gone: it ends, soon after, if it does not end by itself."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Final

from runtime.log import log
from runtime.receiver import Receiver

ORPHANED: Final = 1.0
"""Seconds that a spawned process has to end by itself when its host is gone."""


def watch(lifeline: int, receiver: Receiver, gone: Callable[[], None]) -> None:
    """Have the receiver thread call `gone` when the other end of the lifeline is."""
    if sys.platform != "win32":  # there, only sockets can be polled
        os.set_blocking(lifeline, False)
        receiver.watch(lifeline, partial(_feel, lifeline, receiver, gone))


def _feel(lifeline: int, receiver: Receiver, gone: Callable[[], None]) -> bool:
    with suppress(BlockingIOError):
        if not os.read(lifeline, 4096):
            receiver.unwatch(lifeline)
            gone()
    return False


def end_soon(receiver: Receiver, name: str) -> None:
    """End this process, unless it is faster; `name` is that of its connection."""
    receiver.set_alarm(monotonic() + ORPHANED, partial(_end_process, name))


def _end_process(name: str) -> None:
    log(logging.CRITICAL, "%s: the host of this process is gone: ending it", name)
    os._exit(1)
