"""Whether two sides fit: pure judgement of what each has said of itself.

Rule 1: sides that say the same of a channel fit there; the smaller of two capacities or limits
        holds.
Rule 2: where fingerprints differ, the wire models are compared, each channel in the direction in
        which it carries: what is lost must be nothing but what the reader never knew.
Rule 3: a channel that only one side has is no reason to refuse: it stays shut.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Never

import msgspec
from runtime import wire_model
from runtime.channel import Channel, M
from runtime.session_messages import Terms
from runtime.wire_model import WireModel

_SHOWN = 12
"""Digits of a fingerprint in a text."""


class Agreement(msgspec.Struct, frozen=True):
    """What both sides have, and what a log should say about the rest."""

    channels: dict[str, Terms]
    remarks: list[str]


def terms_of(channel: Channel[Never] | Channel[M], *, sends: bool) -> Terms:
    """Return this side's view of a channel."""
    return Terms(
        sends=sends,
        fingerprint=channel.fingerprint,
        capacity=channel.capacity,
        max_message_bytes=channel.max_message_bytes,
    )


def read_model(module: str) -> bytes:
    """Return the JSON of the wire model beside a generated module; nothing, beside others."""
    # Only sides of different catalogues need it.
    from importlib import resources

    package = sys.modules[module].__package__
    if not package:
        return b""
    try:
        return resources.files(package).joinpath("catalogue.json").read_bytes()
    except (OSError, ImportError):
        return b""


def differing(mine: Mapping[str, Terms], theirs: Mapping[str, Terms]) -> list[str]:
    """Return the channels of both sides whose fingerprints differ."""
    return [
        name
        for name, terms in mine.items()
        if name in theirs and theirs[name].fingerprint != terms.fingerprint
    ]


def agree(
    mine: Mapping[str, Terms],
    theirs: Mapping[str, Terms],
    my_model: bytes,
    their_model: bytes,
) -> Agreement | str:
    """Return what holds between the two sides, or why they do not fit.

    The models are only looked at where fingerprints differ.
    """
    problems: list[str] = []
    remarks: list[str] = []
    for name in sorted(mine.keys() ^ theirs.keys()):
        who = "connecting" if name in theirs else "binding"
        remarks.append(f"channel {name!r}: only the {who} side has it; it stays shut")
    for name, my_terms in mine.items():
        if name in theirs and theirs[name].sends == my_terms.sends:
            where = _where(name, my_terms, theirs[name])
            problems.append(f"{where}: both sides {_verb(my_terms)} there")
    models = _models(my_model, their_model)
    for name in differing(mine, theirs) if not problems else ():
        where = _where(name, mine[name], theirs[name])
        if models is None:
            problems.append(f"{where}: they differ, and a side has no catalogue.json")
            continue
        fits, told = _compare(models, name, sends=mine[name].sends)
        (remarks if fits else problems).append(f"{where}: {told}")
    if problems:
        return "; ".join(problems)
    remarks += _differences(mine, theirs)
    return Agreement(dict(_smaller(mine, theirs)), remarks)


def _where(channel: str, mine: Terms, theirs: Terms) -> str:
    """Return a channel with both its fingerprints, in words that are right on both sides."""
    here, there = _short(mine), _short(theirs)
    return f"channel {channel!r} ({here} at the binding side, {there} at the connecting side)"


def _differences(
    mine: Mapping[str, Terms], theirs: Mapping[str, Terms]
) -> Iterator[str]:
    """Yield of which capacities and limits the smaller one holds."""
    for name in sorted(mine.keys() & theirs.keys()):
        one, other = mine[name], theirs[name]
        for what, *both in (
            ("capacity", one.capacity, other.capacity),
            ("max_message_bytes", one.max_message_bytes, other.max_message_bytes),
        ):
            least, most = sorted(both)
            if least < most:
                text = f"channel {name!r}: {what} is {most} at one side, {least} at the other"
                yield f"{text}; the smaller one holds"


def _smaller(
    mine: Mapping[str, Terms], theirs: Mapping[str, Terms]
) -> Iterator[tuple[str, Terms]]:
    for name, terms in mine.items():
        if name in theirs:
            other = theirs[name]
            yield (
                name,
                Terms(
                    sends=terms.sends,
                    fingerprint=terms.fingerprint,
                    capacity=min(terms.capacity, other.capacity),
                    max_message_bytes=min(
                        terms.max_message_bytes, other.max_message_bytes
                    ),
                ),
            )


def _compare(
    models: tuple[WireModel, WireModel], channel: str, *, sends: bool
) -> tuple[bool, str]:
    """Return whether what one side sends on a channel reaches the other, and what does not."""
    # Only sides of different catalogues need it.
    from runtime.evolution import channel_verdict

    mine, theirs = models
    writer, reader = (mine, theirs) if sends else (theirs, mine)
    try:
        verdict = channel_verdict(writer, reader, channel)
    except (KeyError, RecursionError):
        return False, "the model of the other side makes no sense"
    told = "; ".join(f"{reason.path}: {reason.text}" for reason in verdict.reasons[:3])
    fits = verdict.outcome != "error" and verdict.losses <= {"dropped"}
    return fits, told or verdict.outcome


def _models(mine: bytes, theirs: bytes) -> tuple[WireModel, WireModel] | None:
    try:
        return wire_model.from_json(mine), wire_model.from_json(theirs)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _verb(terms: Terms) -> str:
    return "send" if terms.sends else "receive"


def _short(terms: Terms) -> str:
    return terms.fingerprint[:_SHOWN] or "no fingerprint"
