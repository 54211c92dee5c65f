"""Install what is compared with, one by one: python -m benchmarks.install

What has no wheel for this Python is told and left out; the rest is measured without it.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import Final

from benchmarks.process import ROOT

_PIP: Final = (
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--only-binary=:all:",
)


def peers() -> list[str]:
    """Return the requirements of the extra `bench`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return list(project["optional-dependencies"]["bench"])


def main() -> None:
    for requirement in peers():
        done = subprocess.run([sys.executable, *_PIP, requirement], check=False)
        if done.returncode:
            print(f"{requirement}: cannot be installed here; measured without it")


if __name__ == "__main__":
    main()
