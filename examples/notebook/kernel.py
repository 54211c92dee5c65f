"""The kernel: runs the cells of one notebook, for the host that started it.

    python -m examples.notebook.kernel

One thread per channel, because none of them may wait for another: cells run in the main
thread, where signals arrive; meanwhile, code is completed and UI elements change.
"""

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from typing import assert_never

from runtime import PeerLost

from examples.notebook.completion import complete
from examples.notebook.console import Console
from examples.notebook.elements import apply, batches
from examples.notebook.execution import Interpreter
from examples.notebook.interrupts import Interrupts
from generated import (
    CellStatus,
    CellStatusChanged,
    CompletionResult,
    ExecuteCells,
    Kernel,
    KernelIdle,
    ModelCommand,
    Origin,
    StopKernel,
    UpdateUIElement,
)


def main() -> int:
    """Do what the host says, until it says stop or is gone; return the exit status."""
    _leave_terminal()
    # On the way to the user, what is said of the connection would need the connection.
    logging.getLogger("stubwire").propagate = False
    logging.getLogger("stubwire").addHandler(logging.NullHandler())
    interrupts = Interrupts()
    try:
        with Kernel.connect() as kernel:
            console = Console(kernel.stream, kernel.input)
            interpreter = Interpreter(kernel.stream, console, interrupts)
            _in_background(lambda: _complete(kernel, interpreter))
            _in_background(lambda: _change_elements(kernel, interpreter))
            if kernel.win32_interrupt is not None:
                messages = kernel.win32_interrupt
                _in_background(lambda: interrupts.relay(messages))
            with console.installed():
                _obey(kernel, interpreter, console)
                _await_threads()
    except PeerLost:
        return 1  # nobody is left who could be told
    finally:
        interrupts.end()
    return 0


def _obey(kernel: Kernel, interpreter: Interpreter, console: Console) -> None:
    for command in kernel.control:
        match command:
            case ExecuteCells():
                console.terminal = command.terminal
                _execute(command, kernel, interpreter)
            case UpdateUIElement() | ModelCommand():
                apply([command], interpreter.namespace)
            case StopKernel():
                return
            case _:
                assert_never(command)


def _execute(command: ExecuteCells, kernel: Kernel, interpreter: Interpreter) -> None:
    if command.terminal is not None:
        # Where `shutil.get_terminal_size` looks first.
        os.environ["COLUMNS"] = str(command.terminal.columns)
        os.environ["LINES"] = str(command.terminal.rows)
    origins = command.origins or [
        Origin(path=f"<cell {cell}>") for cell in command.cell_ids
    ]
    cells = list(zip(command.cell_ids, command.codes, origins, strict=True))
    kernel.stream.send_many(
        CellStatusChanged(cell_id=cell, status=CellStatus.QUEUED)
        for cell in command.cell_ids
    )
    failed = []
    for cell_id, code, origin in cells:
        _let_import_neighbours(origin)
        if interpreter.run(cell_id, code, origin) is not CellStatus.SUCCEEDED:
            failed.append(cell_id)
    kernel.stream.send(KernelIdle(failed=failed))


def _let_import_neighbours(origin: Origin) -> None:
    """As Python does for a script: modules beside it can be imported."""
    directory = os.path.dirname(os.path.abspath(origin.path))
    if os.path.isfile(origin.path) and directory not in sys.path:
        sys.path.insert(0, directory)


def _complete(kernel: Kernel, interpreter: Interpreter) -> None:
    for request in kernel.completion:
        matches = complete(request.code, interpreter.namespace, request.limit)
        kernel.stream.send(
            CompletionResult(request_id=request.request_id, matches=matches)
        )


def _change_elements(kernel: Kernel, interpreter: Interpreter) -> None:
    for batch in batches(kernel.ui_element):
        apply(batch, interpreter.namespace)


def _await_threads() -> None:
    """As Python does for a script, but while the host can show what they print."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


def _in_background(work: Callable[[], None]) -> None:
    def work_for_the_host() -> None:
        # Without its host, the runtime ends this process, even in the middle of a cell.
        with contextlib.suppress(PeerLost):
            work()

    threading.Thread(target=work_for_the_host, daemon=True).start()


def _leave_terminal() -> None:
    """Let Ctrl-C in the terminal reach the host only, which passes it on."""
    if sys.platform != "win32":
        # Not permitted when started by hand; then nobody would pass it on.
        with contextlib.suppress(PermissionError):
            os.setsid()


if __name__ == "__main__":
    sys.exit(main())
