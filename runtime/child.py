"""The process at the other end: started with its connection info, then watched.

Rule 1: its end is noticed at once; what it wrote to standard error is known then, too.
Rule 2: nothing waits for it, and it waits for nothing here.
Rule 3: when it is over, neither a thread nor a descriptor is left, but the lifeline until `release`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, final

from runtime.child_stderr import ChildStderr, pipe

if TYPE_CHECKING:
    import subprocess


@final
class Child:
    """A process, its lifeline and its standard error.

    The lifeline is the other end of its standard input: closed by `release`, or when this process
    ends, it tells the child so. `process` knows of neither: `communicate` and `with` would close
    the one and read the other, which is passed on to our own standard error.

    Args:
        argv: the command line, as for `subprocess.Popen`; also `cwd` and `env`.
        info: a line for its standard input.

    Raises:
        OSError: it cannot be started.
    """

    process: subprocess.Popen[bytes]

    def __init__(
        self,
        argv: Sequence[str],
        info: bytes,
        cwd: str | None,
        env: Mapping[str, str] | None,
    ) -> None:
        # Only the binding side needs it, and it is slow to import.
        import subprocess

        self._lifeline: int | None = None
        self._watcher: threading.Thread | None = None
        with ExitStack() as undo:
            with ExitStack() as theirs:
                stdin, self._lifeline = pipe()
                lifeline = self._lifeline
                theirs.callback(os.close, stdin)
                undo.callback(self.release)
                source, stderr = pipe()
                theirs.callback(os.close, stderr)
                ours = undo.enter_context(ExitStack())
                ours.callback(os.close, source)
                self.process = subprocess.Popen(
                    argv, stdin=stdin, stderr=stderr, cwd=cwd, env=env
                )
                undo.callback(self.process.wait)
                undo.callback(self.process.kill)
            self._stderr = ChildStderr(source, self.process.pid)
            ours.pop_all()
            undo.callback(self._stderr.end)
            line = memoryview(info + b"\n")
            with suppress(BrokenPipeError):  # it has ended, as `watch` will tell
                while line:
                    line = line[os.write(lifeline, line) :]
            undo.pop_all()

    def watch(self, ended: Callable[[int], None]) -> None:
        """Call `ended` with its exit code, as soon as there is one, on a thread."""
        watcher = threading.Thread(
            target=self._watch,
            args=(ended,),
            name=f"stubwire-child-{self.process.pid}",
            daemon=True,
        )
        watcher.start()
        self._watcher = watcher

    def wait(self, timeout: float) -> None:
        """Wait until it is over and `ended` has returned, but not longer."""
        if self._watcher is not None:
            self._watcher.join(timeout)

    def end(self) -> None:
        """Kill it, and leave nothing of it."""
        self.process.kill()
        if self._watcher is not None:
            self._watcher.join()
        else:
            self.process.wait()
            self._stderr.end()
        self.release()

    def release(self) -> None:
        """Let it know that this side has ended."""
        lifeline, self._lifeline = self._lifeline, None
        if lifeline is not None:
            os.close(lifeline)

    def tail(self) -> str:
        """Return the last 4 kB of what it wrote to standard error; complete once it is over."""
        if self.process.returncode is not None:
            self._stderr.wait()
        return self._stderr.tail()

    def _watch(self, ended: Callable[[int], None]) -> None:
        exitcode = self.process.wait()
        self._stderr.end()
        ended(exitcode)
