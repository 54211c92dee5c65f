"""Documentation as text: what the catalogue says, without the accidents of how it was laid out."""

from __future__ import annotations

import textwrap

from codegen.tables import Located


def text(written: Located[str] | None) -> str:
    """Return the text without surrounding blank lines, common indentation and trailing blanks."""
    if written is None:
        return ""
    first, *rest = (line.rstrip() for line in written.value.strip().split("\n"))
    return "\n".join(
        [first, *textwrap.dedent("\n".join(rest)).split("\n")][: len(rest) + 1]
    )
