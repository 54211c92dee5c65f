"""Packages that are generated for a run: with so many channels, or with a type that may come.

They are what `python -m codegen` writes, in folders of the temporary directory, which goes with the run.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from benchmarks.process import ROOT
from codegen.generate import generate

_CATALOGUES: Final = ROOT / "benchmarks" / "catalogue"

_CHANNEL: Final = """
[channels.{name}{number}]
doc     = "One of several."
from    = "{role}"
carries = ["Reading", "Alarm"]
"""


def with_channels(count: int) -> str:
    """Return the folder of a package for small messages with so many channels, each way."""
    text = (_CATALOGUES / "schema.toml").read_text("utf-8")
    parts = [text.partition("[channels.")[0]]
    for number in range(count):
        parts.append(_CHANNEL.format(name="forth", number=number, role="near"))
        parts.append(_CHANNEL.format(name="back", number=number, role="far"))
    return _written(f"wire_of_{count}", "".join(parts))


def with_buffers() -> str:
    """Return the folder of a package whose payloads are not copied."""
    return _written("buffers", (_CATALOGUES / "buffers.toml").read_text("utf-8"))


def _written(name: str, text: str) -> str:
    folder = Path(tempfile.gettempdir(), name)
    if folder.exists():
        return str(folder)
    files = generate(text)
    folder.mkdir()
    for file, content in files.items():
        (folder / file).write_text(content, encoding="utf-8")
    return str(folder)
