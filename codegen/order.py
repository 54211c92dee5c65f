"""The order of definitions in the generated module.

Rule 1: what Python evaluates at once comes first: what a newtype or alias is made of, the type of a
default.
Rule 2: the fields of a struct come first too, where nothing circular keeps them from it; a field
that mentions something later is quoted.
Rule 3: everything else keeps the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from codegen import spelling, types
from codegen.definitions import Alias, Constant, Definition, Factory, Newtype, Record


def ordered(definitions: Mapping[str, Definition]) -> tuple[Definition, ...]:
    """Return the definitions, each after what it needs."""
    needed = {name: _needed(d, definitions) for name, d in definitions.items()}
    wanted = {name: _wanted(d, definitions) for name, d in definitions.items()}
    closures: dict[str, frozenset[str]] = {}
    done: dict[str, None] = {}
    for start in definitions:
        path: dict[str, Iterator[str]] = {}
        step: str | None = start if start not in done else None
        while step or path:
            if step:
                path[step] = iter([*needed[step], *wanted[step]])
            name, steps = next(reversed(path.items()))
            step = next((s for s in steps if s not in done and s not in path), None)
            if step is None:
                del path[name]
                done[name] = None
            elif (
                step not in needed[name]
                and _closure(step, needed, closures) & path.keys()
            ):
                step = None  # it waits for something on the path, so the field will be quoted
    return tuple(definitions[name] for name in done)


def below(
    made: Iterable[types.Type], definitions: Mapping[str, Definition]
) -> dict[str, Definition]:
    """Return the definitions that types are made of, those inside others too."""
    waiting = [name for type in made for name in types.references(type)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found or name not in definitions:
            continue
        found.add(name)
        match definitions[name]:
            case Newtype(type=type) | Alias(type=type):
                waiting += types.references(type)
            case Record(fields=fields):
                waiting += [n for f in fields for n in types.references(f.type)]
    return {name: d for name, d in definitions.items() if name in found}


def _needed(definition: Definition, known: Iterable[str]) -> Sequence[str]:
    match definition:
        case Newtype(type=type) | Alias(type=type):
            return types.references(type)
        case Record(fields=fields):
            sources = [
                f.default.source
                for f in fields
                if isinstance(f.default, Constant | Factory)
            ]
            return [
                word
                for s in sources
                for word in sorted(spelling.words(s))
                if word in known
            ]
    return []


def _wanted(definition: Definition, known: Iterable[str]) -> list[str]:
    if not isinstance(definition, Record):
        return []
    mentioned = (
        name for field in definition.fields for name in types.references(field.type)
    )
    return [name for name in dict.fromkeys(mentioned) if name in known]


def _closure(
    name: str, needed: Mapping[str, Sequence[str]], closures: dict[str, frozenset[str]]
) -> frozenset[str]:
    """Return the name and everything that has to come before it."""
    if name not in closures:
        closures[name] = frozenset({name})  # what is circular here was refused before
        inner = (_closure(step, needed, closures) for step in needed[name])
        closures[name] = frozenset({name}).union(*inner)
    return closures[name]
