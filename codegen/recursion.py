"""Types that contain themselves.

Rule 1: a name for a type (newtype, alias, union) does not lead back to itself without a struct in
between: Python would never finish expanding it.
Rule 2: every struct has a value that ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codegen import types
from codegen.definitions import Alias, Definition, Factory, Newtype, Record
from codegen.types import Bounded, Collection, Literal, Reference, Scalar, Type, Union

DEEPEST = 100
"""How many types may stand inside one another without a struct in between."""
_FOUND = 10**9  # so that what contains a type that is too deep is not found once more


def circular_names(definitions: Mapping[str, Definition]) -> dict[str, list[str]]:
    """Return each name for a type that leads back to itself, with the way it takes."""
    return circles(_named(definitions))


def made_by_default(definition: Definition) -> list[str]:
    """Return what is made along with a struct whose fields are all left to their defaults."""
    fields = definition.fields if isinstance(definition, Record) else ()
    return [f.default.name for f in fields if isinstance(f.default, Factory)]


def circles(named: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return each name that leads back to itself, with the way it takes."""
    found: dict[str, list[str]] = {}
    finished: set[str] = set()
    for start in named:
        path: dict[str, Iterator[str]] = {}
        step: str | None = start if start not in finished else None
        while step or path:
            if step:
                path[step] = iter(named[step])
            name, inner = next(reversed(path.items()))
            step = next((n for n in inner if n in named and n not in finished), None)
            if step is None:
                finished.add(name)
                del path[name]
            elif step in path:
                way = list(path)
                circle = way[way.index(step) :]
                found.setdefault(circle[0], [*circle, step])
                step = None
    return found


def deep_names(definitions: Mapping[str, Definition]) -> list[str]:
    """Return the names for types in which more than `DEEPEST` types stand inside one another.

    Of those that contain each other only the innermost; none leads back to itself.
    """
    named = _named(definitions)
    depths: dict[str, int] = {}
    found: list[str] = []
    for start in named:
        stack = [start]
        while stack:
            name = stack[-1]
            waiting = [n for n in named[name] if n in named and n not in depths]
            if waiting:
                stack += waiting
                continue
            stack.pop()
            inner = [depths.get(n, 0) for n in named[name]]
            definition = definitions[name]
            own = (
                _depth(definition.type)
                if isinstance(definition, Newtype | Alias)
                else 0
            )
            depth = own + max(inner, default=0)
            if depth > DEEPEST and name not in depths:
                found.append(name)
            depths[name] = depth if depth <= DEEPEST else -_FOUND
    return found


def _named(definitions: Mapping[str, Definition]) -> dict[str, Sequence[str]]:
    return {
        d.name: types.references(d.type)
        for d in definitions.values()
        if isinstance(d, Newtype | Alias)
    }


def _depth(type: Type) -> int:
    return 1 + max(map(_depth, types.parts(type)), default=0)


def endless_structs(definitions: Mapping[str, Definition]) -> list[list[str]]:
    """Return the circles of structs that no finite value can have, each with the way it takes."""
    users: dict[str, list[str]] = {}
    for name, definition in definitions.items():
        for needed in _required(definition):
            users.setdefault(needed, []).append(name)
    found: list[list[str]] = []
    ends: set[str] = set()
    checked = list(definitions)
    while True:
        while checked:
            name = checked.pop()
            if name not in ends and _ends(definitions[name], ends):
                ends.add(name)
                checked += users.get(name, [])
        waiting = [name for name in definitions if name not in ends]
        if not waiting:
            return found
        found.append(_circle(waiting, definitions))
        ends.add(found[-1][0])  # told once, and the rest is checked as if it ended
        checked = list(users.get(found[-1][0], []))


def _circle(waiting: list[str], definitions: Mapping[str, Definition]) -> list[str]:
    """Return a way that leads back to where it began, among definitions that wait for each other."""
    places = {name: place for place, name in enumerate(waiting)}
    way: dict[str, None] = {}
    step = waiting[0]
    while step not in way:
        way[step] = None
        step = next(n for n in _required(definitions[step]) if n in places)
    names = list(way)
    circle = names[names.index(step) :]
    place = circle.index(min(circle, key=places.__getitem__))
    first, *others = [*circle[place:], *circle[:place]]
    return [first, *others, first]


def _required(definition: Definition) -> Sequence[str]:
    match definition:
        case Record(fields=fields):
            return [n for f in fields if f.required for n in types.references(f.type)]
        case Newtype(type=type) | Alias(type=type):
            return types.references(type)
    return []


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
        case Bounded(type=bare):
            return _type_ends(bare, ends)
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
