"""The project that `init` starts: a catalogue a newcomer can read, and the two programs."""

from __future__ import annotations

from importlib import resources


def files() -> dict[str, str]:
    """Return the files of a new project, by name."""
    folder = resources.files("codegen") / "starter_files"
    names = ("schema.toml", "host.py", "worker.py", "README.md")
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}
