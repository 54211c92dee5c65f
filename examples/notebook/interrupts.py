"""Where an interrupt goes: to the cell that runs, or nowhere. The kernel survives it."""

import _thread
import signal
import sys
from collections.abc import Iterable
from types import FrameType


class Interrupts:
    """Lets SIGINT raise `KeyboardInterrupt` while `armed`, and do nothing otherwise.

    Python runs signal handlers after calls: none strikes between two statements without one.
    So `armed = False`, as the first thing after a cell, keeps all that follows from harm.
    """

    def __init__(self) -> None:
        self.armed = False
        self.listen()
        if sys.platform != "win32":
            # The host starts this process with SIGINT blocked.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])

    def listen(self) -> None:
        """Handle SIGINT, whatever a cell has done about it."""
        signal.signal(signal.SIGINT, self._handle)

    def end(self) -> None:
        """Let SIGINT do nothing until this process has ended."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def relay(self, interrupts: Iterable[bool]) -> None:
        """Make each message a SIGINT: Windows cannot send that to one process."""
        for _ in interrupts:
            _thread.interrupt_main()

    def _handle(self, signum: int, frame: FrameType | None) -> None:
        if self.armed:
            raise KeyboardInterrupt
