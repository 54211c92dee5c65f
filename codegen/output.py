"""What the generated package ought to be, against what is there."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Literal, NamedTuple

MARK = "# Written by stubwire "
"""How every generated module begins; a module without it is somebody else's."""

_OURS = ("catalogue.json", "py.typed")


class Change(NamedTuple):
    """One file that is not as it ought to be."""

    name: str
    kind: Literal["missing", "differs", "left over", "not ours"]
    found: str
    wanted: str

    def diff(self, folder: str) -> str:
        """Return the way from what is there to what ought to be, for `patch -p1`."""
        path = f"{folder}/{self.name}".lstrip("/")
        return "".join(
            difflib.unified_diff(
                self.found.splitlines(keepends=True),
                self.wanted.splitlines(keepends=True),
                "/dev/null" if self.kind == "missing" else f"a/{path}",
                "/dev/null" if self.kind == "left over" else f"b/{path}",
            )
        )


def compare(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[Change]:
    """Return what has to change in a folder, Python first, by file name.

    A file that is not part of the output is `left over` if an earlier run wrote it, and otherwise
    `not ours`: that one is for its owner to move.
    """
    changes = []
    for name in sorted({*wanted, *found}, key=lambda n: (not n.endswith(".py"), n)):
        if name not in wanted:
            kind: Literal["left over", "not ours"]
            kind = "left over" if is_ours(name, found[name]) else "not ours"
            changes.append(Change(name, kind, found[name], ""))
        elif name not in found:
            changes.append(Change(name, "missing", "", wanted[name]))
        elif found[name] != wanted[name]:
            changes.append(Change(name, "differs", found[name], wanted[name]))
    return changes


def is_ours(name: str, text: str) -> bool:
    """Return whether a file was written by the generator."""
    return text.startswith(MARK) or name in _OURS


def foreign(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return the files that would be overwritten although somebody else wrote them."""
    modules = [name for name in wanted if name.endswith(".py")]
    return [
        name for name in modules if found.get(name) and not is_ours(name, found[name])
    ]
