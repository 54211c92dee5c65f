"""The pipe from a host to the kernel it spawned: first the connection info, then nothing.

Rule 1: the info is one line, and not a byte more is read.
Rule 2: nobody writes to it afterwards. Its end is the host's death, or its close.
Rule 3: the kernel's own code never sees it: descriptor 0 becomes /dev/null.
"""

from __future__ import annotations

import os
import select
import stat
from time import monotonic
from typing import Final

from runtime.errors import ConnectionInfoError
from runtime.info import ConnectionInfo

_STDIN: Final = 0
_LONGEST: Final = 1024 * 1024
_ADVICE: Final = "start this program with `host.spawn`, or pass `info`"


def read_info(timeout: float) -> tuple[ConnectionInfo, int | None]:
    """Read the info that `host.spawn` wrote; return it, and the descriptor of the lifeline.

    There is no lifeline where standard input is a file.

    Raises:
        ConnectionInfoError: there is none, or it is malformed.
    """
    info = ConnectionInfo.from_json(_read_line(monotonic() + timeout))
    is_pipe = not stat.S_ISREG(os.fstat(_STDIN).st_mode)
    lifeline = os.dup(_STDIN) if is_pipe else None
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, _STDIN)
    os.close(nothing)
    return info, lifeline


def _read_line(deadline: float) -> bytes:
    line = bytearray()
    try:
        if os.isatty(_STDIN):
            raise ConnectionInfoError(
                f"connection info: standard input is a terminal; {_ADVICE}"
            )
        while not line.endswith(b"\n"):
            if os.name == "posix":
                select.select([_STDIN], [], [], max(0, deadline - monotonic()))
            if monotonic() >= deadline:
                raise ConnectionInfoError(
                    f"connection info: none came in time; {_ADVICE}"
                )
            byte = os.read(_STDIN, 1)
            if not byte:
                break
            line += byte
            if len(line) > _LONGEST:
                raise ConnectionInfoError(
                    f"connection info: the line is too long; {_ADVICE}"
                )
    except OSError:  # there is no descriptor 0
        line.clear()
    if not line:
        raise ConnectionInfoError(
            f"connection info: standard input is empty; {_ADVICE}"
        )
    return bytes(line)
