"""Processes that are measured.

Rule 1: each is bounded in time.
Rule 2: neither it nor what it started outlives the call, whatever ends the call.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

_GRACE: Final = 2.0
"""Seconds to end in, for what is no longer wanted."""

ROOT: Final = Path(__file__).parents[1]
"""Where the project is, and where measured processes run."""


class MeasurementFailed(Exception):
    """What was to be measured failed, or took too long: there is no figure."""


def run_python(arguments: Sequence[str], patience: float, status: int = 0) -> bytes:
    """Run `python ARGUMENTS` from the project's root; return what it printed.

    Args:
        arguments: what follows `python`.
        patience: how many seconds it may take.
        status: the exit status that it ends with if all is well.

    Raises:
        MeasurementFailed: it ended with another status, or not in time.
    """
    argv = [sys.executable, *arguments]
    with subprocess.Popen(
        argv,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=patience)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                text = (
                    f"{' '.join(argv)}: not done after {patience} s, so it was killed"
                )
                raise MeasurementFailed(text) from None
            raise
    if process.returncode != status:
        told = err.decode(errors="replace").strip()
        text = f"{' '.join(argv)}: ended with exit code {process.returncode}\n{told}"
        raise MeasurementFailed(text)
    return out


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started: they are its process group.

    They are asked first: what would be left in the system, semaphores for one, goes with them.
    """
    os.killpg(process.pid, signal.SIGTERM)
    deadline = monotonic() + _GRACE
    while monotonic() < deadline:
        process.poll()
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        sleep(0.01)  # nothing tells when a group is gone
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """Return the environment, such that modules are compiled once, as those of a user are.

    Whatever directories are made are in the temporary one.
    """
    without = ("PYTHONDONTWRITEBYTECODE", "XDG_RUNTIME_DIR")
    return {k: v for k, v in os.environ.items() if k not in without}
