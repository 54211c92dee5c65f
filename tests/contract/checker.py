"""The judge: what two histories say about the messages of a channel.

It knows nothing of the runtime. Each function returns violations, as texts; none is good.

NL, nothing lost: what was delivered is what was accepted, each exactly once, and maybe some of what
   is unknown; in the order in which it was sent, byte for byte.
PX, prefix: what was delivered is the beginning of what was accepted.
VS, visible: if something accepted was not delivered, its sender was told how much, exactly.

Order is what both sides can know: m was sent before n if `send` of m had ended before that of n began,
or if one thread numbered them so. It is looked for in what each thread received.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from tests.contract.history import (
    Accepted,
    Begun,
    Closed,
    Confirmed,
    Delivered,
    Event,
    Refused,
    Told,
    Unknown,
)

Name = tuple[int, int]  # of a message: its thread and its number


@dataclass
class Sending:
    """A message as its sender knows it: where its `send` began and ended in the history."""

    crc: int
    begun: int
    ended: float = inf
    accepted: bool = False
    refused: bool = False


def px(sender: Sequence[Event], receiver: Sequence[Event], channel: str) -> list[str]:
    """Return what keeps the delivered messages from being a prefix of the accepted ones."""
    sent = sendings(sender, channel)
    got = deliveries(receiver, channel)
    kinds = (_strangers(sent, got), _reordered(sent, got), _gaps(sent, got))
    return [text for kind in kinds for text in _brief(kind)]


def nl(sender: Sequence[Event], receiver: Sequence[Event], channel: str) -> list[str]:
    """Return what keeps the messages from having been delivered, all of them."""
    got = {(event.thread, event.number) for event in deliveries(receiver, channel)}
    missing = (
        f"{channel}: {name} was accepted and not delivered"
        for name, sending in sendings(sender, channel).items()
        if sending.accepted and name not in got
    )
    return px(sender, receiver, channel) + _brief(missing)


def vs(
    sender: Sequence[Event], receiver: Sequence[Event], channel: str, in_hand: int = 0
) -> list[str]:
    """Return where a sender that survived was not told of a loss, or was told wrongly.

    Args:
        in_hand: how many messages the receiver may have had from `recv` and not yet written down
                 when it was killed: one for each of its threads.
    """
    accepted = sum(s.accepted for s in sendings(sender, channel).values())
    lost = accepted - len(deliveries(receiver, channel)) - in_hand
    told = [e.unconfirmed for e in sender if isinstance(e, Told | Closed)]
    confirmed = [e.counts for e in sender if isinstance(e, Confirmed)]
    confirmed += [e.delivered for e in sender if isinstance(e, Closed)]
    silent = lost > 0 and not told
    found = [f"{channel}: {lost} were lost, and nobody was told"] * silent
    for said in sorted({counts.get(channel, 0) for counts in told}):
        if said < lost:
            found.append(f"{channel}: told {said} unconfirmed, but {lost} were lost")
        for count in sorted({counts.get(channel, 0) for counts in confirmed}):
            if said != accepted - count:
                text = f"{channel}: told {said} unconfirmed, but {count} were confirmed"
                found.append(f"{text} of {accepted} accepted")
    return found


def sendings(sender: Sequence[Event], channel: str) -> dict[Name, Sending]:
    """Return what was sent on a channel, or may have been."""
    found: dict[Name, Sending] = {}
    for place, event in enumerate(sender):
        if isinstance(event, Begun) and event.channel == channel:
            name = (event.thread, event.number)
            if name in found:
                raise ValueError(f"{channel}: {name} begins twice: the test is wrong")
            found[name] = Sending(event.crc, place)
        if isinstance(event, Accepted | Refused | Unknown) and event.channel == channel:
            sending = found[event.thread, event.number]
            sending.ended = min(sending.ended, place)
            sending.accepted |= isinstance(event, Accepted)
            sending.refused |= isinstance(event, Refused)
    return found


def deliveries(receiver: Sequence[Event], channel: str) -> list[Delivered]:
    """Return what was received from a channel, in this order."""
    return [e for e in receiver if isinstance(e, Delivered) and e.channel == channel]


def _strangers(sent: dict[Name, Sending], got: list[Delivered]) -> Iterator[str]:
    """Yield what was delivered and not sent, or not as it was sent, or not once."""
    seen: set[Name] = set()
    for event in got:
        name = (event.thread, event.number)
        if name not in sent or sent[name].refused:
            yield f"{event.channel}: {name} was delivered and never accepted"
        elif event.crc != sent[name].crc:
            yield f"{event.channel}: {name} was altered on its way"
        if name in seen:
            yield f"{event.channel}: {name} was delivered twice"
        seen.add(name)


def _reordered(sent: dict[Name, Sending], got: list[Delivered]) -> Iterator[str]:
    """Yield what a thread received after something that was sent later."""
    latest: dict[int, int] = {}
    numbers: dict[tuple[int, int], int] = {}
    for event in got:
        name, pair = (event.thread, event.number), (event.thread, event.by)
        if name in sent:
            late = sent[name].ended < latest.get(event.by, -1)
            if late or event.number < numbers.get(pair, -1):
                yield f"{event.channel}: {name} was delivered too late"
            latest[event.by] = max(latest.get(event.by, -1), sent[name].begun)
            numbers[pair] = event.number


def _gaps(sent: dict[Name, Sending], got: list[Delivered]) -> Iterator[str]:
    """Yield what was not delivered, though something was that was sent later."""
    names = {(event.thread, event.number) for event in got}
    latest = max((sent[name].begun for name in names & sent.keys()), default=-1)
    for name in sent.keys() - names:
        if sent[name].accepted and sent[name].ended < latest:
            yield f"{got[0].channel}: {name} is a gap: what was sent later was delivered"


def _brief(violations: Iterator[str]) -> list[str]:
    found = list(violations)
    return found[:5] + [f"... and {len(found) - 5} more"] * (len(found) > 5)
