"""Which structs of two models meet, from the channels inwards, and how their types differ.

Rule 1: each pair of structs is entered once, however many ways lead to it.
Rule 2: two types are compared once, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct, msgpack
from msgspec.structs import replace
from runtime.wire_model import Node, WireChannel, WireField, WireModel, WireStruct

from codegen.breaking.change import Hit, root_hit
from codegen.breaking.counterparts import Matched, matched
from codegen.breaking.differences import Difference, Meets, Way
from codegen.breaking.pairs import Known
from codegen.breaking.types import compared

Found: TypeAlias = tuple[tuple[Meets, ...], tuple[Difference, ...]]
Names: TypeAlias = tuple[str, str]
"""What a pair of structs is called, on the old side and on the new."""


class Root(Struct, frozen=True):
    """A channel that both sides have, the same way round."""

    old: WireChannel
    new: WireChannel
    meets: tuple[Meets, ...]
    differences: tuple[Difference, ...]


class Inside(Struct, frozen=True):
    """A field of a pair of structs, with what was found in its type."""

    old: WireField
    new: WireField
    meets: tuple[Meets, ...]
    differences: tuple[Difference, ...]


class Pair(Struct, frozen=True):
    """A struct on both sides."""

    old: WireStruct
    new: WireStruct
    fields: Matched
    inside: tuple[Inside, ...]

    @property
    def names(self) -> Names:
        return self.old.name, self.new.name


class Meetings(Struct, frozen=True):
    """Everything that meets."""

    roots: tuple[Root, ...]
    pairs: dict[Names, Pair]
    known: Known


def meetings(
    old: WireModel, new: WireModel, renamed: Mapping[str, str] | None = None
) -> Meetings:
    """Return what meets in two models.

    Args:
        renamed: what channels are called now that were called something else.
    """
    known = Known(old.structs, new.structs)
    types = _Types(known)
    now = {channel.name: channel for channel in new.channels}
    names = {c.name: (renamed or {}).get(c.name, c.name) for c in old.channels}
    roots = tuple(
        Root(channel, other, *types.compared(channel.type, other.type))
        for channel in old.channels
        if (other := now.get(names[channel.name])) and channel.sender == other.sender
    )
    pairs: dict[Names, Pair] = {}
    waiting = [(met.old, met.new) for root in roots for met in root.meets]
    while waiting:
        both = waiting.pop()
        if both not in pairs:
            pairs[both] = _pair(known.old[both[0]], known.new[both[1]], types)
            waiting += [(m.old, m.new) for f in pairs[both].inside for m in f.meets]
    return Meetings(roots, pairs, known)


def _pair(old: WireStruct, new: WireStruct, types: _Types) -> Pair:
    fields = matched(old, new)
    inside = (Inside(o, n, *types.compared(o.type, n.type)) for o, n in fields.pairs)
    return Pair(old, new, fields, tuple(inside))


class _Types:
    """The types that have been compared."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.found: dict[bytes, Found] = {}

    def compared(self, old: Node, new: Node) -> Found:
        both = msgpack.encode((old, new))
        if both not in self.found:
            self.found[both] = _sorted(compared(old, new, self.known))
        return self.found[both]


def _sorted(found: Iterable[Meets | Difference]) -> Found:
    every = list(found)
    meets = tuple(part for part in every if isinstance(part, Meets))
    return meets, tuple(part for part in every if isinstance(part, Difference))


class _Step(Struct, frozen=True):
    names: Names
    path: str
    certain: bool


def ways(found: Meetings) -> dict[Names, tuple[Hit, ...]]:
    """Return by which channels each pair of structs is reached, and how."""
    reached: dict[Names, list[Hit]] = {names: [] for names in found.pairs}
    for root in found.roots:
        first = [_Step((m.old, m.new), m.way.path, m.way.certain) for m in root.meets]
        for names, step in _reached(first, found.pairs).items():
            hit = root_hit(root.new)
            reached[names].append(replace(hit, path=step.path, certain=step.certain))
    return {names: tuple(hits) for names, hits in reached.items()}


def _reached(first: list[_Step], pairs: dict[Names, Pair]) -> dict[Names, _Step]:
    """Return the way to each pair: a certain one before others, a short one before long ones."""
    steps: dict[Names, _Step] = {}
    for certain in (True, False):
        waiting = [step for step in first if step.certain or not certain]
        if not certain:
            waiting += [s for known in steps.values() for s in _onward(known, pairs)]
        while waiting:
            nearer: list[_Step] = []
            for step in waiting:
                if step.names not in steps and (step.certain or not certain):
                    steps[step.names] = step
                    nearer += _onward(step, pairs)
            waiting = nearer
    return steps


def _onward(step: _Step, pairs: dict[Names, Pair]) -> Iterator[_Step]:
    pair = pairs[step.names]
    for field in pair.inside:
        if not field.meets:
            continue
        always = _always(pair.old, field.old) and _always(pair.new, field.new)
        for met in field.meets:
            path = f"{pair.old.name}.{field.old.attribute}{met.way.path}"
            way = f"{step.path} > {path}" if step.path else path
            certain = step.certain and always and met.way.certain
            yield _Step((met.old, met.new), way, certain)


def _always(struct: WireStruct, field: WireField) -> bool:
    """Return whether a field is in every message."""
    if struct.array_like or field.default is None:
        return not field.optional
    return not (field.optional or struct.omit_defaults)


def further(hits: Iterable[Hit], step: str, way: Way, *, always: bool) -> list[Hit]:
    """Return hits one step further: at a part of what they reach."""
    return [
        replace(
            hit,
            path=f"{hit.path} > {step}" if hit.path else step,
            certain=hit.certain and always and way.certain,
        )
        for hit in hits
    ]


def always(pair: Pair, field: Inside) -> bool:
    """Return whether a field is in every message of both sides."""
    return _always(pair.old, field.old) and _always(pair.new, field.new)
