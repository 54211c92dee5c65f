"""The way from a channel's type to a struct inside its messages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from runtime.forms import Structs
from runtime.wire_model import Node, Reference

from codegen.breaking.nodes import references


class Step(Struct, frozen=True):
    """A struct, and the field of it that the way goes on by."""

    struct: str
    field: str = ""
    """By its name in Python; empty for a struct at the end, any field of which will do."""


def route(node: Node, through: Sequence[str], structs: Structs) -> list[Step] | None:
    """Return the shortest way that goes through these, one after another; None if there is none.

    Args:
        through: each a struct, or a field of one: `Status`, `Status.state`.
    """
    steps: list[Step] = []
    for place in through:
        name, _, attribute = place.partition(".")
        way = _way(node, name, structs)
        if way is None:
            return None
        if steps and not steps[-1].field:
            steps.pop()  # the way on begins with it
        steps += [*way, Step(name, attribute)]
        node = Reference(name)
        if attribute:
            types = {f.attribute: f.type for f in structs[name].fields}
            if attribute not in types:
                return None
            node = types[attribute]
    return steps


def _way(node: Node, goal: str, structs: Structs) -> list[Step] | None:
    """Return the steps that lead to a struct, itself left out."""
    came_by: dict[str, Step | None] = dict.fromkeys(references(node))
    waiting = list(came_by)
    for name in waiting:
        if goal in came_by:
            break
        for field in structs[name].fields:
            for inner in references(field.type):
                if inner not in came_by:
                    came_by[inner] = Step(name, field.attribute)
                    waiting.append(inner)
    if goal not in came_by:
        return None
    steps: list[Step] = []
    while step := came_by[goal]:
        steps.insert(0, step)
        goal = step.struct
    return steps
