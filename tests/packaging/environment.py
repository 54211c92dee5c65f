"""An environment with nothing in it but what was asked for."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

import msgspec

ROOT = Path(__file__).parents[2]

_PATIENCE = 120.0


class Environment(NamedTuple):
    """A virtual environment without even pip: the pip that installs is the one beside the tests."""

    folder: Path

    def run(
        self, program: str, *arguments: str, cwd: Path
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the environment's programs as its user would, knowing nothing of this project."""
        return run(str(self.folder / "bin" / program), *arguments, cwd=cwd)

    def install(self, requirement: str) -> None:
        done = self._pip("install", "--quiet", requirement)
        assert done.returncode == 0, done.stderr

    def installed(self) -> set[str]:
        """Return the names of the distributions that are installed."""
        done = self._pip("list", "--format=json")
        listed = msgspec.json.decode(done.stdout, type=list[dict[str, str]])
        return {distribution["name"].lower() for distribution in listed}

    def _pip(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        python = str(self.folder / "bin" / "python")
        return run(sys.executable, "-m", "pip", "--python", python, *arguments)


def make_environment(folder: Path) -> Environment:
    """Make an environment that is empty."""
    venv.create(folder, with_pip=False, symlinks=True)
    return Environment(folder)


def run(
    program: str, *arguments: str, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    return subprocess.run(
        [program, *arguments],
        cwd=cwd,
        env={**env, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
    )
