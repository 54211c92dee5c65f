"""What stands inside a type of a wire model, and the type with it changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from msgspec.structs import replace
from runtime.wire_model import (
    Array,
    Bounded,
    Items,
    Map,
    Node,
    OneOf,
    Plain,
    Reference,
    Values,
)


def parts(node: Node) -> tuple[Node, ...]:
    """Return the types that stand directly inside this one."""
    match node:
        case Plain() | Values() | Reference():
            return ()
        case Array(item=inner) | Bounded(type=inner):
            return (inner,)
        case Map(key=key, value=value):
            return (key, value)
        case Items(items=inside) | OneOf(members=inside):
            return inside
        case _:
            assert_never(node)


def references(node: Node) -> list[str]:
    """Return the structs that a type mentions."""
    match node:
        case Plain() | Values():
            return []
        case Reference(name=name):
            return [name]
    return [name for part in parts(node) for name in references(part)]


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return a type with each of its direct parts changed."""
    match node:
        case Array(item=item):
            return replace(node, item=change(item))
        case Items(items=items):
            return Items(tuple(map(change, items)))
        case Map(key=key, value=value):
            return Map(change(key), change(value))
        case OneOf(members=members):
            return OneOf(tuple(map(change, members)))
        case Bounded(type=type, constraints=constraints):
            return Bounded(change(type), constraints)
        case Plain() | Values() | Reference():
            return node
