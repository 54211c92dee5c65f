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
    """What has happened in a run so far. `failed` are the cells that did not succeed.

    `running_since` is when the cell that runs began, in seconds since 1970; None between
    cells.
    """

    def __init__(self, cells: Mapping[CellId, Cell], display: Display) -> None:
        self.running_since: float | None = None
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
                self.failed += event.failed
            case InputRequest():
                self._display.question(event.prompt)
            case _:
                assert_never(event)

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
                self.running_since = event.timestamp
                title = self._cells[event.cell_id].title
                self._display.heading(f"[{event.cell_id}/{len(self._cells)}] {title}")
            case CellStatus.SUCCEEDED | CellStatus.FAILED | CellStatus.INTERRUPTED:
                seconds = event.timestamp - (self.running_since or event.timestamp)
                self.running_since = None
                if seconds >= LONG:
                    self._display.remark(f"took {seconds:.1f} s")
            case _:
                assert_never(event.status)
