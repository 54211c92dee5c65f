"""The process at the other end: started with its connection info, then watched."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


def start(
    argv: Sequence[str], info: bytes, cwd: str | None, env: Mapping[str, str] | None
) -> tuple[subprocess.Popen[bytes], int]:
    """Start a process with a line on its standard input; return it, and its lifeline.

    The lifeline is the descriptor of the other end of its standard input, to be closed when this
    side ends. `subprocess` does not know it: `communicate` and `with` would close it.
    """
    # Only the binding side needs it, and it is slow to import.
    import subprocess

    stdin, lifeline = os.pipe()
    try:
        process = subprocess.Popen(argv, stdin=stdin, cwd=cwd, env=env)
    except BaseException:
        os.close(lifeline)
        raise
    finally:
        os.close(stdin)
    line = memoryview(info + b"\n")
    with suppress(BrokenPipeError):  # it has ended already, as `watch` will tell
        while line:
            line = line[os.write(lifeline, line) :]
    return process, lifeline


def watch(
    process: subprocess.Popen[bytes], ended: Callable[[int], None]
) -> threading.Thread:
    """Call `ended` with the exit code of a process, as soon as there is one, on a thread."""
    thread = threading.Thread(
        target=lambda: ended(process.wait()),
        name=f"stubwire-child-{process.pid}",
        daemon=True,
    )
    thread.start()
    return thread
