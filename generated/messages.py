# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The types and messages of the catalogue 'notebook', version 1.0."""

import time
from typing import Annotated, NewType, TypeAlias

import msgspec
from runtime import OpenEnum

CellId = NewType("CellId", str)
"""Identifies a cell for as long as the notebook is open."""

ElementId = NewType("ElementId", str)
"""A UI element: the variable of the notebook that holds its value."""

ModelId = NewType("ModelId", str)
"""A model: the variable of the notebook that holds its values, in a dict."""

RequestId = NewType("RequestId", int)
"""Tells which request a result answers."""

UIValue: TypeAlias = bool | int | float | str | list[str] | None
"""What a UI element can be set to."""


class CellStatus(OpenEnum, unknown="UNRECOGNISED"):
    """How far a cell has got. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    UNRECOGNISED = "UNRECOGNISED"


class Origin(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
):
    """Where a cell stands in its file, so that a traceback can point there."""

    path: str
    """The file, as the user named it."""
    line: Annotated[int, msgspec.Meta(ge=1)] = 1
    """The line of the file that holds the cell's first line."""


class Terminal(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
):
    """What the user looks at, if it is a terminal."""

    columns: Annotated[int, msgspec.Meta(ge=1)] = 80
    """Its width, in characters."""
    rows: Annotated[int, msgspec.Meta(ge=1)] = 24
    """Its height, in lines."""


class UpdateUIElement(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="update-ui-element",
    rename="camel",
):
    """Give a UI element a new value."""

    element_id: ElementId
    """The element; it need not exist yet."""
    value: UIValue
    """What it is set to."""


class ModelCommand(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="model-command",
    rename="camel",
):
    """Give some of the values of a model, and leave the others as they are."""

    model_id: ModelId
    """The model; it need not exist yet."""
    state: dict[str, UIValue] = msgspec.field(default_factory=dict)
    """The new values, by their names."""


Batchable: TypeAlias = UpdateUIElement | ModelCommand
"""A change of which only the last counts, so that many can be applied as one."""


class ExecuteCells(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="execute-cells",
    rename="camel",
):
    """Run cells, one after the other. One that fails does not keep the next from running."""

    cell_ids: list[CellId]
    """The cells, in the order in which they run."""
    codes: list[str]
    """The source of each cell; as long as `cell_ids`."""
    origins: list[Origin] = msgspec.field(default_factory=list)
    """Where each cell stands; empty if in no file."""
    terminal: Terminal | None = None
    """Where the output is shown; none for a file or a pipe."""


class StopKernel(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="stop-kernel",
    rename="camel",
):
    """Finish what was asked before, then end."""


class CompleteCode(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="complete-code",
    rename="camel",
):
    """Ask how a piece of code may go on. Answered while a cell runs, too."""

    request_id: RequestId
    """Comes back in the `CompletionResult`."""
    code: str
    """What was typed so far, up to the cursor."""
    limit: Annotated[int, msgspec.Meta(ge=1)] = 100
    """No more matches than this."""


class CellStatusChanged(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="cell-status-changed",
    rename="camel",
):
    """A cell got further."""

    cell_id: CellId
    """The cell."""
    status: CellStatus
    """How far it is now."""
    timestamp: float = msgspec.field(default_factory=time.time)
    """When that was, in seconds since 1970."""


class Stdout(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="stdout",
    rename="camel",
):
    """Text that was printed, sent as soon as its line is complete or flushed."""

    text: str
    """The text, with its line ends."""
    cell_id: CellId | None = None
    """The cell that was running, if one was."""


class Stderr(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="stderr",
    rename="camel",
):
    """Like `Stdout`, for what was printed to `sys.stderr`."""

    text: str
    """The text, with its line ends."""
    cell_id: CellId | None = None
    """The cell that was running, if one was."""


class CellValue(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="cell-value",
    rename="camel",
):
    """The value of a cell's last expression, unless it is `None`."""

    cell_id: CellId
    """The cell."""
    text: str
    """The value as `repr` shows it."""


class Traceback(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="traceback",
    rename="camel",
):
    """Why a cell did not succeed."""

    cell_id: CellId
    """The cell."""
    error: str
    """The exception in one line: its class and what it says."""
    text: str
    """What Python would have printed, from the cell's own frames on."""


class InputRequest(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="input-request",
    rename="camel",
):
    """A cell called `input()` and waits for an answer on the channel `input`."""

    prompt: str = ""
    """What to show before the place where the user types."""
    cell_id: CellId | None = None
    """The cell that was running, if one was."""


class CompletionResult(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="completion-result",
    rename="camel",
):
    """How a piece of code may go on."""

    request_id: RequestId
    """From the `CompleteCode` that this answers."""
    matches: list[str]
    """The code, completed, in alphabetical order."""


class KernelIdle(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="kernel-idle",
    rename="camel",
):
    """The kernel has run everything that one `ExecuteCells` asked for."""

    failed: list[CellId] = msgspec.field(default_factory=list)
    """The cells that did not succeed."""
