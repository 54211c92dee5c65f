"""Which direction counts for whom, and in which order two roles may be released.

Forward is a new writer and an old reader, backward an old writer and a new reader. Who is released
first is new while the other is old: on the channels that it receives, backward counts; on those that
it sends, forward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from msgspec.structs import replace
from runtime.verdicts import Severity, Verdict

from codegen.breaking.change import DIRECTIONS, Direction, Hit
from codegen.problems import listed

Mode: TypeAlias = Literal["backward", "forward", "full"]
Asked: TypeAlias = Callable[[Hit], frozenset[Direction]]
"""Says which directions count on a channel."""

_BOTH = frozenset(DIRECTIONS)
_FROM_BEST: tuple[Severity, ...] = ("safe", "dangerous", "breaking")
TWO_STEPS = (
    "no order of release is safe: add the new beside the old, release both sides, "
    "then take the old away"
)


def in_mode(mode: Mode) -> Asked:
    """Return what counts in a mode: the same on every channel."""
    counts = _BOTH if mode == "full" else frozenset({mode})
    return lambda hit: counts


def upgrading_first(role: str) -> Asked:
    """Return what counts if a role is released before the other; `any` for either of them."""

    def asked(hit: Hit) -> frozenset[Direction]:
        if role == "any":
            return _BOTH
        if role not in (hit.sender, hit.receiver):
            raise ValueError(
                f"no role {role!r}; there are {hit.sender!r} and {hit.receiver!r}"
            )
        return frozenset({"backward" if role == hit.receiver else "forward"})

    return asked


def counted(hits: Iterable[Hit], asked: Asked) -> tuple[Hit, ...]:
    """Return the channels that feel a change, each with the directions that count there."""
    return tuple(
        replace(hit, directions=tuple(d for d in DIRECTIONS if d in asked(hit)))
        for hit in hits
    )


def directions(hits: Iterable[Hit]) -> tuple[Direction, ...]:
    """Return which directions count on any of some channels."""
    found = {direction for hit in hits for direction in hit.directions}
    return tuple(direction for direction in DIRECTIONS if direction in found)


def worst(severities: Iterable[Severity]) -> Severity:
    """Return the worst of some severities; of none, that it is safe."""
    return max(severities, key=_FROM_BEST.index, default="safe")


def asked_severity(
    forward: Verdict, backward: Verdict, hits: Iterable[Hit]
) -> Severity:
    """Return how bad a change is in the directions that count on its channels."""
    of = {"forward": forward.severity, "backward": backward.severity}
    return worst(of[direction] for direction in directions(hits))


def at_channel(severity: Severity, hit: Hit) -> Severity:
    """Return how bad a change is for the messages of a channel.

    What breaks something that not every message has, breaks some messages.
    """
    return "dangerous" if severity == "breaking" and not hit.certain else severity


def advice(forward: Verdict, backward: Verdict, hits: Iterable[Hit]) -> str:
    """Return the safe order of release; empty where every order is."""
    harms_old, harms_new = forward.severity != "safe", backward.severity != "safe"
    if not (harms_old or harms_new):
        return ""
    if harms_old and harms_new:
        return TWO_STEPS
    verb = "receives" if harms_old else "sends"
    first: dict[str, list[str]] = {}
    for hit in hits:
        role = hit.receiver if harms_old else hit.sender
        first.setdefault(role, []).append(hit.channel)
    told = [
        f"{role}, which {verb} {listed(dict.fromkeys(channels), 'and')}"
        for role, channels in sorted(first.items())
    ]
    if not told:
        return ""
    if len(told) == 1:
        return f"release {told[0]}, first"
    return (
        f"on each channel the side that {verb} goes first, and here that is either: "
        f"{'; '.join(told)}. So release in two steps"
    )
