"""Files that hold what a test expects.

With `UPDATE_GOLDEN=1` a test writes what it found and fails, so that somebody looks at the diff.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest


def compare(folder: Path, expected: set[str], found: Mapping[str, str]) -> None:
    """Fail unless the named files, and no others of `expected`, have the found content."""
    there = {
        name: (folder / name).read_bytes().decode()
        for name in expected
        if (folder / name).exists()
    }
    if there == found:
        return
    if os.environ.get("UPDATE_GOLDEN"):
        for name in there.keys() - found.keys():
            (folder / name).unlink()
        for name, text in found.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode())
        pytest.fail(f"{folder} is written anew; look at the diff")
    assert there == found, "UPDATE_GOLDEN=1 writes it anew"
