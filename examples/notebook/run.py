"""Follows one kernel, from its first command to its end.

The kernel is told at once all that it has to do, in order. From then on the host listens,
answers and interrupts.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from runtime import (
    ChannelClosed,
    ChannelEmpty,
    PeerLost,
    PeerRecovered,
    PeerUnresponsive,
)

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
    Terminal,
)

STUCK = 1.0
"""Seconds after which a host that has ended its kernel, and still writes, is told to stop."""


@dataclass(frozen=True)
class Wishes:
    """What the user wants besides the cells.

    `settings` hold once the first cell has run; `slides` and `completion` wait for a cell
    that takes some time. `restart` is for a kernel that dies.
    """

    settings: Sequence[Batchable] = ()
    slides: Sequence[Batchable] = ()
    completion: str | None = None
    restart: bool = False


class Run:
    """One kernel, and what the user wants of it. `wishes` are those not yet fulfilled."""

    def __init__(
        self,
        host: Host,
        kernel: subprocess.Popen[bytes],
        wishes: Wishes,
        display: Display,
        transcript: Transcript,
        keyboard: Keyboard,
    ) -> None:
        self.wishes = wishes
        self._host = host
        self._kernel = kernel
        self._display = display
        self._transcript = transcript
        self._keyboard = keyboard
        self._begun = False
        self._interrupted = False
        self._given_up: float | None = None
        self._stuck = False
        threading.Thread(target=self._tell, daemon=True).start()

    def command(self, path: str, cells: Mapping[CellId, Cell]) -> None:
        """Tell the kernel what to do. Settings follow the first cell, if that is among them."""
        ids, terminal = list(cells), self._display.terminal()
        if self.wishes.settings:
            first = [cell_id for cell_id in ids[:1] if cell_id == CellId("1")]
            self._host.control.send(execution(path, cells, first, terminal))
            self._host.control.send_many(self.wishes.settings)
            ids = ids[len(first) :]
        self._host.control.send(execution(path, cells, ids, terminal))
        self._host.control.send(StopKernel())

    def follow(self) -> int:
        """Show what happens until the kernel has done everything; return its exit code.

        Raises:
            KeyboardInterrupt: the user has ended the kernel.
            PeerLost: it has died.
        """
        try:
            for event in self._events():
                self._follow(event)
        except PeerLost:
            if self._given_up is None:
                raise
        exitcode = self._kernel.wait()
        if self._given_up is not None:
            raise KeyboardInterrupt
        return exitcode

    def interrupt(self) -> None:
        """Interrupt the cell that runs; if that did not help before, end the kernel.

        May be called in the middle of anything. If the kernel was ended and the host is still
        here, because nobody reads what it writes, that is cut short.

        Raises:
            KeyboardInterrupt: in that case only, once.
        """
        if self._interrupted or not self._begun:
            self._give_up()
        elif self._host.win32_interrupt is None:
            self._kernel.send_signal(signal.SIGINT)
        else:
            with contextlib.suppress(ChannelClosed, PeerLost):
                self._host.win32_interrupt.send(True)
        self._interrupted = True

    def _give_up(self) -> None:
        if self._given_up is None:
            self._given_up = time.monotonic()
            self._kernel.kill()
        elif not self._stuck and time.monotonic() > self._given_up + STUCK:
            self._stuck = True
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            raise KeyboardInterrupt

    def _follow(self, event: StreamMessage) -> None:
        self._transcript.show(event)
        match event:
            case CellStatusChanged():
                self._keyboard.withdraw()
                self._begun = self._begun or self._transcript.running is not None
                self._interrupted = False
            case InputRequest():
                self._keyboard.ask(self._answer)
                self._interrupted = False  # who asks has come to its senses

    def _events(self) -> Iterator[StreamMessage]:
        """Return what the kernel sends, and do meanwhile what waits for a long cell."""
        while True:
            wait = None
            since = self._transcript.running_since
            if since is not None and (self.wishes.slides or self.wishes.completion):
                wait = since + LONG - time.time()
                if wait <= 0:
                    self._fulfil()
                    continue
            try:
                yield self._host.stream.recv(timeout=wait)
            except ChannelEmpty:
                continue
            except ChannelClosed:
                return

    def _tell(self) -> None:
        for event in self._host.events:
            match event:
                case PeerUnresponsive():
                    self._display.error("the kernel does not answer: is it stopped?")
                case PeerRecovered():
                    self._display.error("the kernel answers again")

    # The kernel may be gone when these are called; the events that say so are still unread.

    def _fulfil(self) -> None:
        slides, code = self.wishes.slides, self.wishes.completion
        self.wishes = replace(self.wishes, slides=(), completion=None)
        with contextlib.suppress(ChannelClosed, PeerLost):
            self._host.ui_element.send_many(slides)
            if code is not None:
                request = CompleteCode(request_id=RequestId(1), code=code)
                self._host.completion.send(request)

    def _answer(self, line: str) -> None:
        self._display.answer(line)
        with contextlib.suppress(ChannelClosed, PeerLost):
            self._host.input.send(line)


def execution(
    path: str,
    cells: Mapping[CellId, Cell],
    ids: list[CellId],
    terminal: Terminal | None,
) -> ExecuteCells:
    """Return the command that runs some of the cells."""
    return ExecuteCells(
        cell_ids=ids,
        codes=[cells[cell_id].code for cell_id in ids],
        origins=[Origin(path=path, line=cells[cell_id].line) for cell_id in ids],
        terminal=terminal,
    )
