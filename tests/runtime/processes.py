"""The children of this process."""

from contextlib import suppress
from pathlib import Path


def children() -> set[str]:
    """Return the processes that this one has started and not yet seen the end of."""
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(
            FileNotFoundError, ProcessLookupError
        ):  # that thread has just ended
            found.update((task / "children").read_text().split())
    return found
