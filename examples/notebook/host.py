"""Starts a kernel, has it run a notebook, and follows it to its end.

The kernel is told at once all that it has to do, in order. From then on the host listens,
answers and interrupts.
"""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

from runtime import ChannelClosed, ChannelEmpty, PeerLost, StartupError

from examples.notebook.cells import Cell
from examples.notebook.display import Display
from examples.notebook.keyboard import Keyboard
from examples.notebook.transcript import LONG, Transcript
from generated import (
    Batchable,
    CellId,
    CellStatusChanged,
    CompleteCode,
    ExecuteCells,
    Host,
    InputRequest,
    Origin,
    RequestId,
    StopKernel,
    StreamMessage,
)

HEED = 0.5
"""Seconds after which a signal is heeded even if it came just when Python began to wait."""

KERNEL = [sys.executable, "-m", "examples.notebook.kernel"]


@dataclass(frozen=True)
class Wishes:
    """What the user wants besides the cells.

    `settings` hold once the first cell has run; `slides` and `completion` wait for a cell
    that takes some time.
    """

    settings: Sequence[Batchable] = ()
    slides: Sequence[Batchable] = ()
    completion: str | None = None


def run_notebook(
    path: str, cells: Sequence[Cell], wishes: Wishes, display: Display
) -> int:
    """Run cells in a kernel of their own, and return the exit status: 0, 1 or 130."""
    by_id = {CellId(str(number)): cell for number, cell in enumerate(cells, start=1)}
    try:
        with Host.bind() as host:
            kernel = host.spawn(KERNEL)
            try:
                run = _Run(host, kernel, wishes, display, Transcript(by_id, display))
                return run.follow(path, by_id)
            except BaseException:
                kernel.kill()  # it may be past listening
                kernel.wait()
                raise
    except StartupError as error:
        display.error(str(error))
        return 1
    except PeerLost as error:
        display.error(f"the kernel died (exit code {error.exitcode})")
        return 1
    except KeyboardInterrupt:
        display.error("interrupted; the kernel was ended")
        return 130


class _Run:
    """One kernel, from its first command to its end."""

    def __init__(
        self,
        host: Host,
        kernel: subprocess.Popen[bytes],
        wishes: Wishes,
        display: Display,
        transcript: Transcript,
    ) -> None:
        self._host = host
        self._kernel = kernel
        self._wishes = wishes
        self._display = display
        self._transcript = transcript
        self._unfulfilled = bool(wishes.slides or wishes.completion)
        self._interrupted = False
        self._given_up = False
        self._keyboard = Keyboard(self._answer)

    def follow(self, path: str, cells: Mapping[CellId, Cell]) -> int:
        """Have all cells run, show what happens, and return the exit status."""
        signal.signal(signal.SIGINT, self._interrupt)
        self._command(path, cells)
        try:
            for event in self._events():
                self._follow(event)
        except PeerLost:
            if not self._given_up:
                raise
        exitcode = self._kernel.wait()
        if self._given_up:
            raise KeyboardInterrupt
        self._transcript.summarise()
        if exitcode:
            self._display.error(f"the kernel ended with exit code {exitcode}")
        if self._unfulfilled:
            self._display.remark(
                f"no cell took {LONG} s: nothing was completed, nothing slid"
            )
        return 1 if self._transcript.failed or exitcode else 0

    def _follow(self, event: StreamMessage) -> None:
        self._transcript.show(event)
        match event:
            case CellStatusChanged():
                self._keyboard.withdraw()
                self._interrupted = False
            case InputRequest():
                self._keyboard.ask()
                self._interrupted = False  # who asks has come to its senses

    def _command(self, path: str, cells: Mapping[CellId, Cell]) -> None:
        ids = list(cells)
        first = 1 if self._wishes.settings else len(ids)
        self._execute(path, cells, ids[:first])
        self._host.control.send_many(self._wishes.settings)
        self._execute(path, cells, ids[first:])
        self._host.control.send(StopKernel())

    def _execute(
        self, path: str, cells: Mapping[CellId, Cell], ids: list[CellId]
    ) -> None:
        self._host.control.send(
            ExecuteCells(
                cell_ids=ids,
                codes=[cells[cell_id].code for cell_id in ids],
                origins=[
                    Origin(path=path, line=cells[cell_id].line) for cell_id in ids
                ],
                terminal=self._display.terminal(),
            )
        )

    def _events(self) -> Iterator[StreamMessage]:
        """Return what the kernel sends, and do meanwhile what waits for a long cell."""
        while True:
            wait = HEED
            if self._unfulfilled and self._transcript.running_since is not None:
                wait = self._transcript.running_since + LONG - time.time()
                if wait <= 0:
                    self._fulfil()
                    continue
            try:
                yield self._host.stream.recv(timeout=wait)
            except ChannelEmpty:
                continue
            except ChannelClosed:
                return

    # The kernel may be gone when these are called; the events that say so are still unread.

    def _fulfil(self) -> None:
        self._unfulfilled = False
        code = self._wishes.completion
        with contextlib.suppress(ChannelClosed, PeerLost):
            self._host.ui_element.send_many(self._wishes.slides)
            if code is not None:
                request = CompleteCode(request_id=RequestId(1), code=code)
                self._host.completion.send(request)

    def _answer(self, line: str) -> None:
        self._display.answer(line)
        with contextlib.suppress(ChannelClosed, PeerLost):
            self._host.input.send(line)

    def _interrupt(self, signum: int, frame: FrameType | None) -> None:
        """Interrupt the cell that runs; if that did not help before, end the kernel.

        It raises nothing: it may be called in the middle of anything.
        """
        if self._interrupted:
            self._given_up = True
            self._kernel.kill()
        elif self._host.win32_interrupt is None:
            self._kernel.send_signal(signal.SIGINT)
        else:
            with contextlib.suppress(ChannelClosed, PeerLost):
                self._host.win32_interrupt.send(True)
        self._interrupted = True
