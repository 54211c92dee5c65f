"""Frames that no peer sends, and what must come of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Final

import msgspec
from runtime.session_messages import Rejected

from tests.contract.foreign import Peer
from tests.contract.victims import Victim

encode: Final = msgspec.msgpack.encode

NUMBER: Final = 1_000_000
"""The numbers of good messages begin here."""


TRIES: Final = 20


@dataclass(frozen=True)
class Bad:
    """A frame of a channel that carries `Values` and `Tree`."""

    name: str
    frame: bytes
    reasons: tuple[str, ...]
    path: str = r""
    """A pattern for the whole of it."""


def good(number: int) -> bytes:
    """Return the frame of a message that is well."""
    return encode({"type": "values", "number": NUMBER + number})


def values(**fields: object) -> bytes:
    """Return the frame of a message with these fields, be they right or wrong."""
    return encode({"type": "values", **fields})


def raw_values(field: bytes, value: bytes) -> bytes:
    """Return the frame of a message with a field whose value is given as bytes."""
    return b"\x82\xa4type\xa6values" + encode(field.decode()) + value


def mistreat(victim: Victim, peer: Peer, bad: Sequence[Bad]) -> list[str]:
    """Send every bad frame, each followed by a good one; return what went wrong.

    Each must become a dead letter at its position, its sender must be told, and what follows it
    must arrive.
    """
    channel = victim.hurt("_values")
    for number, one in enumerate(bad):
        peer.send(channel, one.frame, good(number))
    found = []
    taken = [number_of(text) for text in victim.take(channel, len(bad))]
    if taken != list(range(len(bad))):
        found.append(f"of {len(bad)} good messages arrived {taken}")
    told = [peer.hear(Rejected) for _ in bad]
    look = victim.look()
    if len(look.letters) != len(bad):
        found.append(f"{len(look.letters)} dead letters")
    for number, (one, letter, said) in enumerate(
        zip(bad, look.letters, told, strict=False)
    ):
        where = (channel, 2 * number)
        if (letter.channel, letter.position, letter.size) != (*where, len(one.frame)):
            found.append(f"{one.name}: {letter}")
        if letter.reason not in one.reasons:
            found.append(f"{one.name}: {letter.reason}: {letter.error}")
        if not re.fullmatch(one.path, letter.path):
            found.append(f"{one.name}: path {letter.path!r}")
        expected = (*where, letter.reason, letter.path)
        if (said.channel, said.position, said.reason, said.path) != expected:
            found.append(f"{one.name}: the sender was told {said}")
    stats = look.stats[channel]
    counted = (stats.received, stats.rejected, stats.queued)
    if counted != (2 * len(bad), len(bad), 0):
        found.append(f"miscounted: {stats}")
    peer.await_consumed(channel, 2 * len(bad))
    if peer.rejected[channel] != len(bad):
        found.append(f"the receipts say {peer.rejected[channel]} were rejected")
    if look.state != "ready" or not look.healthy:
        found.append(f"the session is {look.state}")
    return found


class Numbered(msgspec.Struct):
    """What is looked at in a good message."""

    number: int = -1


def number_of(taken: str) -> int:
    """Return which good message a victim has taken, or raise what it says instead."""
    if " " in taken:
        raise AssertionError(taken)
    return msgspec.msgpack.decode(bytes.fromhex(taken), type=Numbered).number - NUMBER


def seconds_to_reject(peer: Peer, channel: str, frame: bytes, within: float) -> float:
    """Return how long it takes until the sender of a frame hears that it was rejected.

    It is tried until that is soon enough, or often enough: what else happens on the machine is no
    part of what a frame costs.
    """
    best = inf
    for _ in range(TRIES):
        begin = monotonic()
        peer.send(channel, frame)
        peer.hear(Rejected)
        best = min(best, monotonic() - begin)
        if best <= within:
            break
    return best
