# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'notebook', and the connection of each role."""

from typing import Final, TypeAlias

from runtime import (
    AsyncBindingConnection,
    AsyncConnectingConnection,
    AsyncPull,
    AsyncPush,
    BindingConnection,
    Channel,
    ConnectingConnection,
    Pull,
    Push,
)

from .messages import (
    Batchable,
    CellStatusChanged,
    CellValue,
    CompleteCode,
    CompletionResult,
    ExecuteCells,
    InputRequest,
    KernelIdle,
    ModelCommand,
    Stderr,
    Stdout,
    StopKernel,
    Traceback,
    UpdateUIElement,
)

ControlMessage: TypeAlias = ExecuteCells | UpdateUIElement | ModelCommand | StopKernel

CONTROL: Final[Channel[ControlMessage]] = Channel(
    "control",
    ControlMessage,
    capacity=1000,
    fingerprint="20aae9d1983c317d4676635ccaa673fe7d3fe8e172e754c4e741c64e7a4ee6c3",
    names="7c3bb773a8eb100cb9c3df29c4b21d6856e27e09ea56b29ca06ff468802d6dcf",
)
"""What the kernel does, in this order, each when the one before is done."""


class ControlPush(Push[ControlMessage]):
    """Sends `ExecuteCells | UpdateUIElement | ModelCommand | StopKernel`."""

    channel = CONTROL


class ControlPull(Pull[ControlMessage]):
    """Receives `ExecuteCells | UpdateUIElement | ModelCommand | StopKernel`."""

    channel = CONTROL


class AsyncControlPush(AsyncPush[ControlMessage]):
    """Sends `ExecuteCells | UpdateUIElement | ModelCommand | StopKernel`."""

    channel = CONTROL


class AsyncControlPull(AsyncPull[ControlMessage]):
    """Receives `ExecuteCells | UpdateUIElement | ModelCommand | StopKernel`."""

    channel = CONTROL


UI_ELEMENT: Final[Channel[Batchable]] = Channel(
    "ui_element",
    Batchable,
    capacity=1000,
    fingerprint="92ac35ede166ba2b476e7de961fb848f9cb00cd13ea6bd8adcb4d4c7cdf8b87d",
    names="17412bfc048a5970b0c40c113335fb38d3562aa292580611e13b078880a62136",
)
"""What the user changes while cells run. It holds at once: nothing on `control` delays it."""


class UiElementPush(Push[Batchable]):
    """Sends `Batchable`."""

    channel = UI_ELEMENT


class UiElementPull(Pull[Batchable]):
    """Receives `Batchable`."""

    channel = UI_ELEMENT


class AsyncUiElementPush(AsyncPush[Batchable]):
    """Sends `Batchable`."""

    channel = UI_ELEMENT


class AsyncUiElementPull(AsyncPull[Batchable]):
    """Receives `Batchable`."""

    channel = UI_ELEMENT


COMPLETION: Final[Channel[CompleteCode]] = Channel(
    "completion",
    CompleteCode,
    capacity=1000,
    overflow="latest",
    fingerprint="4c62928651ca8f9209cf36b5d976b1501e7020a7df9a67fc39be75d427c39603",
    names="722c5cf2012f738cf02eaf2ca2dffa700b952489d8243448b0d9c23020a51064",
)
"""What the user is typing. Only the newest request is worth an answer."""


class CompletionPush(Push[CompleteCode]):
    """Sends `CompleteCode`."""

    channel = COMPLETION


class CompletionPull(Pull[CompleteCode]):
    """Receives `CompleteCode`."""

    channel = COMPLETION


class AsyncCompletionPush(AsyncPush[CompleteCode]):
    """Sends `CompleteCode`."""

    channel = COMPLETION


class AsyncCompletionPull(AsyncPull[CompleteCode]):
    """Receives `CompleteCode`."""

    channel = COMPLETION


WIN32_INTERRUPT: Final[Channel[bool]] = Channel(
    "win32_interrupt",
    bool,
    capacity=1000,
    platforms=("win32",),
    fingerprint="254ec4eaf68e09cdb8dc28d296acbef1ac81193b2b682987faea6c900cfb2ccd",
    names="8c302101cea5b079551379f70a5aaee70c6838ede917295adafe6067e3c17131",
)
"""Interrupts the running cell, where there are no signals to do it.

Only where sys.platform is 'win32'.
"""


class Win32InterruptPush(Push[bool]):
    """Sends `bool`."""

    channel = WIN32_INTERRUPT


class Win32InterruptPull(Pull[bool]):
    """Receives `bool`."""

    channel = WIN32_INTERRUPT


class AsyncWin32InterruptPush(AsyncPush[bool]):
    """Sends `bool`."""

    channel = WIN32_INTERRUPT


class AsyncWin32InterruptPull(AsyncPull[bool]):
    """Receives `bool`."""

    channel = WIN32_INTERRUPT


INPUT: Final[Channel[str]] = Channel(
    "input",
    str,
    capacity=1,
    fingerprint="d1caf5def7cac14b483e24c3012ba0afcb7057f1bed1884cd217a98430983878",
    names="10cb19f39c10c01edbe93db689b0fd5861728af68a232bc53e03c7989298d54e",
)
"""What the user typed in answer to `input()`, with its line end; nothing at all at the end of input."""


class InputPush(Push[str]):
    """Sends `str`."""

    channel = INPUT


class InputPull(Pull[str]):
    """Receives `str`."""

    channel = INPUT


class AsyncInputPush(AsyncPush[str]):
    """Sends `str`."""

    channel = INPUT


class AsyncInputPull(AsyncPull[str]):
    """Receives `str`."""

    channel = INPUT


StreamMessage: TypeAlias = (
    CellStatusChanged
    | Stdout
    | Stderr
    | CellValue
    | Traceback
    | InputRequest
    | CompletionResult
    | KernelIdle
)

STREAM: Final[Channel[StreamMessage]] = Channel(
    "stream",
    StreamMessage,
    capacity=1000,
    fingerprint="68f521e0f4de02aedc54516d6b9687ad02a303ee1735c82fecfbdb81d783e65e",
    names="9b132235785e7ac57f4bab6a3f449f0ae5ae8066e05885ca06597114136a42f5",
)
"""What the user sees, as it happens."""


class StreamPush(Push[StreamMessage]):
    """Sends `StreamMessage`:

    CellStatusChanged | Stdout | Stderr | CellValue | Traceback | InputRequest |
    CompletionResult | KernelIdle
    """

    channel = STREAM


class StreamPull(Pull[StreamMessage]):
    """Receives `StreamMessage`:

    CellStatusChanged | Stdout | Stderr | CellValue | Traceback | InputRequest |
    CompletionResult | KernelIdle
    """

    channel = STREAM


class AsyncStreamPush(AsyncPush[StreamMessage]):
    """Sends `StreamMessage`:

    CellStatusChanged | Stdout | Stderr | CellValue | Traceback | InputRequest |
    CompletionResult | KernelIdle
    """

    channel = STREAM


class AsyncStreamPull(AsyncPull[StreamMessage]):
    """Receives `StreamMessage`:

    CellStatusChanged | Stdout | Stderr | CellValue | Traceback | InputRequest |
    CompletionResult | KernelIdle
    """

    channel = STREAM


class Kernel(ConnectingConnection):
    """The side that connects: goes where 'host' tells it to."""

    control: ControlPull
    """What the kernel does, in this order, each when the one before is done."""
    ui_element: UiElementPull
    """What the user changes while cells run. It holds at once: nothing on `control` delays it."""
    completion: CompletionPull
    """What the user is typing. Only the newest request is worth an answer."""
    win32_interrupt: Win32InterruptPull | None
    """Interrupts the running cell, where there are no signals to do it.

    Only where sys.platform is 'win32'.
    """
    input: InputPull
    """What the user typed in answer to `input()`, with its line end; nothing at all at the end of input."""
    stream: StreamPush
    """What the user sees, as it happens."""


class Host(BindingConnection[Kernel]):
    """The side that binds: starts 'kernel', or tells it where to connect."""

    control: ControlPush
    """What the kernel does, in this order, each when the one before is done."""
    ui_element: UiElementPush
    """What the user changes while cells run. It holds at once: nothing on `control` delays it."""
    completion: CompletionPush
    """What the user is typing. Only the newest request is worth an answer."""
    win32_interrupt: Win32InterruptPush | None
    """Interrupts the running cell, where there are no signals to do it.

    Only where sys.platform is 'win32'.
    """
    input: InputPush
    """What the user typed in answer to `input()`, with its line end; nothing at all at the end of input."""
    stream: StreamPull
    """What the user sees, as it happens."""


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    control: AsyncControlPull
    """What the kernel does, in this order, each when the one before is done."""
    ui_element: AsyncUiElementPull
    """What the user changes while cells run. It holds at once: nothing on `control` delays it."""
    completion: AsyncCompletionPull
    """What the user is typing. Only the newest request is worth an answer."""
    win32_interrupt: AsyncWin32InterruptPull | None
    """Interrupts the running cell, where there are no signals to do it.

    Only where sys.platform is 'win32'.
    """
    input: AsyncInputPull
    """What the user typed in answer to `input()`, with its line end; nothing at all at the end of input."""
    stream: AsyncStreamPush
    """What the user sees, as it happens."""


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    control: AsyncControlPush
    """What the kernel does, in this order, each when the one before is done."""
    ui_element: AsyncUiElementPush
    """What the user changes while cells run. It holds at once: nothing on `control` delays it."""
    completion: AsyncCompletionPush
    """What the user is typing. Only the newest request is worth an answer."""
    win32_interrupt: AsyncWin32InterruptPush | None
    """Interrupts the running cell, where there are no signals to do it.

    Only where sys.platform is 'win32'.
    """
    input: AsyncInputPush
    """What the user typed in answer to `input()`, with its line end; nothing at all at the end of input."""
    stream: AsyncStreamPull
    """What the user sees, as it happens."""
