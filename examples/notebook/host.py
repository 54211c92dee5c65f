"""Has a notebook run by a kernel; when that dies, by another one, if the user wants it."""

import contextlib
import logging
import queue
import sys
from collections.abc import Sequence

from runtime import PeerLost, StartupError

from examples.notebook.cells import Cell
from examples.notebook.ctrl_c import CtrlC
from examples.notebook.display import Display
from examples.notebook.follower import Wishes
from examples.notebook.keyboard import Keyboard
from examples.notebook.run import Run
from examples.notebook.transcript import LONG, Transcript
from generated import CellId, Host

RESTARTS = 3
"""How many kernels may follow the first one before somebody should look at it."""

HEED = 0.5
"""Seconds after which a signal is heeded even if it came just when Python began to wait."""

QUESTION = "restart the kernel and run the remaining cells? [y/N] "


def run_notebook(notebook: "Notebook", display: Display) -> int:
    """Run a notebook in a kernel of its own, and return the exit status: 0, 1 or 130."""
    # What the runtime logs, the user is told here in other words.
    logging.getLogger("stubwire").addHandler(logging.NullHandler())
    try:
        return notebook.run()
    except StartupError as error:
        display.error(str(error))
        return 1
    except KeyboardInterrupt:
        display.error("interrupted; the kernel was ended")
        return 130


class Notebook:
    """A notebook, and what has become of it in the kernels so far."""

    def __init__(
        self, path: str, cells: Sequence[Cell], wishes: Wishes, display: Display
    ) -> None:
        self._path = path
        self._cells = {
            CellId(str(number)): cell for number, cell in enumerate(cells, start=1)
        }
        self._wishes = wishes
        self._display = display
        self._transcript = Transcript(self._cells, display)
        self._keyboard = Keyboard()
        self._ctrl_c = CtrlC()
        self._restarts = 0

    def run(self) -> int:
        """Run all cells, in as many kernels as it takes, and return the exit status.

        Raises:
            KeyboardInterrupt: the user has ended it.
            StartupError: there is no kernel.
        """
        while True:
            try:
                exitcode = self._run_kernel()
                break
            except PeerLost as error:
                self._report(error)
                if not self._shall_restart():
                    return 1
            self._restarts += 1
            self._display.remark(
                f"restart {self._restarts}: a new kernel, which knows nothing of the "
                f"cells before, runs the remaining {len(self._transcript.remaining)}"
            )
        self._transcript.summarise()
        if exitcode:
            self._display.error(f"the kernel ended with exit code {exitcode}")
        if self._wishes.slides or self._wishes.completion:
            self._display.remark(
                f"no cell took {LONG} s: nothing was completed, nothing slid"
            )
        return 1 if self._transcript.failed or exitcode else 0

    def _run_kernel(self) -> int:
        """Have a kernel run the remaining cells, and return its exit code."""
        with Host.bind() as host:
            kernel = self._ctrl_c.start(host.spawn)
            run = Run(
                host,
                kernel,
                self._wishes,
                self._display,
                self._transcript,
                self._keyboard,
            )
            try:
                self._ctrl_c.deed = run.interrupt
                self._ctrl_c.check()
                cells = {key: self._cells[key] for key in self._transcript.remaining}
                return run.run(self._path, cells)
            except BaseException:
                kernel.kill()  # it may be past listening
                kernel.wait()
                raise
            finally:
                self._ctrl_c.deed = None
                self._keyboard.withdraw()
                self._wishes = run.wishes

    def _report(self, error: PeerLost) -> None:
        """Say what is known of the death of a kernel."""
        told = [self._transcript.lose_kernel()]
        if remaining := len(self._transcript.remaining):
            told.append(f"cells not begun: {remaining}")
        told += (
            f"messages not confirmed: {count} on {channel!r}"
            for channel, count in error.unconfirmed.items()
            if count
        )
        self._display.error(f"the kernel died (exit code {error.exitcode})")
        self._display.error("; ".join(told))

    def _shall_restart(self) -> bool:
        """Return whether there is something to run, and the user wants it run in a new kernel.

        Raises:
            KeyboardInterrupt: the user has ended it.
        """
        if not self._transcript.remaining:
            return False
        if self._wishes.restart:
            return self._restarts < RESTARTS
        if self._display.terminal() is None or not (sys.stdin and sys.stdin.isatty()):
            return False
        # Of a kind to which a signal handler may put something.
        answers = queue.SimpleQueue[str | None]()
        self._ctrl_c.deed = lambda: answers.put(None)
        try:
            self._ctrl_c.check()
            self._display.question(QUESTION)
            self._keyboard.ask(answers.put)
            while True:
                with contextlib.suppress(queue.Empty):
                    answer = answers.get(timeout=HEED)
                    break
        finally:
            self._ctrl_c.deed = None
            self._keyboard.withdraw()
        if answer is None:
            raise KeyboardInterrupt
        self._display.answer(answer)
        return answer.strip().lower() in ("y", "yes")
