# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The types and messages of the catalogue 'marimo', version 0.23.3."""

import enum
import secrets
import time
from typing import Any, Literal, NewType, TypeAlias

import msgspec

CellId = NewType("CellId", str)
"""Names one cell of the notebook."""

UIElementId = NewType("UIElementId", str)
"""Names one UI element that a cell has made."""

RequestId = NewType("RequestId", str)
"""Chosen by whoever asks, repeated in the answer."""

WidgetModelId = NewType("WidgetModelId", str)
"""Names the model behind one widget."""

KernelMessage = NewType("KernelMessage", bytes)
"""A notification, already encoded as the JSON text that the browser gets."""


class DataTableSource(enum.Enum):
    """Where a table lives."""

    LOCAL = "local"
    DUCKDB = "duckdb"
    CONNECTION = "connection"
    CATALOG = "catalog"


class ExportType(enum.Enum):
    """A format that a notebook can be saved in beside its source."""

    HTML = "html"
    MARKDOWN = "markdown"
    IPYNB = "ipynb"


class SqlOutput(enum.Enum):
    """What a SQL cell gives its result as."""

    POLARS = "polars"
    LAZY_POLARS = "lazy-polars"
    PANDAS = "pandas"
    NATIVE = "native"
    AUTO = "auto"


Width: TypeAlias = Literal["normal", "compact", "medium", "full", "columns"]
"""How much of the window a notebook takes."""

Primitive: TypeAlias = str | bool | int | float
"""What a command line argument can be read as."""

QueryParams: TypeAlias = dict[str, str | list[str]]
"""The query of a URL; a name that occurs more than once has a list."""

CliArgs: TypeAlias = dict[str, Primitive | list[Primitive]]
"""The arguments after `--`; one that occurs more than once has a list."""


class HTTPRequest(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """The part of a browser's request that a cell may look at."""

    url: dict[str, Any]
    """Its path, port, scheme, netloc, query and hostname."""
    base_url: dict[str, Any]
    """The same parts of the URL that the server is mounted at."""
    headers: dict[str, str]
    query_params: dict[str, list[str]]
    path_params: dict[str, Any]
    cookies: dict[str, str]
    meta: dict[str, Any]
    """Whatever a middleware has left there."""
    user: Any
    """Who is asking, as plain data: an object of a web framework does not encode."""


class CellConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """How one cell is shown and run."""

    column: int | None = None
    disabled: bool = False
    hide_code: bool = False


class NotebookCell(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """One cell as it stood when the snapshot was taken."""

    id: CellId
    code: str
    name: str
    config: CellConfig


class AppConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """What a notebook says about itself as an app."""

    width: Width = "compact"
    app_title: str | None = None
    layout_file: str | None = None
    css_file: str | None = None
    html_head_file: str | None = None
    auto_download: list[ExportType] = msgspec.field(default_factory=list)
    sql_output: SqlOutput = SqlOutput.AUTO


class AppMetadata(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
):
    """What a kernel must know of its notebook before the first command."""

    query_params: QueryParams
    cli_args: CliArgs
    app_config: AppConfig
    argv: list[str] | None = None
    filename: str | None = None
    docstring: str | None = None


class CompletionConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """How the editor completes code."""

    activate_on_typing: bool
    signature_hint_on_typing: bool
    copilot: bool | Literal["github", "codeium", "custom"]
    codeium_api_key: str | None | msgspec.UnsetType = msgspec.UNSET
    api_key: str | None | msgspec.UnsetType = msgspec.UNSET
    """Deprecated: Name a model in `ai` instead."""
    model: str | None | msgspec.UnsetType = msgspec.UNSET
    """Deprecated: Name a model in `ai` instead."""
    base_url: str | None | msgspec.UnsetType = msgspec.UNSET
    """Deprecated: Name a model in `ai` instead."""


class DisplayConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """How a notebook looks."""

    theme: Literal["light", "dark", "system"]
    code_editor_font_size: int
    cell_output: Literal["above", "below"]
    default_width: Width
    dataframes: Literal["rich", "plain"]
    custom_css: list[str] | msgspec.UnsetType = msgspec.UNSET
    default_table_page_size: int
    default_table_max_columns: int
    reference_highlighting: bool | msgspec.UnsetType = msgspec.UNSET
    locale: str | None | msgspec.UnsetType = msgspec.UNSET


class FormattingConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """How code is formatted."""

    line_length: int


class KeymapConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """Which keys do what."""

    preset: Literal["default", "vim"]
    overrides: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    vimrc: str | None | msgspec.UnsetType = msgspec.UNSET
    destructive_delete: bool | msgspec.UnsetType = msgspec.UNSET


class RuntimeConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """How the kernel runs cells, and how much output it lets through."""

    auto_instantiate: bool
    auto_reload: Literal["off", "lazy", "autorun"]
    reactive_tests: bool
    on_cell_change: Literal["lazy", "autorun"]
    watcher_on_save: Literal["lazy", "autorun"]
    output_max_bytes: int
    serve_cached_sessions_in_apps: bool | msgspec.UnsetType = msgspec.UNSET
    std_stream_max_bytes: int
    pythonpath: list[str] | msgspec.UnsetType = msgspec.UNSET
    dotenv: list[str] | msgspec.UnsetType = msgspec.UNSET
    default_sql_output: SqlOutput
    default_auto_download: list[ExportType] | msgspec.UnsetType = msgspec.UNSET
    default_csv_encoding: str | msgspec.UnsetType = msgspec.UNSET
    show_tracebacks: bool | msgspec.UnsetType = msgspec.UNSET


class SaveConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """When a notebook is written to its file."""

    autosave: Literal["off", "after_delay"]
    autosave_delay: int
    """Milliseconds without a change before it is saved."""
    format_on_save: bool


class ServerConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """How the web server behaves."""

    browser: str
    follow_symlink: bool
    disable_file_downloads: bool | msgspec.UnsetType = msgspec.UNSET


class PackageManagementConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """What installs packages."""

    manager: Literal["pip", "rye", "uv", "poetry", "pixi"]


class UserConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """Everything that a user can set."""

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


class ModelUpdate(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="method",
    tag="update",
    rename="camel",
):
    """Parts of a widget's state have changed."""

    state: dict[str, Any]
    buffer_paths: list[list[str | int]]
    """Where in `state` each buffer belongs."""


class ModelCustom(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="method",
    tag="custom",
    rename="camel",
):
    """A widget's two halves say something of their own to each other."""

    content: Any


ModelMessage: TypeAlias = ModelUpdate | ModelCustom
"""What a widget in the browser tells the one in the kernel."""


class UpdateUIElement(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="update-ui-element",
    rename="camel",
):
    """The user has moved something: these elements have these values now."""

    object_ids: list[UIElementId]
    values: list[Any]
    """The value of each element; as long as `object_ids`."""
    request: HTTPRequest | None = None
    token: str = msgspec.field(default_factory=secrets.token_hex)
    """Differs for each request: the same one arrives on two channels and is done once."""


class ModelCommand(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="model",
    rename="camel",
):
    """Something for the model behind a widget."""

    model_id: WidgetModelId
    message: ModelMessage
    buffers: list[bytes]
    token: str = msgspec.field(default_factory=secrets.token_hex)
    """Differs for each request: the same one arrives on two channels and is done once."""


BatchableCommand: TypeAlias = UpdateUIElement | ModelCommand
"""Commands of which only the last one for an element counts."""


class ExecuteCell(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="execute-cell",
    rename="camel",
):
    """Run one cell, and whatever depends on it."""

    cell_id: CellId
    code: str
    request: HTTPRequest | None = None
    timestamp: float = msgspec.field(default_factory=time.time)
    """Seconds since the epoch when it was asked for."""


class CreateNotebook(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="create-notebook",
    rename="camel",
):
    """Begin: these are the cells, and these the values that UI elements start with."""

    execution_requests: tuple[ExecuteCell, ...]
    cell_ids: tuple[CellId, ...]
    set_ui_element_value_request: UpdateUIElement
    auto_run: bool
    """Whether the cells run now, or wait to be asked."""
    request: HTTPRequest | None = None


class RenameNotebook(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="rename-notebook",
    rename="camel",
):
    """The notebook's file has another name now."""

    filename: str


class CodeCompletion(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="code-completion",
    rename="camel",
):
    """Ask how the code before the cursor could go on."""

    id: RequestId
    document: str
    """The cell's source, up to the cursor."""
    cell_id: CellId


class ExecuteCells(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="execute-cells",
    rename="camel",
):
    """Run cells, and whatever depends on them."""

    cell_ids: list[CellId]
    codes: list[str]
    """The source of each cell; as long as `cell_ids`."""
    request: HTTPRequest | None = None
    timestamp: float = msgspec.field(default_factory=time.time)
    """Seconds since the epoch when it was asked for."""


class ExecuteScratchpad(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="execute-scratchpad",
    rename="camel",
):
    """Run code beside the notebook, on a copy of its variables."""

    code: str
    request: HTTPRequest | None = None
    notebook_cells: tuple[NotebookCell, ...] | None = None
    """The notebook as the code may see it."""


class ExecuteStaleCells(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="execute-stale-cells",
    rename="camel",
):
    """Run every cell whose inputs have changed since it last ran."""

    request: HTTPRequest | None = None


class DebugCell(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="debug-cell",
    rename="camel",
):
    """Open the debugger where the cell last failed."""

    cell_id: CellId
    request: HTTPRequest | None = None


class DeleteCell(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="delete-cell",
    rename="camel",
):
    """Forget a cell and what it defined."""

    cell_id: CellId


class SyncGraph(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="sync-graph",
    rename="camel",
):
    """The file was changed by something else: bring the cells in line with it."""

    cells: dict[CellId, str]
    """The source of every cell in the file."""
    run_ids: list[CellId]
    """Those to run again."""
    delete_ids: list[CellId]
    """Those that are gone."""
    timestamp: float = msgspec.field(default_factory=time.time)
    """Seconds since the epoch when it was asked for."""


class UpdateCellConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="update-cell-config",
    rename="camel",
):
    """Change how cells are shown and run."""

    configs: dict[CellId, dict[str, Any]]
    """Only the settings that change, by cell."""


class InstallPackages(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="install-packages",
    rename="camel",
):
    """Install packages that the notebook misses."""

    manager: str
    versions: dict[str, str]
    """A version by package; an empty one means the latest."""
    source: Literal["kernel", "server"] = "kernel"


class InvokeFunction(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="invoke-function",
    rename="camel",
):
    """Call a function that a UI element has offered."""

    function_call_id: RequestId
    namespace: str
    function_name: str
    args: dict[str, Any]
    """Its keyword arguments."""


class UpdateUserConfig(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="update-user-config",
    rename="camel",
):
    """The user has changed settings."""

    config: UserConfig


class PreviewDatasetColumn(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="preview-dataset-column",
    rename="camel",
):
    """Summarise one column of a table."""

    source_type: DataTableSource
    source: str
    """The connection or variable that has the table."""
    table_name: str
    column_name: str
    fully_qualified_table_name: str | None = None
    """With its database and schema, for SQL."""


class PreviewSQLTable(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="preview-sql-table",
    rename="camel",
):
    """Describe one table of a database, with some of its rows."""

    request_id: RequestId
    engine: str
    database: str
    schema: str
    table_name: str


class ListSQLTables(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="list-sql-tables",
    rename="camel",
):
    """Name the tables and views of a schema."""

    request_id: RequestId
    engine: str
    database: str
    schema: str


class ListSQLSchemas(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="list-sql-schemas",
    rename="camel",
):
    """Name the schemas of a database."""

    request_id: RequestId
    engine: str
    database: str


class ValidateSQL(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="validate-sql",
    rename="camel",
):
    """Say whether a query would work."""

    request_id: RequestId
    query: str
    only_parse: bool
    """Whether to parse it in `dialect` only, or to ask the database behind `engine`."""
    engine: str | None = None
    dialect: str | None = None


class ListDataSourceConnection(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="list-data-source-connection",
    rename="camel",
):
    """Name what a data source contains."""

    engine: str


class StorageListEntries(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="storage-list-entries",
    rename="camel",
):
    """List one level of a bucket, as if it were a folder."""

    request_id: RequestId
    namespace: str
    """The variable that holds the storage."""
    limit: int
    prefix: str | None = None
    """The folder; none is the root."""


class StorageDownload(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="storage-download",
    rename="camel",
):
    """Make an entry of a bucket available to the browser."""

    request_id: RequestId
    namespace: str
    """The variable that holds the storage."""
    path: str
    preview: bool = False


class ListSecretKeys(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="list-secret-keys",
    rename="camel",
):
    """Name the secrets, without their values."""

    request_id: RequestId


class RefreshSecrets(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="refresh-secrets",
    rename="camel",
):
    """Read the secrets again."""


class ClearCache(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="clear-cache",
    rename="camel",
):
    """Drop everything that cells have cached."""


class GetCacheInfo(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="get-cache-info",
    rename="camel",
):
    """Say how the caches are doing."""


class StopKernel(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="stop-kernel",
    rename="camel",
):
    """Finish, and exit."""
