"""Enums: a name and a value for each member, and a member for values not known here."""

from __future__ import annotations

from collections.abc import Iterator

from codegen import document, names
from codegen.definitions import Enum
from codegen.docs import text
from codegen.problems import Problem

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1  # what msgspec takes for an enum


def enum(written: document.Enum) -> tuple[Enum, list[Problem]]:
    """Return the enum, and what is wrong with it."""
    members: dict[str, str | int] = {}
    problems: list[Problem] = []
    numbered = False
    for given, value in written.members:
        if given is None and isinstance(value.value, int):
            if not numbered:
                why = "an integer has no name; write enum = { NAME = 1, ... }"
                problems.append(value.problem(why))
            numbered = True
            continue
        name = given.value if given else _made(str(value.value))
        misspelt = list(names.enum_member(given or value, name))
        if misspelt and given is None:
            why = f"{value.value!r} makes no name for Python; write enum = {{ NAME = {value.value!r}, ... }}"
            misspelt = [value.problem(why)]
        problems += misspelt
        unfit = _unfit(name, value.value, members)
        if unfit:
            problems.append(value.problem(unfit))
        if not misspelt:
            members.setdefault(name, value.value)
    unknown = written.unknown.value if written.unknown else ""
    if written.unknown and unknown.strip():
        problems += names.enum_member(written.unknown, unknown)
        if unknown in members or unknown in members.values():
            why = f"{unknown!r} is a member already; choose another"
            problems.append(written.unknown.problem(why))
        members[unknown] = _free(members, unknown)
    problems += _memory_problems(written, members)
    made = Enum(
        name=written.name.value,
        doc=text(written.doc),
        members=tuple(members.items()),
        unknown=unknown,
        reserved=tuple(value.value for value in written.reserved),
        renamed_from=tuple((new.value, text(old)) for new, old in written.renamed_from),
    )
    return made, problems


def _memory_problems(
    written: document.Enum, members: dict[str, str | int]
) -> Iterator[Problem]:
    """Yield what is said to be gone and is still there."""
    reserved = {value.value for value in written.reserved}
    for _, value in written.members:
        if value.value in reserved:
            yield value.problem(
                f"{value.value!r} is reserved: it once meant something else; use a new value"
            )
    for _, old in written.renamed_from:
        if old.value in members:
            yield old.problem(f"{old.value!r} is still a member here")


def _made(value: str) -> str:
    """Return the member that a value in a list makes: `QUEUED` from `queued`."""
    return value.upper().replace("-", "_")


def _unfit(name: str, value: str | int, members: dict[str, str | int]) -> str | None:
    """Return why a member does not go with those before it."""
    if value in members.values():
        return f"{value!r} is there already; each value has one name"
    if name in members:
        other = members[name]
        return f"{other!r} and {value!r} both make {name!r}; write enum = {{ NAME = {value!r}, ... }}"
    if members and isinstance(value, str) != isinstance(
        next(iter(members.values())), str
    ):
        return "an enum is all strings or all integers"
    if isinstance(value, int) and not _SMALLEST <= value <= _LARGEST:
        return f"{value} does not fit in 64 bits"
    return None


def _free(members: dict[str, str | int], name: str) -> str | int:
    """Return a value for the member of unknown values: its name, or an integer nobody has."""
    integers = {value for value in members.values() if isinstance(value, int)}
    if not integers:
        return name
    below = min(integers) - 1
    if below >= _SMALLEST:
        return below
    return next(value for value in range(_LARGEST) if value not in integers)
