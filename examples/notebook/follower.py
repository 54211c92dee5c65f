"""What a host does about one kernel, whether a thread follows it or the tasks of an event loop.

What they do in different ways is what waits: see `run` and `async_run`.
"""

import os
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from runtime import Event, PeerRecovered, PeerUnresponsive

from examples.notebook.cells import Cell
from examples.notebook.display import Display
from examples.notebook.keyboard import Keyboard
from examples.notebook.transcript import LONG, Transcript
from generated import (
    Batchable,
    CellId,
    CellStatusChanged,
    CompleteCode,
    ControlMessage,
    ExecuteCells,
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


class Follower(ABC):
    """One kernel, and what the user wants of it. `wishes` are those not yet fulfilled."""

    def __init__(
        self,
        wishes: Wishes,
        display: Display,
        transcript: Transcript,
        keyboard: Keyboard,
    ) -> None:
        self.wishes = wishes
        self._display = display
        self._transcript = transcript
        self._keyboard = keyboard
        self._begun = False
        self._interrupted = False
        self._given_up: float | None = None
        self._stuck = False

    def interrupt(self) -> None:
        """Interrupt the cell that runs; if that did not help before, end the kernel.

        May be called in the middle of anything. If the kernel was ended and the host is still
        here, because nobody reads what it writes, that is cut short.

        Raises:
            KeyboardInterrupt: in that case only, once.
        """
        if self._begun and not self._interrupted:
            self._interrupt_cell()
        elif self._given_up is None:
            self._given_up = time.monotonic()
            self._end_kernel()
        elif not self._stuck and time.monotonic() > self._given_up + STUCK:
            self._stuck = True
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            raise KeyboardInterrupt
        self._interrupted = True

    @abstractmethod
    def _interrupt_cell(self) -> None: ...

    @abstractmethod
    def _end_kernel(self) -> None: ...

    @abstractmethod
    def _answer(self, line: str) -> None:
        """Pass on what was typed; called by the thread that reads it."""

    def _commands(
        self, path: str, cells: Mapping[CellId, Cell]
    ) -> list[ControlMessage]:
        """Return all that the kernel has to do. Settings follow the first cell, if that is among them."""
        ids, terminal = list(cells), self._display.terminal()
        commands: list[ControlMessage] = []
        if self.wishes.settings:
            first = [cell_id for cell_id in ids[:1] if cell_id == CellId("1")]
            commands += [
                _execution(path, cells, first, terminal),
                *self.wishes.settings,
            ]
            ids = ids[len(first) :]
        return [*commands, _execution(path, cells, ids, terminal), StopKernel()]

    def _show(self, event: StreamMessage) -> None:
        self._transcript.show(event)
        match event:
            case CellStatusChanged():
                self._keyboard.withdraw()
                self._begun = self._begun or self._transcript.running is not None
                self._interrupted = False
            case InputRequest():
                self._keyboard.ask(self._answer)
                self._interrupted = False  # who asks has come to its senses

    def _tell(self, event: Event) -> None:
        match event:
            case PeerUnresponsive():
                self._display.error("the kernel does not answer: is it stopped?")
            case PeerRecovered():
                self._display.error("the kernel answers again")

    def _seconds_to_wishes(self) -> float | None:
        """Return when to do what waits for a long cell, if anything waits and a cell runs."""
        since = self._transcript.running_since
        if since is None or not (self.wishes.slides or self.wishes.completion):
            return None
        return since + LONG - time.time()

    def _take_wishes(self) -> tuple[Sequence[Batchable], list[CompleteCode]]:
        """Return what waits for a long cell; it waits no more."""
        slides, code = self.wishes.slides, self.wishes.completion
        self.wishes = replace(self.wishes, slides=(), completion=None)
        if code is None:
            return slides, []
        return slides, [CompleteCode(request_id=RequestId(1), code=code)]


def _execution(
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
