"""A rule: the name for a kind of change, and what there is to say about it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Category: TypeAlias = Literal["WIRE", "SOURCE", "LINT"]


class Rule(Struct, frozen=True):
    """What a finding is called, why it matters, and how to do the same thing safely.

    A rule never decides how bad a finding is: that is computed for each.
    """

    id: str
    title: str
    """One sentence: what has changed."""
    explanation: str
    recipe: str
    old: str
    """The smallest example: a catalogue before, without `[catalogue]`. Where no channel is given,
    one carries `M`."""
    new: str
    category: Category = "WIRE"
