"""A package of another version of the catalogue, in which `Payload.number` is a text."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import msgspec
from runtime import ConnectingConnection

SCHEMA: Final = Path(__file__).parents[1] / "schema.toml"


def write_package(folder: Path) -> None:
    """Generate the package as `newer`, in a folder of the script's."""
    # Only the script needs the generator, and it is slow to import.
    from codegen.generate import generate

    old, new = 'fields.number = { type = "int",', 'fields.number = { type = "str",'
    text = SCHEMA.read_text("utf-8").replace(old, new, 1)
    package = folder / "newer"
    package.mkdir()
    for name, source in generate(text).items():
        (package / name).write_text(source, "utf-8")


def newer_payload(folder: Path) -> type[msgspec.Struct]:
    sys.path.insert(0, str(folder))
    payload: type[msgspec.Struct] = import_module("newer").Payload
    return payload


def newer_kernel(folder: Path) -> type[ConnectingConnection]:
    sys.path.insert(0, str(folder))
    kernel: type[ConnectingConnection] = import_module("newer").Kernel
    return kernel
