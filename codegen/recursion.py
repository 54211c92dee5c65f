"""Types that contain themselves.

Rule 1: a name for a type (newtype, alias, union) does not lead back to itself without a struct in
between: Python would never finish expanding it.
Rule 2: every struct has a value that ends.
"""

from __future__ import annotations

from collections.abc import Mapping

from codegen import types
from codegen.catalogue import Alias, Definition, Newtype, Record
from codegen.types import Collection, Literal, Reference, Scalar, Type, Union


def circular_names(definitions: Mapping[str, Definition]) -> dict[str, list[str]]:
    """Return each name that leads back to itself, with the way it takes."""
    named = {
        d.name: types.references(d.type)
        for d in definitions.values()
        if isinstance(d, Newtype | Alias)
    }
    found: dict[str, list[str]] = {}
    finished: set[str] = set()
    for start in named:
        path: list[str] = []
        stack = [(start, iter(named[start]))]
        while stack:
            name, inner = stack[-1]
            if len(path) < len(stack):
                path.append(name)
            step = next((n for n in inner if n in named and n not in finished), None)
            if step is None:
                finished.add(name)
                stack.pop()
                path.pop()
            elif step in path:
                circle = path[path.index(step) :]
                found.setdefault(circle[0], [*circle, step])
                finished.add(step)
            else:
                stack.append((step, iter(named[step])))
    return found


def endless_structs(definitions: Mapping[str, Definition]) -> list[str]:
    """Return the structs that no finite value can have, in the order of the definitions."""
    ends: set[str] = {
        name
        for name, d in definitions.items()
        if not isinstance(d, Newtype | Alias | Record)
    }
    waiting = [name for name in definitions if name not in ends]
    while True:
        reached = [name for name in waiting if _ends(definitions[name], ends)]
        if not reached:
            return [name for name in waiting if isinstance(definitions[name], Record)]
        ends.update(reached)
        waiting = [name for name in waiting if name not in ends]


def _ends(definition: Definition, ends: set[str]) -> bool:
    match definition:
        case Record(fields=fields):
            return all(
                _type_ends(field.type, ends) for field in fields if field.required
            )
        case Newtype(type=type) | Alias(type=type):
            return _type_ends(type, ends)
    return True


def _type_ends(type: Type, ends: set[str]) -> bool:
    match type:
        case Reference(name=name):
            return name in ends
        case Union(members=members):
            return any(_type_ends(member, ends) for member in members)
        case types.FixedTuple(items=items):
            return all(_type_ends(item, ends) for item in items)
        case (
            Scalar()
            | Literal()
            | Collection()
            | types.Mapping()
            | types.VariableTuple()
        ):
            return True
