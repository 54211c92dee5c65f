"""marimo's commands as a peer writes them by hand: msgspec, dataclasses and TypedDicts, no generator.

Rule 1: nothing here comes from the catalogue or from generated code; tags, defaults and forms are
those of marimo itself (marimo-team/marimo#8713), spelled out class by class.
Rule 2: a class has the name that the catalogue gives it, so that one table builds both.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Literal, NewType, NotRequired, TypeAlias, TypedDict
from uuid import uuid4

import msgspec

CellId = NewType("CellId", str)
UIElementId = NewType("UIElementId", str)
RequestId = NewType("RequestId", str)
WidgetModelId = NewType("WidgetModelId", str)
KernelMessage = NewType("KernelMessage", bytes)

DataTableSource: TypeAlias = Literal["local", "duckdb", "connection", "catalog"]
ExportType: TypeAlias = Literal["html", "markdown", "ipynb"]
SqlOutput: TypeAlias = Literal["polars", "lazy-polars", "pandas", "native", "auto"]
Width: TypeAlias = Literal["normal", "compact", "medium", "full", "columns"]
Primitive: TypeAlias = str | bool | int | float


@dataclass
class HTTPRequest:
    """The part of a browser's request that a cell may look at."""

    url: dict[str, Any]
    base_url: dict[str, Any]
    headers: dict[str, str]
    query_params: dict[str, list[str]]
    path_params: dict[str, Any]
    cookies: dict[str, str]
    meta: dict[str, Any]
    user: Any


@dataclass
class CellConfig:
    """How one cell is shown and run."""

    column: int | None = None
    disabled: bool = False
    hide_code: bool = False


class NotebookCell(msgspec.Struct):
    """One cell of a snapshot."""

    id: CellId
    code: str
    name: str
    config: CellConfig


@dataclass
class AppConfig:
    """What a notebook says about itself as an app."""

    width: Width = "compact"
    app_title: str | None = None
    layout_file: str | None = None
    css_file: str | None = None
    html_head_file: str | None = None
    auto_download: list[ExportType] = field(default_factory=list)
    sql_output: SqlOutput = "auto"


class AppMetadata(msgspec.Struct, rename="camel"):
    """What a kernel must know before the first command."""

    query_params: dict[str, str | list[str]]
    cli_args: dict[str, Primitive | list[Primitive]]
    app_config: AppConfig
    argv: list[str] | None = None
    filename: str | None = None
    docstring: str | None = None


class CompletionConfig(TypedDict):
    """How the editor completes code."""

    activate_on_typing: bool
    signature_hint_on_typing: bool
    copilot: bool | Literal["github", "codeium", "custom"]
    codeium_api_key: NotRequired[str | None]
    api_key: NotRequired[str | None]
    model: NotRequired[str | None]
    base_url: NotRequired[str | None]


class DisplayConfig(TypedDict):
    """How a notebook looks."""

    theme: Literal["light", "dark", "system"]
    code_editor_font_size: int
    cell_output: Literal["above", "below"]
    default_width: Width
    dataframes: Literal["rich", "plain"]
    custom_css: NotRequired[list[str]]
    default_table_page_size: int
    default_table_max_columns: int
    reference_highlighting: NotRequired[bool]
    locale: NotRequired[str | None]


class FormattingConfig(TypedDict):
    """How code is formatted."""

    line_length: int


class KeymapConfig(TypedDict):
    """Which keys do what."""

    preset: Literal["default", "vim"]
    overrides: NotRequired[dict[str, str]]
    vimrc: NotRequired[str | None]
    destructive_delete: NotRequired[bool]


class RuntimeConfig(TypedDict):
    """How the kernel runs cells."""

    auto_instantiate: bool
    auto_reload: Literal["off", "lazy", "autorun"]
    reactive_tests: bool
    on_cell_change: Literal["lazy", "autorun"]
    watcher_on_save: Literal["lazy", "autorun"]
    output_max_bytes: int
    serve_cached_sessions_in_apps: NotRequired[bool]
    std_stream_max_bytes: int
    pythonpath: NotRequired[list[str]]
    dotenv: NotRequired[list[str]]
    default_sql_output: SqlOutput
    default_auto_download: NotRequired[list[ExportType]]
    default_csv_encoding: NotRequired[str]
    show_tracebacks: NotRequired[bool]


class SaveConfig(TypedDict):
    """When a notebook is written to its file."""

    autosave: Literal["off", "after_delay"]
    autosave_delay: int
    format_on_save: bool


class ServerConfig(TypedDict):
    """How the web server behaves."""

    browser: Literal["default"] | str
    follow_symlink: bool
    disable_file_downloads: NotRequired[bool]


class PackageManagementConfig(TypedDict):
    """What installs packages."""

    manager: Literal["pip", "rye", "uv", "poetry", "pixi"]


class UserConfig(msgspec.Struct):
    """Everything that a user can set: a TypedDict in marimo.

    It is a struct here because msgspec writes the header of a struct with more than fifteen fields
    as if none were absent: two bytes longer than that of a dict with the same keys.
    """

    completion: CompletionConfig
    display: DisplayConfig
    formatting: FormattingConfig
    keymap: KeymapConfig
    runtime: RuntimeConfig
    save: SaveConfig
    server: ServerConfig
    package_management: PackageManagementConfig
    ai: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    language_servers: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    diagnostics: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    lint: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    experimental: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    snippets: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    datasources: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    sharing: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    mcp: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    venv: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class Command(msgspec.Struct, rename="camel", tag_field="type"):
    """What all commands have in common."""


class ExecuteCell(Command, tag="execute-cell"):
    """Run one cell."""

    cell_id: CellId
    code: str
    request: HTTPRequest | None = None
    timestamp: float = msgspec.field(default_factory=time.time)


class ExecuteCells(Command, tag="execute-cells"):
    """Run cells."""

    cell_ids: list[CellId]
    codes: list[str]
    request: HTTPRequest | None = None
    timestamp: float = msgspec.field(default_factory=time.time)


class ExecuteScratchpad(Command, tag="execute-scratchpad"):
    """Run code beside the notebook."""

    code: str
    request: HTTPRequest | None = None
    notebook_cells: tuple[NotebookCell, ...] | None = None


class ExecuteStaleCells(Command, tag="execute-stale-cells"):
    """Run what is out of date."""

    request: HTTPRequest | None = None


class DebugCell(Command, tag="debug-cell"):
    """Open the debugger."""

    cell_id: CellId
    request: HTTPRequest | None = None


class DeleteCell(Command, tag="delete-cell"):
    """Forget a cell."""

    cell_id: CellId


class SyncGraph(Command, tag="sync-graph"):
    """Follow a file that has changed."""

    cells: dict[CellId, str]
    run_ids: list[CellId]
    delete_ids: list[CellId]
    timestamp: float = msgspec.field(default_factory=time.time)


class UpdateCellConfig(Command, tag="update-cell-config"):
    """Change the settings of cells."""

    configs: dict[CellId, dict[str, Any]]


class UpdateUIElement(Command, tag="update-ui-element"):
    """Elements have new values."""

    object_ids: list[UIElementId]
    values: list[Any]
    request: HTTPRequest | None = None
    token: str = msgspec.field(default_factory=lambda: str(uuid4()))


class CreateNotebook(Command, tag="create-notebook"):
    """Begin."""

    execution_requests: tuple[ExecuteCell, ...]
    cell_ids: tuple[CellId, ...]
    set_ui_element_value_request: UpdateUIElement
    auto_run: bool
    request: HTTPRequest | None = None


class RenameNotebook(Command, tag="rename-notebook"):
    """The file has another name."""

    filename: str


class CodeCompletion(Command, tag="code-completion"):
    """Ask for completions."""

    id: RequestId
    document: str
    cell_id: CellId


class InstallPackages(Command, tag="install-packages"):
    """Install packages."""

    manager: str
    versions: dict[str, str]
    source: Literal["kernel", "server"] = "kernel"


class ModelUpdate(msgspec.Struct, rename="camel", tag_field="method", tag="update"):
    """A widget's state has changed."""

    state: dict[str, Any]
    buffer_paths: list[list[str | int]]


class ModelCustom(msgspec.Struct, rename="camel", tag_field="method", tag="custom"):
    """A widget's own message."""

    content: Any


class ModelCommand(Command, tag="model"):
    """Something for a widget's model."""

    model_id: WidgetModelId
    message: ModelUpdate | ModelCustom
    buffers: list[bytes]
    token: str = msgspec.field(default_factory=lambda: str(uuid4()))


class InvokeFunction(Command, tag="invoke-function"):
    """Call what an element has offered."""

    function_call_id: RequestId
    namespace: str
    function_name: str
    args: dict[str, Any]


class UpdateUserConfig(Command, tag="update-user-config"):
    """Settings have changed."""

    config: UserConfig


class PreviewDatasetColumn(Command, tag="preview-dataset-column"):
    """Summarise a column."""

    source_type: DataTableSource
    source: str
    table_name: str
    column_name: str
    fully_qualified_table_name: str | None = None


class PreviewSQLTable(Command, tag="preview-sql-table"):
    """Describe a table."""

    request_id: RequestId
    engine: str
    database: str
    schema: str
    table_name: str


class ListSQLTables(Command, tag="list-sql-tables"):
    """Name a schema's tables."""

    request_id: RequestId
    engine: str
    database: str
    schema: str


class ListSQLSchemas(Command, tag="list-sql-schemas"):
    """Name a database's schemas."""

    request_id: RequestId
    engine: str
    database: str


class ValidateSQL(Command, tag="validate-sql"):
    """Say whether a query would work."""

    request_id: RequestId
    query: str
    only_parse: bool
    engine: str | None = None
    dialect: str | None = None


class ListDataSourceConnection(Command, tag="list-data-source-connection"):
    """Name what a data source contains."""

    engine: str


class StorageListEntries(Command, tag="storage-list-entries"):
    """List a folder of a bucket."""

    request_id: RequestId
    namespace: str
    limit: int
    prefix: str | None = None


class StorageDownload(Command, tag="storage-download"):
    """Fetch an entry of a bucket."""

    request_id: RequestId
    namespace: str
    path: str
    preview: bool = False


class ListSecretKeys(Command, tag="list-secret-keys"):
    """Name the secrets."""

    request_id: RequestId


class RefreshSecrets(Command, tag="refresh-secrets"):
    """Read the secrets again."""


class ClearCache(Command, tag="clear-cache"):
    """Drop what is cached."""


class GetCacheInfo(Command, tag="get-cache-info"):
    """Say how the caches are doing."""


class StopKernel(Command, tag="stop-kernel"):
    """Exit."""


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
BatchableCommand: TypeAlias = UpdateUIElement | ModelCommand
