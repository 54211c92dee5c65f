"""What Ctrl-C does to the host, at each moment of its life.

Rule 1: it raises at most once, and only where the host cannot be asked: while a kernel starts.
Rule 2: one that comes when nothing can be done about it is kept, and heeded at the next start.
"""

import signal
import subprocess
import sys
from collections.abc import Callable
from types import FrameType

KERNEL = [sys.executable, "-m", "examples.notebook.kernel"]


class CtrlC:
    """Does `deed`, if there is one. It is called in the middle of anything, so it prints nothing."""

    def __init__(self) -> None:
        self.deed: Callable[[], None] | None = None
        self._came = False
        self._raises = False
        signal.signal(signal.SIGINT, self._handle)

    def check(self) -> None:
        """Raise `KeyboardInterrupt` if one has come and was kept."""
        if self._came:
            raise KeyboardInterrupt

    def start(
        self, spawn: Callable[[list[str]], subprocess.Popen[bytes]]
    ) -> subprocess.Popen[bytes]:
        """Start a kernel, or raise `KeyboardInterrupt`."""
        self._raises = True
        try:
            self.check()
            return _spawn(spawn)
        finally:
            # Python runs signal handlers after calls: none runs before this is done.
            self._raises = False

    def _handle(self, signum: int, frame: FrameType | None) -> None:
        if self.deed is not None:
            self.deed()
        elif not self._came:
            self._came = True
            if self._raises:
                raise KeyboardInterrupt


if sys.platform == "win32":

    def _spawn(
        spawn: Callable[[list[str]], subprocess.Popen[bytes]],
    ) -> subprocess.Popen[bytes]:
        return spawn(KERNEL)

else:

    def _spawn(
        spawn: Callable[[list[str]], subprocess.Popen[bytes]],
    ) -> subprocess.Popen[bytes]:
        """Start a kernel that Ctrl-C in the terminal does not reach: it inherits what is blocked.

        Here it still arrives, by another thread.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            return spawn(KERNEL)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
