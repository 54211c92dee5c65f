"""How the options of a struct differ: whether it is an array, what it forbids, what it leaves out.

Tags are told by `tag_changes`: what they do depends on where the struct stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from codegen.breaking.apart import Apart
from codegen.breaking.change import Change, Spot
from codegen.breaking.meetings import Pair


def option_changes(pair: Pair, apart: Apart) -> Iterator[Change]:
    """Yield the options that have changed, each alone."""
    old, new = pair.old, pair.new
    bare = replace(
        apart.as_new(pair),
        forbid_unknown_fields=old.forbid_unknown_fields,
        omit_defaults=old.omit_defaults,
    )
    changed = {}
    if old.array_like != new.array_like:
        changed["ARRAY_LIKE_CHANGED"] = replace(bare, array_like=new.array_like)
    if new.forbid_unknown_fields and not old.forbid_unknown_fields:
        changed["FORBID_UNKNOWN_ENABLED"] = replace(bare, forbid_unknown_fields=True)
    if new.omit_defaults and not old.omit_defaults:
        changed["OMIT_DEFAULTS_ENABLED"] = replace(bare, omit_defaults=True)
    spots = Spot("struct", old.name), Spot("struct", new.name)
    for kind, after in changed.items():
        yield Change(kind, *spots, apart.structs(old, after))
