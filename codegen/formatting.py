"""Lays source out as ruff does: formatted, imports sorted, those that nothing uses dropped.

This runs the ruff that is installed beside the generator, without anybody's configuration, so the
same text always comes out the same.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

_OPTIONS = ("--isolated", "--no-cache", "--quiet", "--target-version=py311")
# The runtime is a library to those who use the output, whatever folders stand around it here.
_RUNTIME = "--config=lint.isort.known-third-party=['runtime']"
_LINE_LENGTH = "--line-length=88"  # what ruff and black use when nobody says otherwise


def formatted(files: Mapping[str, str]) -> dict[str, str]:
    """Return the Python files laid out, by name."""
    with (
        ThreadPoolExecutor() as pool
    ):  # each waits for processes, so together they take less
        return dict(zip(files, pool.map(_laid_out, files, files.values()), strict=True))


def _laid_out(name: str, text: str) -> str:
    options = ("--fix-only", "--select=F401,I001,RUF022", _RUNTIME, _LINE_LENGTH)
    tidied = _ruff(["check", *options], name, text)
    return _ruff(["format", _LINE_LENGTH], name, tidied)


def _ruff(command: list[str], name: str, text: str) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            *command,
            *_OPTIONS,
            f"--stdin-filename={name}",
            "-",
        ],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"ruff could not lay out {name}: {done.stderr.strip()}")
    return done.stdout
