"""From the text of a notebook to its cells.

A notebook is a Python file. A line that begins with `# %%` begins a cell, and what follows
on that line is the cell's title. Text before the first such line is a cell, too. A cell
without code is left out; one without title is called what its first line of code says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

MARK = re.compile(r"#\s*%%(.*)")
"""The mark that editors agree on: VS Code, PyCharm, Spyder, jupytext's "percent"."""


@dataclass(frozen=True)
class Cell:
    """A piece of a notebook that is run as one.

    `line` is the line of the file on which `code` begins, counted from 1.
    """

    title: str
    code: str
    line: int


def parse_cells(text: str) -> list[Cell]:
    """Return the cells of a notebook, in the order of the file."""
    return [
        Cell(title or code_lines[0], "".join(lines), line)
        for title, lines, line in _split(text)
        if (
            code_lines := [
                line for line in map(str.strip, lines) if line and line[0] != "#"
            ]
        )
    ]


def _split(text: str) -> Iterator[tuple[str, list[str], int]]:
    """Return the title, the lines and the number of the first line of each piece."""
    title, lines, first = "", list[str](), 1
    for number, line in enumerate(StringIO(text), start=1):
        if mark := MARK.match(line):
            yield title, lines, first
            title, lines, first = mark[1].strip(), [], number + 1
        else:
            lines.append(line)
    yield title, lines, first
