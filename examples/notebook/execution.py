"""Runs the cells of a notebook, one at a time, as if typed at Python's prompt."""

import __future__

import ast
import linecache
import sys
import traceback
from io import StringIO
from types import CodeType, ModuleType, TracebackType

from examples.notebook import console as stand_ins
from examples.notebook import interrupts as handlers
from examples.notebook.console import Console, printable
from examples.notebook.interrupts import Interrupts
from generated import (
    CellId,
    CellStatus,
    CellStatusChanged,
    CellValue,
    Origin,
    StreamPush,
    Traceback,
)

FUTURES: int = sum(
    getattr(__future__, name).compiler_flag for name in __future__.all_feature_names
)

BELOW: tuple[str, ...] = (stand_ins.__name__, handlers.__name__)
"""Our modules that a cell calls, or that interrupt it; tracebacks end above them."""


class Interpreter:
    """The variables of a notebook, and what runs its cells on them."""

    def __init__(
        self, stream: StreamPush, console: Console, interrupts: Interrupts
    ) -> None:
        self._stream = stream
        self._console = console
        self._interrupts = interrupts
        self._futures = 0
        self._lines: dict[str, list[str]] = {}
        # What a script would be: so its classes can be pickled, for one thing.
        module = sys.modules["__main__"] = ModuleType("__main__")
        self.namespace: dict[str, object] = module.__dict__

    def run(self, cell_id: CellId, code: str, origin: Origin) -> CellStatus:
        """Run a cell, send what happens on the way, and return how it ended."""
        self._console.cell_id = cell_id
        try:
            self._interrupts.armed = True
            self._send_status(cell_id, CellStatus.RUNNING)
            self._execute(cell_id, code, origin)
            self._console.flush()
            self._interrupts.armed = False
            status = CellStatus.SUCCEEDED
        except BaseException as error:
            self._interrupts.armed = False
            self._console.flush()
            self._send_traceback(cell_id, error)
            interrupted = isinstance(error, KeyboardInterrupt)
            status = CellStatus.INTERRUPTED if interrupted else CellStatus.FAILED
        self._interrupts.listen()
        self._console.cell_id = None
        self._send_status(cell_id, status)
        return status

    def _execute(self, cell_id: CellId, code: str, origin: Origin) -> None:
        self._remember_lines(code, origin)
        # Empty lines before it make the line numbers those of the file.
        tree = ast.parse("\n" * (origin.line - 1) + code, origin.path)
        last = (
            tree.body.pop()
            if tree.body and isinstance(tree.body[-1], ast.Expr)
            else None
        )
        exec(self._compile(tree, origin, "exec"), self.namespace)
        if isinstance(last, ast.Expr):
            value = eval(
                self._compile(ast.Expression(last.value), origin, "eval"),
                self.namespace,
            )
            if value is not None:
                self._console.flush()
                self._stream.send(
                    CellValue(cell_id=cell_id, text=printable(repr(value)))
                )

    def _compile(
        self, tree: ast.Module | ast.Expression, origin: Origin, mode: str
    ) -> CodeType:
        compiled: CodeType = compile(
            tree, origin.path, mode, flags=self._futures, dont_inherit=True
        )
        # A `from __future__ import` holds for the cells below, too.
        self._futures |= compiled.co_flags & FUTURES
        return compiled

    def _remember_lines(self, code: str, origin: Origin) -> None:
        """Let tracebacks show the lines that ran, even if the file changes or is none."""
        lines = self._lines.setdefault(origin.path, [])
        begin, new = origin.line - 1, list(StringIO(code))
        lines.extend(["\n"] * (begin + len(new) - len(lines)))
        lines[begin : begin + len(new)] = new
        linecache.cache[origin.path] = (sum(map(len, lines)), None, lines, origin.path)

    def _send_status(self, cell_id: CellId, status: CellStatus) -> None:
        self._stream.send(CellStatusChanged(cell_id=cell_id, status=status))

    def _send_traceback(self, cell_id: CellId, error: BaseException) -> None:
        error.__traceback__ = _of_the_cell(error.__traceback__, self.namespace)
        self._stream.send(
            Traceback(
                cell_id=cell_id,
                error=printable(
                    traceback.format_exception_only(error)[-1].rstrip("\n")
                ),
                text=printable("".join(traceback.format_exception(error))),
            )
        )


def _of_the_cell(
    trace: TracebackType | None, namespace: dict[str, object]
) -> TracebackType | None:
    """Leave what the user wrote: nothing above the cell, nor below `print`, `input` or Ctrl-C."""
    while trace is not None and trace.tb_frame.f_globals is not namespace:
        trace = trace.tb_next
    frame = trace
    while frame is not None and frame.tb_next is not None:
        if frame.tb_next.tb_frame.f_globals.get("__name__") in BELOW:
            frame.tb_next = None
        frame = frame.tb_next
    return trace
