"""Hosts in processes of their own: what crashes one must not crash the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.contract.traffic import WATCHDOG


def play(scene: str, folder: Path, *args: object) -> list[str]:
    """Run `tests/contract/scenes/SCENE.py`; return what was wrong, of which it prints lines."""
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            f"tests.contract.scenes.{scene}",
            str(folder),
            *map(str, args),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=WATCHDOG,
    )
    found = done.stdout.splitlines()
    if done.returncode or done.stderr:
        found.append(f"exit code {done.returncode}, stderr: {done.stderr[-4000:]}")
    return found
