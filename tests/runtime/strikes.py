"""A signal handler, at each of the moments at which one can strike: it raises, or does something.

CPython runs handlers after calls of what is not Python, as a function of Python begins, and as a
loop jumps back. A handler that a timer calls strikes at some of these moments; a trace function
gets to all of them, one by one.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeAlias

import runtime

_RUNTIME: Final = str(Path(runtime.__file__).parent)

_BEFORE: Final = ("CALL", "RESUME", "JUMP_BACKWARD")
"""How the names of the instructions begin after which CPython runs handlers."""

_Trace: TypeAlias = Callable[[FrameType, str, Any], Any]


class StruckError(Exception):
    """What the handler raises."""


class Strike:
    """Strikes once, at the moment of this number; `happened` says whether there were so many."""

    def __init__(self, at: int, handle: Callable[[], object]) -> None:
        self.happened = False
        self._handle = handle
        self._left = at
        self._last: dict[FrameType, int] = {}

    def trace(self, frame: FrameType, event: str, _: object) -> _Trace | None:
        """Watch every instruction of the runtime."""
        if event == "call" and frame.f_back is not None:
            # What it returns to is reached without a moment between.
            self._last.pop(frame.f_back, None)
        if not frame.f_code.co_filename.startswith(_RUNTIME):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            last = self._last.get(frame)
            self._last[frame] = frame.f_lasti
            if last is not None:
                name = dis.opname[frame.f_code.co_code[last]]
                if name.startswith(_BEFORE):
                    self._count()
        return self.trace

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0 and not self.happened:
            self.happened = True
            sys.settrace(None)
            self._handle()


def _raise() -> None:
    raise StruckError


@contextmanager
def striking(at: int, handle: Callable[[], object] = _raise) -> Iterator[Strike]:
    """Have a handler strike this thread in the runtime, at the moment of this number."""
    strike = Strike(at, handle)
    before = sys.gettrace()
    sys.settrace(strike.trace)
    try:
        yield strike
    finally:
        sys.settrace(before)
