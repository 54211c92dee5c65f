"""Each `golden/NAME/schema.toml` generates the package beside it, and that package works.

Rule 1: `UPDATE_GOLDEN=1` writes what is generated, and fails; the diff is reviewed.
Rule 2: the packages are ordinary Python: they import without a warning, mypy and ruff have nothing
to say, and what they define can be sent and received.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from mypy import api
from runtime import BindingConnection, Channel, ConnectingConnection
from runtime.fingerprints import names
from runtime.wire_model import from_json

from codegen.generate import generate, read
from tests.codegen import golden_files

GOLDEN = Path(__file__).with_name("golden")
NAMES = sorted(path.parent.name for path in GOLDEN.glob("*/schema.toml"))
ROOT = GOLDEN.parents[2]


def schema(name: str) -> str:
    return (GOLDEN / name / "schema.toml").read_bytes().decode()


def package(name: str) -> ModuleType:
    return import_module(f"tests.codegen.golden.{name}.generated")


@pytest.mark.parametrize("name", NAMES)
def test_output(name: str) -> None:
    folder = GOLDEN / name / "generated"
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted = generate(schema(name))
    golden_files.compare(folder, there | wanted.keys(), wanted)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_exported(name: str) -> None:
    generated, catalogue = package(name), read(schema(name))
    exported = generated.__all__
    assert sorted(exported) == sorted(catalogue.exports)
    assert all(hasattr(generated, export) for export in exported)
    binder = getattr(generated, catalogue.binder.class_name)
    connector = getattr(generated, catalogue.connector.class_name)
    assert issubclass(binder, BindingConnection)
    assert issubclass(connector, ConnectingConnection)
    channels = [channel.name for channel in catalogue.channels]
    assert list(binder.__annotations__) == list(connector.__annotations__) == channels


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_connect(name: str) -> None:
    generated, catalogue = package(name), read(schema(name))
    host, kernel = getattr(generated, catalogue.binder.class_name).pair()
    with host, kernel:
        for channel in catalogue.channels:
            here = not channel.platforms or sys.platform in channel.platforms
            assert (getattr(host, channel.name) is not None) == here
            assert (getattr(kernel, channel.name) is not None) == here


@pytest.mark.parametrize("name", NAMES)
def test_the_channels_are_as_written(name: str) -> None:
    generated, catalogue = package(name), read(schema(name))
    agreed = from_json((GOLDEN / name / "generated/catalogue.json").read_bytes())
    fingerprints = {channel.name: channel.fingerprint for channel in agreed.channels}
    called = names(agreed.channels, agreed.structs)
    for channel in catalogue.channels:
        constant = getattr(generated, channel.constant)
        assert isinstance(constant, Channel)
        assert constant.capacity == channel.capacity
        assert constant.max_message_bytes == channel.max_message_bytes
        assert constant.overflow == channel.overflow
        assert constant.platforms == channel.platforms
        assert constant.fingerprint == fingerprints[channel.name]
        assert constant.names == called[channel.name]


@pytest.mark.parametrize("name", NAMES)
def test_what_needs_no_arguments_comes_back(name: str) -> None:
    """A default that is not of its own type, or a class that has no decoder, shows here."""
    generated, catalogue = package(name), read(schema(name))
    for export in catalogue.exported_messages:
        made = getattr(generated, export)
        if not isinstance(made, type) or not issubclass(made, msgspec.Struct):
            continue
        decoder = msgspec.msgpack.Decoder(made)
        if all(not field.required for field in msgspec.structs.fields(made)):
            sent = made()
            arrived = decoder.decode(msgspec.msgpack.encode(sent))
            assert as_any(sent) == as_any(arrived)


def as_any(value: object) -> object:
    """Return a value as it is compared: read as `Any` a tuple is a list, and a struct a dict."""
    if isinstance(value, msgspec.Struct):
        return {k: as_any(v) for k, v in msgspec.structs.asdict(value).items()}
    if isinstance(value, list | tuple):
        return [as_any(item) for item in value]
    return "nan" if value != value else value


def test_mypy_and_ruff_have_nothing_to_say() -> None:
    """Not even of the deprecations: those are for who uses the package."""
    config = ["--config-file", str(ROOT / "pyproject.toml")]
    folders = [str(GOLDEN / name / "generated") for name in NAMES]
    report, trouble, status = api.run(
        [*config, "--enable-error-code=deprecated", *folders]
    )
    assert (trouble, status) == ("", 0), report
    for command in (["check"], ["format", "--check", "--isolated"]):
        ruff = [sys.executable, "-m", "ruff", *command, *folders]
        done = subprocess.run(ruff, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr
