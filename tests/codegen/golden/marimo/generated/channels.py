# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'marimo', and the connection of each role."""

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
    BatchableCommand,
    ClearCache,
    CodeCompletion,
    CreateNotebook,
    DebugCell,
    DeleteCell,
    ExecuteCells,
    ExecuteScratchpad,
    ExecuteStaleCells,
    GetCacheInfo,
    InstallPackages,
    InvokeFunction,
    KernelMessage,
    ListDataSourceConnection,
    ListSecretKeys,
    ListSQLSchemas,
    ListSQLTables,
    ModelCommand,
    PreviewDatasetColumn,
    PreviewSQLTable,
    RefreshSecrets,
    RenameNotebook,
    StopKernel,
    StorageDownload,
    StorageListEntries,
    SyncGraph,
    UpdateCellConfig,
    UpdateUIElement,
    UpdateUserConfig,
    ValidateSQL,
)

ControlMessage: TypeAlias = (
    CreateNotebook
    | RenameNotebook
    | CodeCompletion
    | ExecuteCells
    | ExecuteScratchpad
    | ExecuteStaleCells
    | DebugCell
    | DeleteCell
    | SyncGraph
    | UpdateCellConfig
    | InstallPackages
    | UpdateUIElement
    | ModelCommand
    | InvokeFunction
    | UpdateUserConfig
    | PreviewDatasetColumn
    | PreviewSQLTable
    | ListSQLTables
    | ListSQLSchemas
    | ValidateSQL
    | ListDataSourceConnection
    | StorageListEntries
    | StorageDownload
    | ListSecretKeys
    | RefreshSecrets
    | ClearCache
    | GetCacheInfo
    | StopKernel
)

CONTROL: Final[Channel[ControlMessage]] = Channel(
    "control",
    ControlMessage,
    capacity=1000,
    fingerprint="40420a6ec1df51658f79f74591d855a4214565381590e1ebb32eed605ab4ba43",
    names="5ba661337594fc8adc404eadaecb97e298f481e511c7331acc05af6d59fb76d2",
)
"""Everything the kernel is told to do, in order."""


class ControlPush(Push[ControlMessage]):
    """Sends `ControlMessage`:

    CreateNotebook | RenameNotebook | CodeCompletion | ExecuteCells |
    ExecuteScratchpad | ExecuteStaleCells | DebugCell | DeleteCell | SyncGraph |
    UpdateCellConfig | InstallPackages | UpdateUIElement | ModelCommand |
    InvokeFunction | UpdateUserConfig | PreviewDatasetColumn | PreviewSQLTable |
    ListSQLTables | ListSQLSchemas | ValidateSQL | ListDataSourceConnection |
    StorageListEntries | StorageDownload | ListSecretKeys | RefreshSecrets |
    ClearCache | GetCacheInfo | StopKernel
    """

    channel = CONTROL


class ControlPull(Pull[ControlMessage]):
    """Receives `ControlMessage`:

    CreateNotebook | RenameNotebook | CodeCompletion | ExecuteCells |
    ExecuteScratchpad | ExecuteStaleCells | DebugCell | DeleteCell | SyncGraph |
    UpdateCellConfig | InstallPackages | UpdateUIElement | ModelCommand |
    InvokeFunction | UpdateUserConfig | PreviewDatasetColumn | PreviewSQLTable |
    ListSQLTables | ListSQLSchemas | ValidateSQL | ListDataSourceConnection |
    StorageListEntries | StorageDownload | ListSecretKeys | RefreshSecrets |
    ClearCache | GetCacheInfo | StopKernel
    """

    channel = CONTROL


class AsyncControlPush(AsyncPush[ControlMessage]):
    """Sends `ControlMessage`:

    CreateNotebook | RenameNotebook | CodeCompletion | ExecuteCells |
    ExecuteScratchpad | ExecuteStaleCells | DebugCell | DeleteCell | SyncGraph |
    UpdateCellConfig | InstallPackages | UpdateUIElement | ModelCommand |
    InvokeFunction | UpdateUserConfig | PreviewDatasetColumn | PreviewSQLTable |
    ListSQLTables | ListSQLSchemas | ValidateSQL | ListDataSourceConnection |
    StorageListEntries | StorageDownload | ListSecretKeys | RefreshSecrets |
    ClearCache | GetCacheInfo | StopKernel
    """

    channel = CONTROL


class AsyncControlPull(AsyncPull[ControlMessage]):
    """Receives `ControlMessage`:

    CreateNotebook | RenameNotebook | CodeCompletion | ExecuteCells |
    ExecuteScratchpad | ExecuteStaleCells | DebugCell | DeleteCell | SyncGraph |
    UpdateCellConfig | InstallPackages | UpdateUIElement | ModelCommand |
    InvokeFunction | UpdateUserConfig | PreviewDatasetColumn | PreviewSQLTable |
    ListSQLTables | ListSQLSchemas | ValidateSQL | ListDataSourceConnection |
    StorageListEntries | StorageDownload | ListSecretKeys | RefreshSecrets |
    ClearCache | GetCacheInfo | StopKernel
    """

    channel = CONTROL


UI_ELEMENT: Final[Channel[BatchableCommand]] = Channel(
    "ui_element",
    BatchableCommand,
    capacity=1000,
    fingerprint="b39e361673b9dea65596cb734912f1205d3c1ce7742d766cdcc610b3bab11724",
    names="59942fca5c61226c0e88fac080a0cb96882773eafb37cef6bd30b7e7b46fa407",
)
"""The same UI commands as on `control`, for a kernel that merges those which pile up while a cell runs."""


class UiElementPush(Push[BatchableCommand]):
    """Sends `BatchableCommand`."""

    channel = UI_ELEMENT


class UiElementPull(Pull[BatchableCommand]):
    """Receives `BatchableCommand`."""

    channel = UI_ELEMENT


class AsyncUiElementPush(AsyncPush[BatchableCommand]):
    """Sends `BatchableCommand`."""

    channel = UI_ELEMENT


class AsyncUiElementPull(AsyncPull[BatchableCommand]):
    """Receives `BatchableCommand`."""

    channel = UI_ELEMENT


COMPLETION: Final[Channel[CodeCompletion]] = Channel(
    "completion",
    CodeCompletion,
    capacity=1000,
    fingerprint="8a17a477e851c64c19128254c119f12d7bfbae46679e16bd567a2221221a92ac",
    names="f509f82882f4529555f7f083dfcd2fb4160f1ca48453a93e437ee096013dbf78",
)
"""Requests for completions, which need not wait for a running cell."""


class CompletionPush(Push[CodeCompletion]):
    """Sends `CodeCompletion`."""

    channel = COMPLETION


class CompletionPull(Pull[CodeCompletion]):
    """Receives `CodeCompletion`."""

    channel = COMPLETION


class AsyncCompletionPush(AsyncPush[CodeCompletion]):
    """Sends `CodeCompletion`."""

    channel = COMPLETION


class AsyncCompletionPull(AsyncPull[CodeCompletion]):
    """Receives `CodeCompletion`."""

    channel = COMPLETION


WIN32_INTERRUPT: Final[Channel[bool]] = Channel(
    "win32_interrupt",
    bool,
    capacity=1000,
    platforms=("win32",),
    fingerprint="254ec4eaf68e09cdb8dc28d296acbef1ac81193b2b682987faea6c900cfb2ccd",
    names="8c302101cea5b079551379f70a5aaee70c6838ede917295adafe6067e3c17131",
)
"""Interrupts, where there are no signals.

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
"""What the user typed in answer to `input()`."""


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


STREAM: Final[Channel[KernelMessage]] = Channel(
    "stream",
    KernelMessage,
    capacity=1000,
    fingerprint="db81fe427250b9289348232ed7d444f96e1417b280a0f69a4b72ae1e6022d63d",
    names="d72b15d3703053c31cd73973181b135f546669d5f0cd69893fd4f3bdd1aaf98b",
)
"""Everything that the browser is to see."""


class StreamPush(Push[KernelMessage]):
    """Sends `KernelMessage`."""

    channel = STREAM


class StreamPull(Pull[KernelMessage]):
    """Receives `KernelMessage`."""

    channel = STREAM


class AsyncStreamPush(AsyncPush[KernelMessage]):
    """Sends `KernelMessage`."""

    channel = STREAM


class AsyncStreamPull(AsyncPull[KernelMessage]):
    """Receives `KernelMessage`."""

    channel = STREAM


class Kernel(ConnectingConnection):
    """The side that connects: goes where 'host' tells it to."""

    control: ControlPull
    """Everything the kernel is told to do, in order."""
    ui_element: UiElementPull
    """The same UI commands as on `control`, for a kernel that merges those which pile up while a cell runs."""
    completion: CompletionPull
    """Requests for completions, which need not wait for a running cell."""
    win32_interrupt: Win32InterruptPull | None
    """Interrupts, where there are no signals.

    Only where sys.platform is 'win32'.
    """
    input: InputPull
    """What the user typed in answer to `input()`."""
    stream: StreamPush
    """Everything that the browser is to see."""


class Host(BindingConnection[Kernel]):
    """The side that binds: starts 'kernel', or tells it where to connect."""

    control: ControlPush
    """Everything the kernel is told to do, in order."""
    ui_element: UiElementPush
    """The same UI commands as on `control`, for a kernel that merges those which pile up while a cell runs."""
    completion: CompletionPush
    """Requests for completions, which need not wait for a running cell."""
    win32_interrupt: Win32InterruptPush | None
    """Interrupts, where there are no signals.

    Only where sys.platform is 'win32'.
    """
    input: InputPush
    """What the user typed in answer to `input()`."""
    stream: StreamPull
    """Everything that the browser is to see."""


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    control: AsyncControlPull
    """Everything the kernel is told to do, in order."""
    ui_element: AsyncUiElementPull
    """The same UI commands as on `control`, for a kernel that merges those which pile up while a cell runs."""
    completion: AsyncCompletionPull
    """Requests for completions, which need not wait for a running cell."""
    win32_interrupt: AsyncWin32InterruptPull | None
    """Interrupts, where there are no signals.

    Only where sys.platform is 'win32'.
    """
    input: AsyncInputPull
    """What the user typed in answer to `input()`."""
    stream: AsyncStreamPush
    """Everything that the browser is to see."""


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    control: AsyncControlPush
    """Everything the kernel is told to do, in order."""
    ui_element: AsyncUiElementPush
    """The same UI commands as on `control`, for a kernel that merges those which pile up while a cell runs."""
    completion: AsyncCompletionPush
    """Requests for completions, which need not wait for a running cell."""
    win32_interrupt: AsyncWin32InterruptPush | None
    """Interrupts, where there are no signals.

    Only where sys.platform is 'win32'.
    """
    input: AsyncInputPush
    """What the user typed in answer to `input()`."""
    stream: AsyncStreamPull
    """Everything that the browser is to see."""
