"""Prints what `make test-lowest` installs, as a requirements file: python tests/lowest.py

The runtime's and the generator's dependencies in the lowest version that pyproject.toml allows, so
that no lower bound is a guess; and what the tests need beside them, as it is.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

PYPROJECT: Final = Path(__file__).parents[1] / "pyproject.toml"


def requirements(pyproject: str) -> list[str]:
    """Return the lines of the requirements file, from the text of a pyproject.toml."""
    project = tomllib.loads(pyproject)["project"]
    extras = project["optional-dependencies"]
    lowest = [
        line.replace(">=", "==")
        for line in [*project["dependencies"], *extras["codegen"]]
    ]
    bound = {_name(line) for line in lowest} | {project["name"]}
    return [*lowest, *(line for line in extras["dev"] if _name(line) not in bound)]


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower()


if __name__ == "__main__":
    print("\n".join(requirements(PYPROJECT.read_text("utf-8"))))
