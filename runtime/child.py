"""The process at the other end: started with its connection info, then watched."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


class Child:
    process: subprocess.Popen[bytes]

    def __init__(
        self,
        argv: Sequence[str],
        info: bytes,
        cwd: str | None,
        env: Mapping[str, str] | None,
    ) -> None:
        import subprocess

        stdin, self._lifeline = os.pipe()
        try:
            self.process = subprocess.Popen(argv, stdin=stdin, cwd=cwd, env=env)
        except BaseException:
            os.close(self._lifeline)
            raise
        finally:
            os.close(stdin)
        line = memoryview(info + b"\n")
        with suppress(BrokenPipeError):
            while line:
                line = line[os.write(self._lifeline, line) :]

    def watch(self, ended: Callable[[int], None]) -> None:
        self._thread = threading.Thread(
            target=lambda: ended(self.process.wait()),
            daemon=True,
        )
        self._thread.start()

    def wait(self, timeout: float) -> None:
        self._thread.join(timeout)

    def end(self) -> None:
        self.process.kill()
        self._thread.join()
        self.release()

    def release(self) -> None:
        os.close(self._lifeline)

    def tail(self) -> str:
        return ""
