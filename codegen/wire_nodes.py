"""What stands inside a type of a wire model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

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
        case Array(item=inner) | Bounded(type=inner):
            return (inner,)
        case Map(key=key, value=value):
            return (key, value)
        case Items(items=inside) | OneOf(members=inside):
            return inside
        case Plain() | Values() | Reference():
            return ()
        case _:
            assert_never(node)


def references(node: Node) -> Iterator[str]:
    """Yield the structs that a type mentions."""
    if isinstance(node, Reference):
        yield node.name
    for part in parts(node):
        yield from references(part)
