"""Generated code and hand-written msgspec structs are the same on the wire, command by command.

Rule 1: `ROWS` says what is sent, once; both sides build it from there.
Rule 2: a class of the catalogue without a row for its defaults and one for everything fails.

The catalogue is marimo's (marimo-team/marimo#8713); the hand-written side is `handwritten`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import get_args

import msgspec
import pytest
from msgspec import msgpack, structs
from typing_extensions import get_original_bases

from tests.codegen.golden.marimo.generated import channels, messages
from tests.interop import handwritten


@dataclass(frozen=True)
class New:
    """A class of the catalogue, by name, and what it is made with."""

    name: str
    fields: dict[str, object]

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(self.fields)})"


@dataclass(frozen=True)
class Choice:
    """A value of an enum; a plain string to a peer that has a `Literal`."""

    name: str
    value: str


def new(name: str, /, **fields: object) -> New:
    """Return a row, or a part of one."""
    return New(name, fields)


REQUEST = new(
    "HTTPRequest",
    url={
        "path": "/run",
        "port": 2718,
        "scheme": "http",
        "query": "a=1&a=2",
        "hostname": None,
    },
    base_url={"path": "/"},
    headers={"content-type": "application/json", "x-name": "Zoë"},
    query_params={"a": ["1", "2"], "empty": []},
    path_params={"id": 7},
    cookies={"session": "s3cret"},
    meta={"nested": {"list": [1, 2.5, None, True]}},
    user={"is_authenticated": True, "username": "ada"},
)
UPDATE = new("UpdateUIElement", object_ids=["e1"], values=[0.5], token="t-1")
UPDATE_ALL = new(
    "UpdateUIElement",
    object_ids=["e1", "e2", "e3"],
    values=[{"nested": [1, 2]}, None, b"\x00\xff"],
    request=REQUEST,
    token="t-2",
)
EXECUTE_CELL = new("ExecuteCell", cell_id="c1", code="x = 1", timestamp=1713.25)
EXECUTE_CELL_ALL = new(
    "ExecuteCell", cell_id="c2", code="y = x", request=REQUEST, timestamp=1713.5
)
CELL_CONFIG = new("CellConfig")
CELL_CONFIG_ALL = new("CellConfig", column=2, disabled=True, hide_code=True)
CELLS = (
    new("NotebookCell", id="c1", code="x = 1", name="_", config=CELL_CONFIG),
    new("NotebookCell", id="c2", code="", name="plot", config=CELL_CONFIG_ALL),
)
APP_CONFIG = new("AppConfig")
APP_CONFIG_ALL = new(
    "AppConfig",
    width="columns",
    app_title="Waves",
    layout_file="layouts/waves.json",
    css_file="waves.css",
    html_head_file="head.html",
    auto_download=[Choice("ExportType", "html"), Choice("ExportType", "ipynb")],
    sql_output=Choice("SqlOutput", "lazy-polars"),
)
SAVE = new(
    "SaveConfig", autosave="after_delay", autosave_delay=1000, format_on_save=False
)
FORMATTING = new("FormattingConfig", line_length=79)
PACKAGES = new("PackageManagementConfig", manager="uv")
USER_CONFIG = new(
    "UserConfig",
    completion=new(
        "CompletionConfig",
        activate_on_typing=True,
        signature_hint_on_typing=False,
        copilot=False,
    ),
    display=new(
        "DisplayConfig",
        theme="light",
        code_editor_font_size=14,
        cell_output="below",
        default_width="medium",
        dataframes="rich",
        default_table_page_size=10,
        default_table_max_columns=50,
    ),
    formatting=FORMATTING,
    keymap=new("KeymapConfig", preset="default"),
    runtime=new(
        "RuntimeConfig",
        auto_instantiate=False,
        auto_reload="off",
        reactive_tests=True,
        on_cell_change="autorun",
        watcher_on_save="lazy",
        output_max_bytes=8_000_000,
        std_stream_max_bytes=1_000_000,
        default_sql_output=Choice("SqlOutput", "auto"),
    ),
    save=SAVE,
    server=new("ServerConfig", browser="default", follow_symlink=False),
    package_management=PACKAGES,
)
USER_CONFIG_ALL = new(
    "UserConfig",
    completion=new(
        "CompletionConfig",
        activate_on_typing=False,
        signature_hint_on_typing=True,
        copilot="github",
        codeium_api_key=None,
        api_key="k",
        model="m",
        base_url="http://localhost",
    ),
    display=new(
        "DisplayConfig",
        theme="system",
        code_editor_font_size=11,
        cell_output="above",
        default_width="full",
        dataframes="plain",
        custom_css=["a.css"],
        default_table_page_size=25,
        default_table_max_columns=7,
        reference_highlighting=True,
        locale="de-DE",
    ),
    formatting=FORMATTING,
    keymap=new(
        "KeymapConfig",
        preset="vim",
        overrides={"cell.run": "Ctrl-Enter"},
        vimrc=None,
        destructive_delete=False,
    ),
    runtime=new(
        "RuntimeConfig",
        auto_instantiate=True,
        auto_reload="lazy",
        reactive_tests=False,
        on_cell_change="lazy",
        watcher_on_save="autorun",
        output_max_bytes=1,
        serve_cached_sessions_in_apps=True,
        std_stream_max_bytes=2,
        pythonpath=["src"],
        dotenv=[".env"],
        default_sql_output=Choice("SqlOutput", "native"),
        default_auto_download=[Choice("ExportType", "markdown")],
        default_csv_encoding="utf-8",
        show_tracebacks=True,
    ),
    save=SAVE,
    server=new(
        "ServerConfig",
        browser="firefox",
        follow_symlink=True,
        disable_file_downloads=True,
    ),
    package_management=PACKAGES,
    ai={"models": {"displayed_models": [], "custom_models": []}},
    language_servers={"pylsp": {"enabled": False}},
    diagnostics={"sql_linter": True},
    lint={"select": ["ALL"]},
    experimental={"rtc_v2": True},
    snippets={"custom_paths": []},
    datasources={"auto_discover_tables": "auto"},
    sharing={"html": False},
    mcp={"mcpServers": {}},
    venv={"path": ".venv"},
)

ROWS = (
    new(
        "CreateNotebook",
        execution_requests=(),
        cell_ids=(),
        set_ui_element_value_request=UPDATE,
        auto_run=False,
    ),
    new(
        "CreateNotebook",
        execution_requests=(EXECUTE_CELL, EXECUTE_CELL_ALL),
        cell_ids=("c1", "c2"),
        set_ui_element_value_request=UPDATE_ALL,
        auto_run=True,
        request=REQUEST,
    ),
    new("RenameNotebook", filename="größe.py"),
    new("CodeCompletion", id="r1", document="import os\nos.", cell_id="c1"),
    new("ExecuteCells", cell_ids=["c1"], codes=["x = 1"], timestamp=1713.25),
    new(
        "ExecuteCells",
        cell_ids=["c1", "c2"],
        codes=["", "y"],
        request=REQUEST,
        timestamp=1713.5,
    ),
    new("ExecuteScratchpad", code="1 + 1"),
    new("ExecuteScratchpad", code="1 + 1", request=REQUEST, notebook_cells=CELLS),
    new("ExecuteStaleCells"),
    new("ExecuteStaleCells", request=REQUEST),
    new("DebugCell", cell_id="c1"),
    new("DebugCell", cell_id="c1", request=REQUEST),
    new("DeleteCell", cell_id="c1"),
    new("SyncGraph", cells={}, run_ids=[], delete_ids=[], timestamp=1713.25),
    new(
        "SyncGraph",
        cells={"c1": "x = 1", "c2": "y"},
        run_ids=["c2"],
        delete_ids=["c3"],
        timestamp=1713.5,
    ),
    new("UpdateCellConfig", configs={"c1": {"hide_code": True}, "c2": {}}),
    new("InstallPackages", manager="uv", versions={}),
    new(
        "InstallPackages",
        manager="pip",
        versions={"numpy": "", "attrs": "24"},
        source="server",
    ),
    UPDATE,
    UPDATE_ALL,
    new(
        "ModelCommand",
        model_id="m1",
        message=new("ModelUpdate", state={"k": "v"}, buffer_paths=[["data", 0], []]),
        buffers=[b"", b"\x00\x01\xff", b"\x80" * 300],
        token="t-3",
    ),
    new(
        "ModelCommand",
        model_id="m1",
        message=new("ModelCustom", content={"event": "click", "at": [1.5, 2]}),
        buffers=[],
        token="t-4",
    ),
    new(
        "InvokeFunction",
        function_call_id="r2",
        namespace="table",
        function_name="sort",
        args={},
    ),
    new("UpdateUserConfig", config=USER_CONFIG),
    new("UpdateUserConfig", config=USER_CONFIG_ALL),
    new(
        "PreviewDatasetColumn",
        source_type=Choice("DataTableSource", "local"),
        source="df",
        table_name="df",
        column_name="a",
    ),
    new(
        "PreviewDatasetColumn",
        source_type=Choice("DataTableSource", "connection"),
        source="pg",
        table_name="t",
        column_name="b",
        fully_qualified_table_name="db.public.t",
    ),
    new(
        "PreviewSQLTable",
        request_id="r3",
        engine="duckdb",
        database="memory",
        schema="main",
        table_name="t",
    ),
    new(
        "ListSQLTables",
        request_id="r4",
        engine="duckdb",
        database="memory",
        schema="main",
    ),
    new("ListSQLSchemas", request_id="r5", engine="duckdb", database="memory"),
    new("ValidateSQL", request_id="r6", query="SELECT 1", only_parse=False),
    new(
        "ValidateSQL",
        request_id="r6",
        query="SELECT 1",
        only_parse=True,
        engine="duckdb",
        dialect="duckdb",
    ),
    new("ListDataSourceConnection", engine="pg"),
    new("StorageListEntries", request_id="r7", namespace="bucket", limit=100),
    new(
        "StorageListEntries",
        request_id="r7",
        namespace="bucket",
        limit=1 << 40,
        prefix="a/b/",
    ),
    new("StorageDownload", request_id="r8", namespace="bucket", path="a/b.csv"),
    new(
        "StorageDownload",
        request_id="r8",
        namespace="bucket",
        path="a/b.csv",
        preview=True,
    ),
    new("ListSecretKeys", request_id="r9"),
    new("RefreshSecrets"),
    new("ClearCache"),
    new("GetCacheInfo"),
    new("StopKernel"),
)
PARTS = (
    new("AppMetadata", query_params={}, cli_args={}, app_config=APP_CONFIG),
    new(
        "AppMetadata",
        query_params={"a": "1", "b": ["2", "3"]},
        cli_args={
            "n": 3,
            "x": 0.5,
            "on": True,
            "s": "text",
            "many": [1, 2.0, False, "t"],
        },
        app_config=APP_CONFIG_ALL,
        argv=["--n", "3"],
        filename="waves.py",
        docstring="Waves.",
    ),
    EXECUTE_CELL,
    EXECUTE_CELL_ALL,
    CELL_CONFIG,
    CELL_CONFIG_ALL,
    APP_CONFIG,
    APP_CONFIG_ALL,
)


@dataclass(frozen=True)
class Reader:
    """What reads one channel on each side."""

    name: str
    generated: msgpack.Decoder[object]
    by_hand: msgpack.Decoder[object]

    def __repr__(self) -> str:
        return self.name


def carried(end: type[object]) -> object:
    """Return what travels to this end, as its class declares it."""
    (base,) = get_original_bases(end)
    (message,) = get_args(base)
    return message


def reader(name: str, generated: object, by_hand: object) -> Reader:
    """Return decoders for what the two sides call the same."""
    return Reader(name, msgpack.Decoder(generated), msgpack.Decoder(by_hand))


CONTROL = reader("control", carried(channels.ControlPull), handwritten.ControlMessage)
UI_ELEMENT = reader(
    "ui_element", carried(channels.UiElementPull), handwritten.BatchableCommand
)
COMPLETION = reader(
    "completion", carried(channels.CompletionPull), handwritten.CodeCompletion
)
INTERRUPT = reader("win32_interrupt", carried(channels.Win32InterruptPull), bool)
INPUT = reader("input", carried(channels.InputPull), str)
STREAM = reader("stream", carried(channels.StreamPull), handwritten.KernelMessage)

SENT = (
    *((CONTROL, row) for row in ROWS),
    *(
        (UI_ELEMENT, row)
        for row in ROWS
        if row.name in ("UpdateUIElement", "ModelCommand")
    ),
    *((COMPLETION, row) for row in ROWS if row.name == "CodeCompletion"),
)


def found(name: str, source: ModuleType) -> object:
    """Return what the module calls by this name."""
    value: object = vars(source)[name]
    return value


def build(value: object, source: ModuleType) -> object:
    """Return the value, with the classes of one side."""
    match value:
        case New(name=name, fields=fields):
            made = found(name, source)
            assert callable(made)
            result: object = made(
                **{key: build(part, source) for key, part in fields.items()}
            )
            return result
        case Choice(name=name, value=text):
            choices = found(name, source)
            return choices(text) if isinstance(choices, type) else text
        case list():
            return [build(part, source) for part in value]
        case tuple():
            return tuple(build(part, source) for part in value)
        case dict():
            return {key: build(part, source) for key, part in value.items()}
    return value


def generated(row: New) -> object:
    return build(row, messages)


def by_hand(row: New) -> object:
    return build(row, handwritten)


def inside(value: object) -> Iterator[New]:
    """Yield each class that is built for a value, with what it is made with."""
    match value:
        case New(fields=fields):
            yield value
            yield from inside(list(fields.values()))
        case list() | tuple():
            for part in value:
                yield from inside(part)


class Options:
    """Which fields of a generated class may be left out."""

    def __init__(self, cls: type[msgspec.Struct]) -> None:
        fields = structs.fields(cls)
        self.names = {field.name for field in fields}
        self.fresh = {
            field.name
            for field in fields
            if field.default_factory in (time.time, secrets.token_hex)
        }
        self.optional = {f.name for f in fields if not f.required} - self.fresh
        self.wire_names = {
            field.encode_name for field in fields if field.name in self.optional
        }


def structs_of(source: ModuleType) -> dict[str, type[msgspec.Struct]]:
    """Return the structs that the module defines."""
    return {
        name: value
        for name, value in vars(source).items()
        if isinstance(value, type)
        and issubclass(value, msgspec.Struct)
        and value.__module__ == source.__name__
    }


def reader_of(row: New) -> Reader:
    """Return decoders for the class by itself, whether or not it travels by itself."""
    return reader(row.name, found(row.name, messages), found(row.name, handwritten))


def changed(frame: bytes, drop: set[str], add: dict[str, object]) -> bytes:
    """Return the frame of a map with some keys dropped and some added at its front."""
    entries = msgpack.decode(frame, type=dict[str, msgspec.Raw])
    kept = {key: raw for key, raw in entries.items() if key not in drop}
    return msgpack.encode(
        {key: msgspec.Raw(msgpack.encode(v)) for key, v in add.items()} | kept
    )


@pytest.mark.parametrize("row", [*ROWS, *PARTS], ids=repr)
def test_both_sides_write_the_same_bytes(row: New) -> None:
    assert msgpack.encode(generated(row)) == msgpack.encode(by_hand(row))


@pytest.mark.parametrize(("channel", "row"), SENT, ids=repr)
def test_each_side_reads_what_the_other_writes(channel: Reader, row: New) -> None:
    assert channel.by_hand.decode(msgpack.encode(generated(row))) == by_hand(row)
    assert channel.generated.decode(msgpack.encode(by_hand(row))) == generated(row)


@pytest.mark.parametrize("row", PARTS, ids=repr)
def test_each_side_reads_the_other_s_parts(row: New) -> None:
    part = reader_of(row)
    assert part.by_hand.decode(msgpack.encode(generated(row))) == by_hand(row)
    assert part.generated.decode(msgpack.encode(by_hand(row))) == generated(row)


@pytest.mark.parametrize(("channel", "row"), SENT, ids=repr)
def test_a_field_that_the_reader_does_not_know_is_ignored(
    channel: Reader, row: New
) -> None:
    frame = changed(
        msgpack.encode(by_hand(row)), set(), {"fieldOfTomorrow": [1, {"a": None}]}
    )
    assert channel.generated.decode(frame) == generated(row)
    assert channel.by_hand.decode(frame) == by_hand(row)


@pytest.mark.parametrize("row", [*ROWS, *PARTS], ids=repr)
def test_an_optional_field_that_is_missing_gets_its_default(row: New) -> None:
    options = Options(structs_of(messages)[row.name])
    part = reader_of(row)
    sparse = New(
        row.name, {k: v for k, v in row.fields.items() if k not in options.optional}
    )
    frame = changed(msgpack.encode(by_hand(row)), options.wire_names, {})
    assert part.generated.decode(frame) == generated(sparse)
    assert part.by_hand.decode(frame) == by_hand(sparse)


def test_a_missing_timestamp_is_the_reader_s_own_time() -> None:
    row = new("ExecuteCells", cell_ids=[], codes=[], timestamp=1.0)
    frame = changed(msgpack.encode(by_hand(row)), {"timestamp"}, {})
    before = time.time()
    message = CONTROL.generated.decode(frame)
    assert isinstance(message, messages.ExecuteCells)
    assert before <= message.timestamp <= time.time()


def test_a_request_inside_a_command_keeps_its_own_names() -> None:
    row = new(
        "ExecuteCells", cell_ids=["c1"], codes=["x=1"], request=REQUEST, timestamp=1.0
    )
    message = CONTROL.generated.decode(msgpack.encode(by_hand(row)))
    assert isinstance(message, messages.ExecuteCells)
    assert message.request is not None
    assert message.request.query_params == {"a": ["1", "2"], "empty": []}
    entries = msgpack.decode(msgpack.encode(message), type=dict[str, msgspec.Raw])
    assert list(entries) == ["type", "cellIds", "codes", "request", "timestamp"]
    names = msgpack.decode(entries["request"], type=dict[str, msgspec.Raw])
    assert list(names) == list(REQUEST.fields)


def test_buffers_arrive_as_bytes() -> None:
    (row,) = [
        row for row in ROWS if row.name == "ModelCommand" and row.fields["buffers"]
    ]
    message = UI_ELEMENT.generated.decode(msgpack.encode(by_hand(row)))
    assert isinstance(message, messages.ModelCommand)
    assert message.buffers == [b"", b"\x00\x01\xff", b"\x80" * 300]
    assert {type(buffer) for buffer in message.buffers} == {bytes}


def test_a_union_inside_a_command_is_told_apart_by_its_own_tag() -> None:
    kinds: list[type[object]] = []
    for row in ROWS:
        if row.name == "ModelCommand":
            message = CONTROL.generated.decode(msgpack.encode(by_hand(row)))
            assert isinstance(message, messages.ModelCommand)
            kinds.append(type(message.message))
    assert kinds == [messages.ModelUpdate, messages.ModelCustom]


@pytest.mark.parametrize("row", [new("StopKernel"), EXECUTE_CELL], ids=repr)
def test_a_command_of_another_channel_is_refused_by_both(row: New) -> None:
    for decoder in (UI_ELEMENT.generated, UI_ELEMENT.by_hand):
        for value in (generated(row), by_hand(row)):
            with pytest.raises(msgspec.ValidationError, match="Invalid value"):
                decoder.decode(msgpack.encode(value))


@pytest.mark.parametrize(
    ("channel", "value"),
    [
        (INTERRUPT, True),
        (INTERRUPT, False),
        (INPUT, ""),
        (INPUT, "user_input"),
        (INPUT, "Zoë\n"),
        (STREAM, b""),
        (STREAM, b'{"op": "cell-op"}'),
        (STREAM, b"\xff" * 70_000),
    ],
    ids=[
        "true",
        "false",
        "no text",
        "text",
        "umlaut",
        "no bytes",
        "json",
        "many bytes",
    ],
)
def test_what_is_not_a_command_travels_bare(
    channel: Reader, value: bool | str | bytes
) -> None:
    for decoder in (channel.generated, channel.by_hand):
        received = decoder.decode(msgpack.encode(value))
        assert received == value
        assert type(received) is type(value)


@pytest.mark.parametrize(
    ("channel", "value"), [(INTERRUPT, 1), (INPUT, b"text"), (STREAM, "text")], ids=repr
)
def test_a_bare_value_of_another_type_is_refused(
    channel: Reader, value: object
) -> None:
    for decoder in (channel.generated, channel.by_hand):
        with pytest.raises(msgspec.ValidationError, match="Expected"):
            decoder.decode(msgpack.encode(value))


def test_a_config_may_come_as_a_plain_map() -> None:
    row = new("UpdateUserConfig", config=USER_CONFIG)
    frame = msgpack.encode(generated(row))
    plain = msgpack.encode(msgpack.decode(frame))
    assert len(plain) == len(frame) - 2
    assert CONTROL.generated.decode(plain) == generated(row)


def test_every_command_has_a_row() -> None:
    commands = {command.__name__ for command in get_args(carried(channels.ControlPull))}
    assert commands == {row.name for row in ROWS}
    assert commands == {
        command.__name__ for command in get_args(handwritten.ControlMessage)
    }


@pytest.mark.parametrize("name", sorted(structs_of(messages)))
def test_every_class_is_sent_with_its_defaults_and_with_everything_set(
    name: str,
) -> None:
    options = Options(structs_of(messages)[name])
    built = [set(row.fields) for row in inside([*ROWS, *PARTS]) if row.name == name]
    assert options.names - options.optional in built
    assert options.names in built
