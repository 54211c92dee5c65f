"""Channels that are gone, new, renamed, framed for buffers, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from runtime.evolution import FRAMED_APART
from runtime.framing import framings_differ
from runtime.verdicts import Verdict, error
from runtime.wire_model import WireModel

from codegen.breaking.change import Change, Hit, Spot, root_hit


def channel_changes(
    old: WireModel, new: WireModel, renamed: Mapping[str, str]
) -> Iterator[Change]:
    """Yield what has become of the channels themselves, whatever they carry.

    Args:
        renamed: by the name before, the name of channels that have another.
    """
    was = {channel.name: channel for channel in old.channels}
    now = {channel.name: channel for channel in new.channels}
    for name, channel in was.items():
        spot, hits = Spot("channel", name), (root_hit(channel),)
        there = now.get(renamed.get(name, name))
        if there is None:
            lost = error(name, "the new side has no such channel")
            yield _lost("CHANNEL_REMOVED", spot, None, hits, lost)
        elif there.sender != channel.sender:
            lost = error(name, "the two sides do not agree which of them sends")
            after = Spot("channel", there.name)
            yield _lost("CHANNEL_DIRECTION_CHANGED", spot, after, hits, lost)
        elif framings_differ(channel, there, old, new):
            after = Spot("channel", there.name)
            lost = error(name, FRAMED_APART)
            yield _lost("CHANNEL_FRAMING_CHANGED", spot, after, hits, lost)
        elif there.name != name:
            lost = error(name, f"the new side calls it {there.name!r}")
            after = Spot("channel", there.name)
            yield _lost("CHANNEL_RENAMED", spot, after, hits, lost)
    for name, channel in now.items():
        if name not in {renamed.get(before, before) for before in was}:
            spot = Spot("channel", name)
            yield Change("CHANNEL_ADDED", None, spot, None, (root_hit(channel),))


def _lost(
    kind: str, old: Spot, new: Spot | None, hits: tuple[Hit, ...], lost: Verdict
) -> Change:
    return Change(kind, old, new, None, hits, forward=lost, backward=lost)
