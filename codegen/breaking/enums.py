"""How the values of an enum, or of a literal, differ: member by member.

Rule 1: a member is known by its name; a literal has none, and is known by its value.
Rule 2: a value that another name has now was renamed if the catalogue says so; if it does not,
nobody knows, and what the old name meant is read as what the new one means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace
from runtime.wire_model import Values


class ValuesChange(Struct, frozen=True):
    """One change of a choice of values."""

    kind: str
    """The rule that names it."""
    part: str
    """The member, or the value of a literal, as it is spelled."""
    after: Values
    """The old values with only this changed."""
    undeclared: bool = False
    """Whether the value still means the same cannot be seen, and the catalogue does not say."""


def values_changes(
    old: Values, new: Values, renames: Mapping[str, str]
) -> Iterator[ValuesChange]:
    """Yield the changes from some values to others.

    Args:
        renames: what members were called before, by their names now.
    """
    if not (old.names or old.open) or not (new.names or new.open):
        yield from _literals(old, new)
        return
    if _is_text(old) != _is_text(new):
        yield ValuesChange("ENUM_KIND_CHANGED", "", new)
        return
    yield from _unknown(old, new)
    yield from _members(old, new, renames)


def _is_text(node: Values) -> bool:
    return isinstance(next(iter((*node.values, node.unknown))), str)


def _literals(old: Values, new: Values) -> Iterator[ValuesChange]:
    bare = Values(old.values, open=old.open, unknown=old.unknown)
    for value in _less(new.values, old.values):
        after = replace(bare, values=(*old.values, value))
        yield ValuesChange("LITERAL_VALUE_ADDED", repr(value), after)
    gone = _less(old.values, new.values)
    for value in gone:
        kept = tuple(v for v in old.values if not _same(v, value))
        after = replace(bare, values=kept or new.values)
        yield ValuesChange("LITERAL_VALUE_REMOVED", repr(value), after)
    if old.open != new.open:
        after = Values(old.values, open=new.open, unknown=new.unknown)
        kind = "ENUM_UNKNOWN_ADDED" if new.open else "ENUM_UNKNOWN_REMOVED"
        yield ValuesChange(kind, "", after)


def _less(
    values: tuple[str | int, ...], others: tuple[str | int, ...]
) -> list[str | int]:
    return [v for v in values if not any(_same(v, other) for other in others)]


def _same(one: str | int, other: str | int) -> bool:
    return isinstance(one, str) == isinstance(other, str) and one == other


def _unknown(old: Values, new: Values) -> Iterator[ValuesChange]:
    if old.open and not new.open:
        after = replace(old, open=False, unknown=None)
        yield ValuesChange("ENUM_UNKNOWN_REMOVED", "", after)
    elif new.open and not old.open:
        after = replace(old, open=True, unknown=new.unknown)
        yield ValuesChange("ENUM_UNKNOWN_ADDED", "", after)


def _members(
    old: Values, new: Values, renames: Mapping[str, str]
) -> Iterator[ValuesChange]:
    was = dict(zip(old.names, old.values, strict=True))
    now = dict(zip(new.names, new.values, strict=True))
    swapped = _swapped(was, now)
    if swapped:
        after = _with(old, was | {name: now[name] for name in swapped})
        yield ValuesChange("ENUM_VALUES_SWAPPED", ", ".join(swapped), after)
    holders = {value: name for name, value in was.items()}
    heirs = {value: name for name, value in now.items()}
    for name, value in now.items():
        before = holders.get(value)
        if name in swapped:
            continue
        if name in was:
            if was[name] != value:
                after = _with(old, was | {name: value})
                yield ValuesChange("ENUM_VALUE_CHANGED", name, after)
        elif before is None:
            after = _with(old, {**was, name: value})
            yield ValuesChange("ENUM_MEMBER_ADDED", name, after)
        elif before in now:
            moved = {**was, before: now[before], name: value}
            yield ValuesChange("ENUM_VALUE_REUSED", name, _with(old, moved))
        else:
            declared = renames.get(name) == before
            kind = "ENUM_MEMBER_RENAMED" if declared else "ENUM_VALUE_REUSED"
            after = _with(old, {name if n == before else n: v for n, v in was.items()})
            yield ValuesChange(kind, name, after, undeclared=not declared)
    for name, value in was.items():
        if name not in now and value not in heirs:
            kept = {n: v for n, v in was.items() if n != name}
            yield ValuesChange("ENUM_MEMBER_REMOVED", name, _with(old, kept or now))


def _swapped(was: Mapping[str, str | int], now: Mapping[str, str | int]) -> list[str]:
    """Return the members that have a value which another member had, or whose value another has."""
    moved = [name for name in now if name in was and was[name] != now[name]]
    taken = {was[name] for name in moved} & {now[name] for name in moved}
    return [name for name in moved if was[name] in taken or now[name] in taken]


def _with(old: Values, members: Mapping[str, str | int]) -> Values:
    return replace(old, names=tuple(members), values=tuple(members.values()))
