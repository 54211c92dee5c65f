"""How long a message takes there and back."""

from __future__ import annotations

from typing import Final

from benchmarks.exchanging import exchange
from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds, figure, ratio
from benchmarks.peers import BARE, OTHERS, SEND
from benchmarks.peers.task import Task

_PEERS: Final = (SEND, BARE, *OTHERS)


def _steps(effort: Effort) -> list[Step]:
    task = Task(kind="trip", messages=effort.trips)
    return [exchange(peer, task, f"roundtrip_*_{peer.name}") for peer in _PEERS]


def _figures(rounds: Rounds) -> list[Figure]:
    figures = []
    for stem in ("roundtrip_p50", "roundtrip_p99"):
        for peer in _PEERS:
            figures.append(figure(rounds, f"{stem}_{peer.name}", "microseconds"))
        for peer in _PEERS[1:]:
            name = f"{stem}_vs_{peer.name}"
            figures.append(ratio(rounds, name, f"{stem}_send", f"{stem}_{peer.name}"))
    return figures


ROUNDTRIP: Final = Family(
    "roundtrip",
    "a 102-byte message there and back, one at a time",
    steps=_steps,
    figures=_figures,
)
