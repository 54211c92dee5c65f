"""How many bytes a second go from one process to another, in messages of 1 kB to 50 MB."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from benchmarks.exchanging import exchange
from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds, figure
from benchmarks.peers import (
    BUFFER,
    MSGSPEC,
    OTHERS,
    QUEUE,
    RAW,
    SEND,
    ZERO_COPY,
    Peer,
)
from benchmarks.peers.task import Task
from benchmarks.throughput import compared

SIZES: Final = {
    "1kb": 1000,
    "10kb": 10_000,
    "100kb": 100_000,
    "1mb": 1_000_000,
    "10mb": 10_000_000,
    "50mb": 50_000_000,
}
"""By the names they have in figures."""

_LARGE: Final = (SEND, BUFFER, ZERO_COPY, *OTHERS)
_GROWING: Final = (SEND, BUFFER, RAW, MSGSPEC, QUEUE)

_MOST: Final = 10_000
"""Messages of the smallest sizes."""


def size_label(name: str) -> str:
    """Return the name of a size as people write it."""
    return name.replace("kb", " kB").replace("mb", " MB")


def _steps(sizes: Sequence[str], peers: Sequence[Peer], effort: Effort) -> list[Step]:
    return [
        exchange(
            peer,
            Task(
                kind="stream",
                load="blocks",
                size=SIZES[size],
                messages=_count(SIZES[size], effort),
            ),
            f"payload_{size}_{peer.name}",
        )
        for size in sizes
        for peer in peers
    ]


def _count(size: int, effort: Effort) -> int:
    fitting = effort.megabytes * 1_000_000 // size
    return max(2, min(_MOST, fitting))


def _figures(
    sizes: Sequence[str], peers: Sequence[Peer], rounds: Rounds
) -> list[Figure]:
    figures = []
    for size in sizes:
        stem = f"payload_{size}"
        for peer in peers:
            name = f"{stem}_{peer.name}"
            figures.append(figure(rounds, name, "megabytes_per_second"))
        figures += compared(rounds, stem, (SEND, BUFFER), peers[2:])
    return figures


def _family(
    name: str, about: str, sizes: Sequence[str], peers: Sequence[Peer]
) -> Family:
    return Family(
        name, about, partial(_steps, sizes, peers), partial(_figures, sizes, peers)
    )


PAYLOAD_1MB: Final = _family(
    "payload_1mb", "bytes in messages of 1 MB", ["1mb"], _LARGE
)
PAYLOAD_50MB: Final = _family(
    "payload_50mb", "bytes in messages of 50 MB", ["50mb"], _LARGE
)
SIZES_BETWEEN: Final = _family(
    "sizes",
    "bytes in messages of other sizes",
    ["1kb", "10kb", "100kb", "10mb"],
    _GROWING,
)
