"""What can be found where two types differ: the innermost places, and the structs that meet.

Rule: a difference holds the whole type as it was and the whole type with only this difference made,
so that it can be judged alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from msgspec import Struct
from runtime.wire_model import Bounded, Node, OneOf, Plain, Reference

Kind: TypeAlias = Literal[
    "type", "values", "constraint", "nullable_added", "nullable_removed",
    "member_added", "member_removed", "order", "struct_to_union", "union_to_struct",
    "reference",
]  # fmt: skip
Around: TypeAlias = Callable[[Node], Node]


class Way(Struct, frozen=True):
    """How to get from a type to one of its parts."""

    path: str = ""
    certain: bool = True

    def into(self, step: str) -> Way:
        return Way(self.path + step, certain=False)

    def slot(self, number: int) -> Way:
        return Way(f"{self.path}[{number}]", self.certain)

    def member(self) -> Way:
        return Way(self.path, certain=False)


class Meets(Struct, frozen=True):
    """Two structs that stand in the same place."""

    old: str
    new: str
    way: Way
    before: Node
    """The whole old type."""
    crosses: bool = False
    """One side has a single struct there, the other a union."""


class Difference(Struct, frozen=True):
    """One place where two types differ."""

    kind: Kind
    way: Way
    old: Node
    new: Node
    before: Node
    """The whole old type."""
    after: Node
    """It with only this difference made, in the names of either side."""
    member: Node | None = None
    """What was added to a union, or removed."""


def members(node: Node) -> tuple[Node, ...]:
    """Return the members of a union; of another type, itself."""
    return node.members if isinstance(node, OneOf) else (node,)


def one_of(nodes: list[Node]) -> Node:
    """Return the union of some types."""
    return nodes[0] if len(nodes) == 1 else OneOf(tuple(nodes))


def bounds(node: Node) -> dict[str, int | float | str | bool]:
    """Return the constraints on a type."""
    return node.constraints if isinstance(node, Bounded) else {}


def inside_bounds(node: Node) -> Node:
    """Return a type without the constraints on it."""
    return node.type if isinstance(node, Bounded) else node


def alike(old: Node, new: Node) -> bool:
    """Return whether two types are of one make, however their parts differ."""
    match inside_bounds(old), inside_bounds(new):
        case Plain(name=one), Plain(name=other):
            return one == other
        case (Reference(), _) | (_, Reference()):
            return False
        case one, other:
            return type(one) is type(other)
    return False
