"""What `python -m codegen breaking` calls it that a type has changed: its members, its values, all of it.

Rule: a name is given where only one will do; of several changes at once the command tells each.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from runtime.evolution import verdict
from runtime.verdicts import Outcome
from runtime.wire_model import (
    Bounded,
    Node,
    OneOf,
    Plain,
    Reference,
    Values,
    WireModel,
)

Names: TypeAlias = tuple[str, str]
"""If the writer is the newer side, and if the reader is; empty where it is not sure."""

_INCOMPATIBLE: Final = "FIELD_TYPE_INCOMPATIBLE"

_BY_OUTCOME: Final[dict[Outcome, str]] = {
    "error": _INCOMPATIBLE,
    "value_dependent": "FIELD_TYPE_NARROWED",
}

_NONE: Final = Plain("None")


def either(name: str) -> Names:
    """Return a name that does not depend on who is newer."""
    return name, name


def retyped(
    sent: Node, read: Node, outcome: Outcome, writer: WireModel, reader: WireModel
) -> Names:
    """Return the name for a field of another type.

    Args:
        sent: what it is to the writer.
        read: what it is to the reader.
        outcome: what becomes of the messages.
        writer: the model that `sent` is of.
        reader: the model that `read` is of.
    """
    (one, bounds), (other, limits) = _bounds(sent), _bounds(read)
    if one == other:
        zone = bounds.get("tz") != limits.get("tz")
        return either("CONSTRAINT_TZ_CHANGED" if zone else "CONSTRAINT_DISJOINT")
    if isinstance(one, OneOf) or isinstance(other, OneOf):
        return _of_members(one, other, writer, reader)
    if isinstance(one, Values) and isinstance(other, Values):
        return _of_values(one, other)
    if outcome == "error":
        return either(_INCOMPATIBLE)
    if isinstance(one, Values) or isinstance(other, Values):
        return either("")
    back = verdict(read, sent, reader.structs, writer.structs).outcome
    return either(_BY_OUTCOME.get(back, "FIELD_TYPE_LOSSY"))


def members(node: Node) -> tuple[Node, ...]:
    """Return the members of a union; of another type, itself."""
    return node.members if isinstance(node, OneOf) else (node,)


def _of_members(sent: Node, read: Node, writer: WireModel, reader: WireModel) -> Names:
    """Return the name for a field of which at least one type is a union."""
    ones, others = list(members(sent)), list(members(read))
    pairs = [(m, o) for m in ones for o in others if _alike(m, o)]
    if not pairs:
        ways = (sent, read, writer, reader), (read, sent, reader, writer)
        found = {verdict(a, b, x.structs, y.structs).outcome for a, b, x, y in ways}
        worst = next((o for o in _BY_OUTCOME if o in found), None)
        return either(_BY_OUTCOME[worst] if worst else "FIELD_TYPE_LOSSY")
    more = [m for m in ones if not any(m is one for one, _ in pairs)]
    less = [o for o in others if not any(o is other for _, other in pairs)]
    names = {_of_pair(m, o) for m, o in pairs if m != o}
    names |= {_member(m, "ADDED", "REMOVED") for m in more}
    names |= {_member(o, "REMOVED", "ADDED") for o in less}
    return names.pop() if len(names) == 1 else either("")


def _of_pair(sent: Node, read: Node) -> Names:
    """Return the name for a member that is of another make on the other side."""
    (one, bounds), (other, limits) = _bounds(sent), _bounds(read)
    if one == other and bounds.get("tz") != limits.get("tz"):
        return either("CONSTRAINT_TZ_CHANGED")
    if isinstance(one, Values) and isinstance(other, Values):
        names = _of_values(one, other)
        return names if names != either(_INCOMPATIBLE) else either("")
    return either("")  # what it comes to depends on the other members


def _member(member: Node, if_writer_newer: str, if_reader_newer: str) -> Names:
    """Return the name for a member that only one side has."""
    if member != _NONE and not isinstance(member, Reference):
        return either("")
    what = "FIELD_NULLABLE" if member == _NONE else "UNION_MEMBER"
    return f"{what}_{if_writer_newer}", f"{what}_{if_reader_newer}"


def _alike(one: Node, other: Node) -> bool:
    match _bounds(one)[0], _bounds(other)[0]:
        case Plain(name=name), Plain(name=another):
            return name == another
        case Reference(name=name), Reference(name=another):
            return name == another
        case was, now:
            return type(was) is type(now)


def _of_values(sent: Values, read: Values) -> Names:
    """Return the name for another choice of values: of the first that is not what it was."""
    more = [value for value in sent.values if value not in read.values]
    less = [value for value in read.values if value not in sent.values]
    if not (sent.names or sent.open) or not (read.names or read.open):
        if len(more) == len(sent.values):
            return either(_INCOMPATIBLE)
        added, removed = "LITERAL_VALUE_ADDED", "LITERAL_VALUE_REMOVED"
        return (added, removed) if more else (removed, added)
    if _kinds(sent) != _kinds(read):
        return either("ENUM_KIND_CHANGED")
    if not more and not less:
        swapped = sorted(sent.names) == sorted(read.names)
        return either("ENUM_VALUES_SWAPPED" if swapped else "")
    if more and less:
        return either("")
    # Only one of them has values that the other has not: the rest has its names still.
    was, now = (
        dict(zip(side.names, side.values, strict=True)) for side in (sent, read)
    )
    if any(was[name] != now[name] for name in was.keys() & now.keys()):
        return either("")
    added, removed = "ENUM_MEMBER_ADDED", "ENUM_MEMBER_REMOVED"
    return (added, removed) if more else (removed, added)


def _kinds(node: Values) -> set[type]:
    return {type(value) for value in node.values}


def _bounds(node: Node) -> tuple[Node, dict[str, int | float | str | bool]]:
    return (node.type, node.constraints) if isinstance(node, Bounded) else (node, {})
