"""How many messages a second go from one process to another: small and medium, from several
threads, on several channels.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, Literal

from benchmarks.exchanging import exchange
from benchmarks.family import Effort, Family, Step
from benchmarks.figures import Figure, Rounds, figure, ratio
from benchmarks.peers import (
    BARE,
    CHANNELS,
    MARIMO,
    MSGSPEC,
    OTHERS,
    QUEUE,
    RAW,
    SEND,
    SEND_MANY,
    Peer,
)
from benchmarks.peers.task import Task

_LANES: Final = 24
"""Of which every number of messages is a multiple, so that all lanes and threads get as many."""

_SMALL: Final = (SEND, SEND_MANY, BARE, *OTHERS)
_MEDIUM: Final = (SEND, SEND_MANY, *OTHERS)
_SENDERS: Final = (SEND, RAW, MSGSPEC, QUEUE)
_CHANNELS: Final = {
    1: (CHANNELS, MSGSPEC),
    6: (CHANNELS, RAW, MSGSPEC, QUEUE, MARIMO),
    24: (CHANNELS, MSGSPEC),
}


NUMBERS_OF_CHANNELS: Final = tuple(_CHANNELS)


def _count(messages: int, peer: Peer) -> int:
    return max(1, int(messages * peer.pace) // _LANES) * _LANES


def _steps(load: Literal["small", "medium"], effort: Effort) -> list[Step]:
    peers, messages = (
        (_SMALL, effort.small) if load == "small" else (_MEDIUM, effort.medium)
    )
    return [
        exchange(
            peer,
            Task(kind="stream", load=load, messages=_count(messages, peer)),
            f"throughput_{load}_{peer.name}",
        )
        for peer in peers
    ]


def compared(
    rounds: Rounds, stem: str, ours: Sequence[Peer], others: Sequence[Peer]
) -> list[Figure]:
    """Return what each of ours is in terms of each of the others."""
    return [
        ratio(
            rounds,
            f"{stem}_{mine.name}_vs_{other.name}",
            f"{stem}_{mine.name}",
            f"{stem}_{other.name}",
        )
        for mine in ours
        for other in others
    ]


def _small_figures(rounds: Rounds) -> list[Figure]:
    stem = "throughput_small"
    return [
        *(figure(rounds, f"{stem}_{peer.name}", "per_second") for peer in _SMALL),
        *compared(rounds, stem, (SEND, SEND_MANY), OTHERS),
        ratio(rounds, "session_cost", f"{stem}_send", f"{stem}_bare"),
    ]


def _medium_figures(rounds: Rounds) -> list[Figure]:
    stem = "throughput_medium"
    return [
        *(figure(rounds, f"{stem}_{peer.name}", "per_second") for peer in _MEDIUM),
        *compared(rounds, stem, (SEND, SEND_MANY), OTHERS),
    ]


def _sender_steps(effort: Effort) -> list[Step]:
    return [
        exchange(
            peer,
            Task(kind="stream", messages=_count(effort.small, peer), senders=senders),
            f"throughput_senders_{senders}_{peer.name}",
        )
        for senders in (1, 8)
        for peer in _SENDERS
    ]


def _sender_figures(rounds: Rounds) -> list[Figure]:
    one, eight = "throughput_senders_1", "throughput_senders_8"
    return [
        *(
            figure(rounds, f"{stem}_{peer.name}", "per_second")
            for stem in (one, eight)
            for peer in _SENDERS
        ),
        ratio(
            rounds, "throughput_eight_senders_vs_one", f"{eight}_send", f"{one}_send"
        ),
        *(
            ratio(
                rounds,
                f"throughput_eight_senders_vs_one_{peer.name}",
                f"{eight}_{peer.name}",
                f"{one}_{peer.name}",
            )
            for peer in _SENDERS[1:]
        ),
    ]


def _channel_steps(effort: Effort) -> list[Step]:
    return [
        exchange(
            peer,
            Task(kind="stream", messages=_count(effort.small, peer), lanes=count),
            f"throughput_channels_{count}_{peer.name}",
        )
        for count, peers in _CHANNELS.items()
        for peer in peers
    ]


def _channel_figures(rounds: Rounds) -> list[Figure]:
    stem = "throughput_channels"
    return [
        *(
            figure(rounds, f"{stem}_{count}_{peer.name}", "per_second")
            for count, peers in _CHANNELS.items()
            for peer in peers
        ),
        *(
            ratio(
                rounds,
                f"{stem}_{count}_vs_1_{peer.name}",
                f"{stem}_{count}_{peer.name}",
                f"{stem}_1_{peer.name}",
            )
            for count in (6, 24)
            for peer in _CHANNELS[1]
        ),
        *compared(rounds, f"{stem}_6", (CHANNELS,), _CHANNELS[6][1:]),
    ]


SMALL: Final = Family(
    "throughput_small",
    "102-byte messages, one process sends, one receives",
    steps=partial(_steps, "small"),
    figures=_small_figures,
)

MEDIUM: Final = Family(
    "throughput_medium",
    "10 kB messages, lists of numbers and lists of lines, in the same way",
    steps=partial(_steps, "medium"),
    figures=_medium_figures,
)

SENDERS: Final = Family(
    "senders",
    "102-byte messages from one thread, and from eight that share the sending end",
    steps=_sender_steps,
    figures=_sender_figures,
)

CHANNELS_AT_ONCE: Final = Family(
    "channels",
    "102-byte messages on 1, 6 and 24 channels in turns, a thread reading each",
    steps=_channel_steps,
    figures=_channel_figures,
)
