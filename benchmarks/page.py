"""Write the pages about what `make bench` has measured: python -m benchmarks.page

It reads `build/bench.json` and the first line of `build/bench.txt`, which says what machine that was.
The figures are kept in `docs/performance.json`, so that a test can hold the pages to them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.measured import Measured
from benchmarks.plot import plot
from benchmarks.process import ROOT
from benchmarks.report import performance, with_figures

FIGURES: Final = ROOT / "docs" / "performance.json"
"""What the pages were written from."""


def read(results: Path) -> Measured:
    """Return what a run has measured, from the files it has written."""
    figures = msgspec.json.decode(results.read_bytes(), type=dict[str, float])
    machine = results.with_suffix(".txt").read_text("utf-8").partition("\n")[0]
    return Measured(machine, figures)


def pages(measured: Measured, readme: str) -> dict[str, str]:
    """Return the text of each page by its path."""
    return {
        "docs/performance.md": performance(measured),
        "docs/performance.svg": plot(measured),
        "README.md": with_figures(readme, measured),
    }


def main() -> None:
    try:
        measured = read(ROOT / "build" / "bench.json")
    except OSError as error:
        sys.exit(f"error: {error.filename}: {error.strerror}; run `make bench` first")
    content = msgspec.json.format(msgspec.json.encode(measured), indent=2)
    FIGURES.write_bytes(content + b"\n")
    readme = (ROOT / "README.md").read_text("utf-8")
    for path, text in pages(measured, readme).items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"wrote {path}")


if __name__ == "__main__":
    main()
