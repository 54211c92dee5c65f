"""Writes docs/evolution.md anew, below its mark: `make docs`."""

from __future__ import annotations

from pathlib import Path

from codegen.breaking.page import page

PAGE = Path(__file__).parents[2] / "docs" / "evolution.md"

if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
