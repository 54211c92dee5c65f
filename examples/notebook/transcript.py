"""What the events of a kernel mean to the user."""

from collections.abc import Mapping
from typing import assert_never

from examples.notebook.cells import Cell
from examples.notebook.display import Display
from generated import (
    CellId,
    CellStatus,
    CellStatusChanged,
    CellValue,
    CompletionResult,
    InputRequest,
    KernelIdle,
    Stderr,
    Stdout,
    StreamMessage,
    Traceback,
)

LONG = 0.2
"""Seconds after which a cell is one that takes some time."""


class Transcript:
    """What has happened in a notebook so far, in one kernel or several.

    `remaining` are the cells that have not begun, `failed` those that did not succeed.
    `running` is the cell that runs, since `running_since`, in seconds since 1970; both are
    None between cells.
    """

    def __init__(self, cells: Mapping[CellId, Cell], display: Display) -> None:
        self.running: CellId | None = None
        self.running_since: float | None = None
        self.remaining: list[CellId] = list(cells)
        self.failed: list[CellId] = []
        self._errors: dict[CellId, str] = {}
        self._cells = cells
        self._display = display

    def show(self, event: StreamMessage) -> None:
        """Show what an event says."""
        match event:
            case CellStatusChanged():
                self._show_status(event)
            case Stdout():
                self._display.stdout(event.text)
            case Stderr():
                self._display.stderr(event.text)
            case CellValue():
                self._display.value(event.text)
            case Traceback():
                self._errors[event.cell_id] = event.error
                self._display.error(event.text)
            case CompletionResult():
                self._display.remark(
                    "completions: " + ("  ".join(event.matches) or "none")
                )
            case KernelIdle():
                pass
            case InputRequest():
                self._display.question(event.prompt)
            case _:
                assert_never(event)

    def lose_kernel(self) -> str:
        """Take note that the kernel is gone; return what it was doing, in words.

        That a cell began may have got lost with the kernel. So if none is known to run, the
        next one counts as the one that did it, and does not remain.
        """
        cell_id, what = self.running, "was running"
        self.running = self.running_since = None
        if cell_id is None:
            if not self.remaining:
                return "all cells had run"
            cell_id, what = self.remaining.pop(0), "was about to run"
        self.failed.append(cell_id)
        self._errors[cell_id] = "the kernel died"
        return f"{self._label(cell_id)} {what}"

    def summarise(self) -> None:
        """Show how the run went."""
        succeeded = len(self._cells) - len(self.failed)
        self._display.heading(f"{succeeded} of {len(self._cells)} cells succeeded")
        for cell_id in self.failed:
            self._display.remark(f"[{cell_id}] {self._errors[cell_id]}")

    def _show_status(self, event: CellStatusChanged) -> None:
        match event.status:
            case CellStatus.QUEUED | CellStatus.UNRECOGNISED:
                pass
            case CellStatus.RUNNING:
                self.running = event.cell_id
                self.running_since = event.timestamp
                self.remaining.remove(event.cell_id)
                self._display.heading(self._label(event.cell_id))
            case CellStatus.SUCCEEDED | CellStatus.FAILED | CellStatus.INTERRUPTED:
                if event.status is not CellStatus.SUCCEEDED:
                    self.failed.append(event.cell_id)
                seconds = event.timestamp - (self.running_since or event.timestamp)
                self.running = self.running_since = None
                if seconds >= LONG:
                    self._display.remark(f"took {seconds:.1f} s")
            case _:
                assert_never(event.status)

    def _label(self, cell_id: CellId) -> str:
        return f"[{cell_id}/{len(self._cells)}] {self._cells[cell_id].title}"
