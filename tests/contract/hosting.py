"""Hosts in processes of their own: what crashes one must not crash the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.contract.traffic import WATCHDOG


@contextmanager
def hosting(scene: str, *args: object) -> Iterator[subprocess.Popen[bytes]]:
    """Yield the process of `tests/contract/scenes/SCENE.py`, and kill it when that is over.

    Its private directories go with it.
    """
    with tempfile.TemporaryDirectory(prefix="contract-") as place:
        process = subprocess.Popen(
            command(scene, *args),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "XDG_RUNTIME_DIR": place},
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def command(scene: str, *args: object) -> list[str]:
    name = f"tests.contract.scenes.{scene}"
    return [sys.executable, "-X", "faulthandler", "-m", name, *map(str, args)]


def play(scene: str, folder: Path, *args: object) -> list[str]:
    """Run `tests/contract/scenes/SCENE.py`; return what was wrong, of which it prints lines."""
    done = subprocess.run(
        command(scene, folder, *args),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=WATCHDOG,
    )
    found = done.stdout.splitlines()
    if done.returncode:
        found.append(f"exit code {done.returncode}")
        print(done.stderr[-4000:])  # which pytest shows in full
    return found
