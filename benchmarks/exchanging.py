"""How many messages a second go from one process to another, and how long there and back takes."""

from __future__ import annotations

from functools import partial
from typing import Final

import msgspec

from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds, Unit, figure, ratio
from benchmarks.peers import BARE, PEERS, STUBWIRE
from benchmarks.peers.exchange import Task
from benchmarks.process import run_python

_PATIENCE: Final = 60.0

_SESSION_KEEPS: Final = 0.85
"""What a session may cost: this much is left of the throughput without one."""


def _steps(task: Task) -> list[Step]:
    return [Step(label, partial(_run, peer, task)) for peer, label in PEERS.items()]


def _run(peer: str, task: Task) -> dict[str, float]:
    """Start two processes that exchange messages; return what they have measured."""
    command = ["-m", f"benchmarks.peers.{peer}", task.kind, str(task.messages)]
    output = run_python(command, _PATIENCE)
    measured = msgspec.json.decode(output, type=dict[str, float])
    return {f"{task.kind}.{peer}.{name}": value for name, value in measured.items()}


def _figures(kind: str, name: str, unit: Unit, rounds: Rounds) -> list[Figure]:
    """Return the figures of all peers, then stubwire's in terms of each of the others'."""
    others = [peer for peer in PEERS if peer != STUBWIRE]
    fast = kind == "throughput"
    return [
        *(figure(rounds, f"{kind}.{peer}.{name}", unit) for peer in PEERS),
        *(
            ratio(
                rounds,
                f"{kind}.{STUBWIRE}_to_{peer}.{name}",
                f"{kind}.{STUBWIRE}.{name}",
                f"{kind}.{peer}.{name}",
                at_least=_SESSION_KEEPS if fast and peer == BARE else None,
                at_most=1 / _SESSION_KEEPS if name == "p50" and peer == BARE else None,
            )
            for peer in others
        ),
    ]


def _throughput_steps(effort: Effort) -> list[Step]:
    return _steps(Task("throughput", effort.messages))


def _throughput_figures(rounds: Rounds) -> list[Figure]:
    return _figures("throughput", "rate", "per_second", rounds)


def _latency_steps(effort: Effort) -> list[Step]:
    return _steps(Task("latency", effort.trips))


def _latency_figures(rounds: Rounds) -> list[Figure]:
    return [
        *_figures("latency", "p50", "microseconds", rounds),
        *_figures("latency", "p99", "microseconds", rounds),
    ]


THROUGHPUT: Final = Family(
    "throughput",
    "one process sends 102-byte messages, one receives them",
    rounds=lambda effort: effort.exchanges,
    steps=_throughput_steps,
    figures=_throughput_figures,
)

LATENCY: Final = Family(
    "latency",
    "a 102-byte message there and back, one at a time",
    rounds=lambda effort: effort.exchanges,
    steps=_latency_steps,
    figures=_latency_figures,
)
