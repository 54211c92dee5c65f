"""Where an interrupt goes: to the cell that runs, or nowhere. The kernel survives it."""

import _thread
import contextlib
import signal
from collections.abc import Iterable, Iterator
from types import FrameType


def ignore_interrupts() -> None:
    """From here on, let SIGINT do nothing."""
    # A function, because processes that the notebook starts would inherit SIG_IGN.
    signal.signal(signal.SIGINT, _do_nothing)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGINT raise `KeyboardInterrupt` inside `with`, or on leaving it."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
    finally:
        ignore_interrupts()


def relay_interrupts(interrupts: Iterable[bool]) -> None:
    """Make each message a SIGINT: Windows cannot send that to one process."""
    for _ in interrupts:
        _thread.interrupt_main()


def _do_nothing(signum: int, frame: FrameType | None) -> None:
    pass
