"""Whether two sides fit: pure judgement of what each has said of itself.

Rule 1: sides that say the same of a channel fit there; the smaller of two capacities or limits
        holds.
Rule 2: where they differ in what is on the wire, or in what they call it, the wire models are
        compared, each channel in the direction in which it carries: what is lost must be nothing
        but what the reader never knew. Another name for the same is no difference.
Rule 3: a channel that only one side has is no reason to refuse: it stays shut.
Rule 4: a side that is strict wants no difference at all. The stricter of the two holds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Never, TypeAlias

import msgspec
from runtime import wire_model
from runtime.channel import Channel, M
from runtime.guard import Guard
from runtime.session_messages import Policy, Terms, words
from runtime.wire_model import WireModel

_SHOWN: Final = 12
"""Digits of a fingerprint in a text."""

_NAME: Final = 100
"""Characters of the name of a catalogue, with its version."""

_FINE: Final = "every message arrives as it was sent"

_SENSELESS: Final = "the model of the other side makes no sense"

_ADVICE: Final = (
    "`python -m codegen breaking --against` the older one says how to go on"
)

Models: TypeAlias = tuple[WireModel, WireModel]
"""That of this side, and that of the other one."""


class Agreement(msgspec.Struct, frozen=True):
    """What both sides have, and what a log should say about the rest.

    `degraded` and `partial` are those of `Welcome`.
    """

    channels: dict[str, Terms]
    remarks: list[str]
    degraded: dict[str, list[str]]
    partial: dict[str, list[str]]


def terms_of(channel: Channel[Never] | Channel[M], *, sends: bool) -> Terms:
    """Return this side's view of a channel."""
    return Terms(
        sends=sends,
        fingerprint=channel.fingerprint,
        capacity=channel.capacity,
        max_message_bytes=channel.max_message_bytes,
        names=channel.names,
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
    """Return the channels of both sides that are not the same on the wire."""
    return [
        name
        for name, terms in mine.items()
        if name in theirs and theirs[name].fingerprint != terms.fingerprint
    ]


def doubtful(mine: Mapping[str, Terms], theirs: Mapping[str, Terms]) -> list[str]:
    """Return the channels of both sides whose wire models have to be compared."""
    differ = differing(mine, theirs)
    return [
        name
        for name, terms in mine.items()
        if name in differ or (name in theirs and _renamed(terms, theirs[name]))
    ]


def _renamed(one: Terms, other: Terms) -> bool:
    told = one.names and other.names
    return bool(told) and one.names != other.names


def agree(
    mine: Mapping[str, Terms],
    theirs: Mapping[str, Terms],
    models: Models | None,
    policy: Policy,
) -> Agreement | str:
    """Return what holds between the two sides, or why they do not fit.

    Args:
        mine: what this side has, which binds.
        theirs: what the other side has.
        models: those of both; None where they are not known, or nothing is doubtful.
        policy: the stricter of both.
    """
    problems: list[str] = []
    agreement = Agreement(dict(_smaller(mine, theirs)), [], {}, {})
    remarks = agreement.remarks
    for name in sorted(mine.keys() ^ theirs.keys()):
        who = "connecting" if name in theirs else "binding"
        remarks.append(f"channel {name!r}: only the {who} side has it; it stays shut")
    for name, my_terms in mine.items():
        if name in theirs and theirs[name].sends == my_terms.sends:
            where = _where(name, my_terms, theirs[name])
            told = f"both sides {_verb(my_terms)} there [CHANNEL_DIRECTION_CHANGED]"
            problems.append(f"{where}: {told}")
    for name in doubtful(mine, theirs) if not problems else ():
        where = _where(name, mine[name], theirs[name])
        if models is None:
            problems.append(f"{where}: they differ, and a side has no catalogue.json")
            continue
        fits, told = _compare(models, name, agreement, sends=mine[name].sends)
        if told != _FINE or mine[name].fingerprint != theirs[name].fingerprint:
            (remarks if fits else problems).append(f"{where}: {told}")
    if policy == "strict" and remarks and not problems:
        problems = [*remarks, "and the policy of a side is 'strict'"]
    if problems:
        return "; ".join([*_who(models), *problems, _ADVICE])
    remarks += _differences(mine, theirs)
    return agreement


def _where(channel: str, mine: Terms, theirs: Terms) -> str:
    """Return a channel with both its fingerprints, in words that are right on both sides."""
    here, there = _short(mine), _short(theirs)
    if here == there and _renamed(mine, theirs):
        return f"channel {channel!r} ({here} at both sides, which call things by other names)"
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
            size = min(terms.max_message_bytes, other.max_message_bytes)
            yield (
                name,
                msgspec.structs.replace(
                    terms,
                    capacity=min(terms.capacity, other.capacity),
                    max_message_bytes=size,
                ),
            )


def _compare(
    models: Models, channel: str, agreement: Agreement, *, sends: bool
) -> tuple[bool, str]:
    """Return whether what one side sends on a channel means the same to the other, and the rest.

    What does not reach the other side, or only in part, is noted in the agreement.
    """
    # Only sides of different catalogues need it.
    from runtime.differences import difference

    mine, theirs = models
    writer, reader = (mine, theirs) if sends else (theirs, mine)
    try:
        found = difference(writer, reader, channel)
    except (KeyError, RecursionError):
        return False, _SENSELESS
    unread, undecodable = list(found.unread), list(found.undecodable)
    unchecked = list(found.unchecked)
    match found.meaning:
        case "refused":
            return False, ", ".join(undecodable)
        case "fine":
            return True, _FINE
    told: list[str] = []
    if found.meaning == "partial":
        agreement.partial[channel] = undecodable + unchecked
    if undecodable:
        why = "partial, what the reader cannot decode is not sent"
        told.append(f"{why}: {', '.join(undecodable)}")
    if unchecked:
        why = "partial, what does not match the reader's own pattern is sent, and rejected"
        told.append(f"{why}: {', '.join(unchecked)}")
    if unread:
        agreement.degraded[channel] = unread
        why = "degraded, what the reader does not know is dropped"
        told.append(f"{why}: {', '.join(unread)}")
    return True, "; ".join(told)


def both_models(mine: bytes, theirs: bytes) -> Models | None:
    """Return the models in two texts, or None if one is none."""
    try:
        return wire_model.from_json(mine), wire_model.from_json(theirs)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def guards(partial: Iterable[str], models: Models | None) -> dict[str, Guard] | str:
    """Return what keeps from a peer what it cannot decode, by channel; or what is wrong with it."""
    if models is None:
        return {}
    # Only sides of different catalogues need it.
    from runtime import peer_decoder

    mine, theirs = models
    peer = _title(theirs)
    try:
        return {
            channel: Guard(
                channel,
                peer_decoder.decoder(theirs, channel, mine),
                peer,
                version(theirs),
            )
            for channel in partial
        }
    except Exception as error:  # whatever it has said, no decoder can be made of it
        return f"{_SENSELESS}: {type(error).__name__}"


def version(model: WireModel) -> str:
    """Return the version of a catalogue, as it may be shown."""
    return words(model.version[:_NAME])


def _title(model: WireModel) -> str:
    return words(f"{model.catalogue} {model.version}".strip()[:_NAME]) or "?"


def _who(models: Models | None) -> Iterator[str]:
    """Yield which catalogues the two have."""
    if models is not None:
        here, there = map(_title, models)
        yield f"the binding side has {here}, the connecting side {there}"


def _verb(terms: Terms) -> str:
    return "send" if terms.sends else "receive"


def _short(terms: Terms) -> str:
    return terms.fingerprint[:_SHOWN] or "no fingerprint"
