"""Signals that strike the main thread a thousand times a second.

An exception can always strike in the user's own code, between the end of `recv` and the assignment,
say. So a handler here raises only while the runtime runs, or something that it has called.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from types import FrameType
from typing import Final, Literal, NoReturn, TypeAlias

import runtime

Handler: TypeAlias = Literal["interrupt", "raise", "count"]
"""What it does: what Python's own does for Ctrl-C; raise another exception; not raise."""

HANDLERS: Final[tuple[Handler, ...]] = ("interrupt", "raise", "count")
SIGNALS: Final = ("SIGINT", "SIGALRM")

EACH: Final = 0.001
"""Seconds between two strikes."""

PATIENCE: Final = 30.0

RUNTIME: Final = os.path.dirname(runtime.__file__) + os.sep

STRIKER: Final = """
import os, sys, time
while True:
    os.kill(int(sys.argv[1]), int(sys.argv[2]))
    time.sleep(float(sys.argv[3]))
"""


class StruckError(Exception):
    """What a handler raises."""


STRUCK: Final = (StruckError, KeyboardInterrupt)


class Strikes:
    """How often a handler was called, and how often it raised."""

    def __init__(self, handler: Handler) -> None:
        self.total = 0
        self.raised = 0
        self._handler = handler

    def strike(self, number: int, frame: FrameType | None) -> None:
        self.total += 1
        if self._handler != "count" and in_runtime(frame):
            self.raised += 1
            self._raise(number, frame)

    def _raise(self, number: int, frame: FrameType | None) -> NoReturn:
        if self._handler == "interrupt":
            signal.default_int_handler(number, frame)
        raise StruckError


def in_runtime(frame: FrameType | None) -> bool:
    """Return whether a frame, or one that waits for it, is the runtime's."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(RUNTIME):
            return True
        frame = frame.f_back
    return False


@contextmanager
def striking(name: str, handler: Handler) -> Iterator[Strikes]:
    """Let a signal strike until the block ends; then it is ignored."""
    number = signal.Signals[name]
    strikes = Strikes(handler)
    signal.signal(number, strikes.strike)
    try:
        if number == signal.SIGALRM:
            signal.setitimer(signal.ITIMER_REAL, EACH, EACH)
            yield strikes
        else:
            with striker(number):
                await_first(strikes)
                yield strikes
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(number, signal.SIG_IGN)


def await_first(strikes: Strikes) -> None:
    end = monotonic() + PATIENCE
    while not strikes.total:
        assert monotonic() < end, "nothing strikes"
        sleep(EACH)


@contextmanager
def striker(number: signal.Signals) -> Iterator[None]:
    """Let another process send a signal to this one."""
    arguments = [str(os.getpid()), str(int(number)), str(EACH)]
    process = subprocess.Popen([sys.executable, "-ISc", STRIKER, *arguments])
    try:
        yield
    finally:
        process.kill()
        process.wait()
