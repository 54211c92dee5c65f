"""A catalogue and what its next version may have changed, generated as packages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import codegen.generate

BASE: Final = """\
[catalogue]
name     = "skew"
version  = "1"
doc      = "What two versions say to each other."
binds    = "host"
connects = "kernel"

[messages.Item]
doc          = "Travels both ways."
tag          = "item"
fields.name  = "str"
fields.count = "int"

[channels.down]
doc      = "To the kernel."
from     = "host"
carries  = ["Item"]
capacity = 10

[channels.up]
doc     = "To the host."
from    = "kernel"
carries = ["Item"]
"""

_FIELD: Final = 'fields.count = "int"'
_DOWN: Final = "capacity = 10"

ACCEPTED: Final[Mapping[str, tuple[str, str]]] = {
    "optional_field": (_FIELD, f'{_FIELD}\nfields.more = "int = 5"'),
    "added_channel": (
        "[channels.up]",
        '[channels.extra]\ndoc = "More."\nfrom = "host"\ncarries = ["Item"]\n\n[channels.up]',
    ),
    "changed_capacity": (_DOWN, "capacity = 5"),
    "changed_limit": (_DOWN, f"{_DOWN}\nmax_message_bytes = 2048"),
}
"""By name: a text of the catalogue, and what it becomes in the next version."""

REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "removed_field": (_FIELD, ""),
    "renamed_field": (_FIELD, 'fields.number = "int"'),
    "retagged_message": ('tag          = "item"', 'tag = "thing"'),
    "retyped_field": (_FIELD, 'fields.count = "str"'),
    "required_field": (_FIELD, f'{_FIELD}\nfields.more = "int"'),
    "changed_direction": ('from     = "host"', 'from = "kernel"'),
}


def generate(folder: Path) -> None:
    """Write a package `old`, and one for each mutation."""
    schemas = {"old": BASE}
    for name, (before, after) in {**ACCEPTED, **REFUSED}.items():
        if BASE.count(before) != 1:
            raise ValueError(f"{name}: {before!r} is not there once")
        schemas[name] = BASE.replace(before, after)
    for name, text in schemas.items():
        package = folder / name
        package.mkdir()
        for file, source in codegen.generate.generate(text).items():
            (package / file).write_text(source)
