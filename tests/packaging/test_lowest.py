"""What `make test-lowest` installs follows pyproject.toml."""

import re

from tests.lowest import PYPROJECT, requirements

SMALL = """
[project]
name = "stubwire"
dependencies = ["msgspec>=0.19"]
[project.optional-dependencies]
codegen = ["ruff>=0.9"]
dev = ["stubwire[codegen]", "ruff==0.17.6", "mypy==2.4.1", "pytest>=8.3"]
"""


def test_a_lower_bound_becomes_the_version_and_wins_over_a_pin() -> None:
    expected = ["msgspec==0.19", "ruff==0.9", "mypy==2.4.1", "pytest>=8.3"]
    assert requirements(SMALL) == expected


def test_every_requirement_of_a_user_has_a_lowest_version() -> None:
    lowest = requirements(PYPROJECT.read_text("utf-8"))
    names = ("msgspec", "pyzmq", "jinja2", "rich", "ruff", "tree-sitter", "typer")
    for name in names:
        pinned = [line for line in lowest if re.fullmatch(rf"{name}==[\d.]+", line)]
        assert len(pinned) == 1, name
