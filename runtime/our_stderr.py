"""This process's standard error, for passing on what others write, without waiting for it.

Rule 1: it is shared with others, so its flags stay as they are.
Rule 2: as long as somebody reads it, nothing is lost; else the newest is kept, up to a bound, and
        what was lost is counted, and said.
Rule 3: what descriptor 2 is at the moment is written to; once broken, it is left alone.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import Final

if sys.platform != "win32":
    import select

STDERR: Final = 2
_WAITING: Final = 1024 * 1024
_DELAY: Final = 0.1
"""How many seconds a writer may be delayed before anything is lost."""
_PATIENCE: Final = 1.0
"""How many seconds nothing may be taken, when there is no more to come."""

# A pipe that `poll` calls ready takes so many without waiting.
if sys.platform == "win32":
    _AT_ONCE: Final = 4096
else:
    _AT_ONCE: Final = select.PIPE_BUF


class OurStderr:
    """What waits to be written to descriptor 2.

    Args:
        whose: who wrote it, for the line on dropped bytes.
    """

    def __init__(self, whose: str) -> None:
        self._whose = whose
        self._bytes = bytearray()
        self._dropped = 0
        self._stuck = False
        # If it was closed when this program started, descriptor 2 is by now something else.
        self._broken = sys.__stderr__ is None

    @property
    def waits(self) -> bool:
        """Whether anything waits."""
        return bool(self._bytes)

    def put(self, data: bytes) -> None:
        """Let bytes wait, in place of the oldest if there are too many."""
        if self._broken:
            return
        self._bytes += data
        excess = max(0, len(self._bytes) - _WAITING)
        self._dropped += excess
        del self._bytes[:excess]

    def flow(self) -> None:
        """Write what there is room for. With much to lose, give it a moment, if that helps."""
        while self._bytes:
            full = len(self._bytes) > _WAITING // 2
            if not self._write(_DELAY if full and not self._stuck else 0):
                self._stuck = self._stuck or full
                return
            self._stuck = False

    def flush(self) -> None:
        """Write all that waits, unless nothing is taken for a while."""
        while self._bytes and self._write(_PATIENCE):
            pass

    def _write(self, seconds: float) -> bool:
        """Write some of what waits; return whether there was room, within so many seconds."""
        if not _has_room(seconds):
            return False
        note = b""
        if self._dropped:
            text = f"{self._dropped} bytes from {self._whose} were dropped"
            note = f"\nstubwire: {text}: nobody read this stream\n".encode()
        try:
            written = _write(note + self._bytes[: _AT_ONCE - len(note)])
        except BlockingIOError:  # somebody else took the room
            return False
        except OSError:
            self._broken = True
            self._bytes.clear()
            return False
        self._dropped = 0
        del self._bytes[: max(0, written - len(note))]
        return True


def _has_room(seconds: float) -> bool:
    """Return whether descriptor 2 takes something, or is broken. Windows cannot say."""
    if sys.platform != "win32":
        poll = select.poll()
        poll.register(STDERR, select.POLLOUT)
        return bool(poll.poll(seconds * 1000))
    return True


def _write(data: bytes) -> int:
    """Write to descriptor 2; where that is possible, never wait, whoever else writes to it.

    Raises:
        BlockingIOError: it takes nothing at the moment.
        OSError: it is closed, or nobody is at its other end.
    """
    mode = os.fstat(STDERR).st_mode
    if sys.platform == "linux" and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
        # Opened anew it has flags of its own. (A file would have an offset of its own, too.)
        flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY
        try:
            own = os.open(f"/proc/self/fd/{STDERR}", flags)
        except OSError:  # another user's
            return os.write(STDERR, data)
        try:
            return os.write(own, data)
        finally:
            os.close(own)
    return os.write(STDERR, data)
