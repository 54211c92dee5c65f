"""What connections cost while nothing happens on them: processor time, and memory. Needs `/proc`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks.exchanging import exchange
from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds
from benchmarks.peers import CROWD, GRPC, MARIMO, MSGSPEC, QUEUE, Peer
from benchmarks.peers.task import Task

CONNECTIONS: Final = 20

_PEERS: Final = (CROWD, MSGSPEC, MARIMO, QUEUE, GRPC)

_ONE: Final = Task(kind="hold")


def _steps(effort: Effort) -> list[Step]:
    many = Task(kind="hold", lanes=CONNECTIONS, seconds=effort.idle)
    steps = [
        exchange(peer, task, f"idle_{task.lanes}_*_{peer.name}")
        for peer in _PEERS
        for task in (_ONE, many)
    ]
    if not Path("/proc/self/smaps_rollup").exists():
        return [step._replace(absent="this system has no /proc") for step in steps]
    return steps


def _figures(rounds: Rounds) -> list[Figure]:
    return [each for peer in _PEERS for each in _figures_of(peer, rounds)]


def _figures_of(peer: Peer, rounds: Rounds) -> list[Figure]:
    """Return what one connection of many costs, both processes together."""
    percent, one, many = (
        f"idle_{CONNECTIONS}_percent_{peer.name}",
        f"idle_1_kb_{peer.name}",
        f"idle_{CONNECTIONS}_kb_{peer.name}",
    )
    end = "" if peer is CROWD else f"_{peer.name}"
    return [
        Figure(
            f"idle_cpu_percent_{CONNECTIONS}_connections{end}",
            "percent",
            tuple(each[percent] / CONNECTIONS for each in rounds if percent in each),
        ),
        Figure(
            f"memory_per_connection{end}_kb",
            "kilobytes",
            tuple(
                (each[many] - each[one]) / (CONNECTIONS - 1)
                for each in rounds
                if one in each and many in each
            ),
        ),
    ]


IDLE: Final = Family(
    "idle",
    f"each of {CONNECTIONS} connections on which nothing happens, both processes together",
    steps=_steps,
    figures=_figures,
)
