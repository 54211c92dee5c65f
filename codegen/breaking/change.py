"""One change of a catalogue: what it is, where, which channels reach it, and it alone."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct
from runtime.verdicts import Severity, Verdict
from runtime.wire_model import WireChannel

from codegen.breaking.comparison import Comparison

Owner: TypeAlias = Literal["struct", "enum", "channel"]
Direction: TypeAlias = Literal["forward", "backward"]
"""A new writer and an old reader; an old writer and a new reader."""

DIRECTIONS: tuple[Direction, ...] = ("forward", "backward")


class Spot(Struct, frozen=True):
    """A thing of the catalogue: a definition, or a part of one."""

    of: Owner
    name: str
    part: str = ""
    """A field or a member; empty for the whole."""

    @property
    def told(self) -> str:
        return f"{self.name}.{self.part}" if self.part else self.name


class Hit(Struct, frozen=True):
    """A channel on which a change is felt."""

    channel: str
    sender: str
    """The role that sends; until its name is looked up, `binds` or `connects`."""
    receiver: str
    path: str = ""
    """The way from the channel's type to the thing; empty for what the channel carries."""
    certain: bool = True
    """Every message of the channel has the thing in it."""
    directions: tuple[Direction, ...] = DIRECTIONS
    """Those that count here."""


def root_hit(channel: WireChannel) -> Hit:
    """Return the hit on a channel as a whole."""
    other = "connects" if channel.sender == "binds" else "binds"
    return Hit(channel.name, channel.sender, other)


class Change(Struct, frozen=True):
    """One change."""

    kind: str
    """The rule that names it, or `FIELD_TYPE` and `CONSTRAINT`, which the verdicts tell apart."""
    old: Spot | None
    new: Spot | None
    apart: Comparison | None = None
    """It alone; None where the engine has nothing to compare."""
    hits: tuple[Hit, ...] = ()
    detail: str = ""
    """The member, where it is told of a field whose enum has no name here; and the like."""
    forward: Verdict | None = None
    """What becomes of what a new writer sends; None where it is still to be judged."""
    backward: Verdict | None = None
    undeclared: bool = False
    """What is meant by it cannot be seen on the wire, and the catalogue does not say."""

    @property
    def fares(self) -> tuple[Severity, Severity]:
        """How bad it is forward and backward, once it is judged."""
        return (
            self.forward.severity if self.forward else "safe",
            self.backward.severity if self.backward else "safe",
        )
