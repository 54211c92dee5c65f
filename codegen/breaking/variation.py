"""What varying a value takes: where it will stand, who varies what is inside, whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

from msgspec import Struct
from runtime.wire_model import Node, WireField

from codegen.breaking.facing import Facing
from codegen.breaking.samples import Bounds

T = TypeVar("T")


class Where(Struct, frozen=True):
    """Where a value will stand."""

    facing: Facing
    bounds: Bounds = {}
    hashed: bool = False
    """It is put in a set, or is the key of a dict."""
    inside: tuple[str, ...] = ()
    """The structs around it that are varied."""

    def on(self, facing: Facing, *, hashed: bool = False) -> Where:
        """Return the place of something inside the value."""
        return Where(facing, {}, self.hashed or hashed, self.inside)


Variants: TypeAlias = Callable[[Node, Where], Iterator[object]]
"""Yields values of a type for a place, the simplest first."""


def has_to_come(field: WireField) -> bool:
    """Return whether a writer cannot leave a field out."""
    return field.default is None and not field.optional


def in_turn(iterators: Iterable[Iterator[T]]) -> Iterator[T]:
    """Yield the first of each, then the second of each, and so on."""
    waiting = list(iterators)
    while waiting:
        left: list[Iterator[T]] = []
        for iterator in waiting:
            for value in iterator:
                yield value
                left.append(iterator)
                break
        waiting = left
