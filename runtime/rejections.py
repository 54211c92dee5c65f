"""What the two sides tell each other of messages that could not be decoded."""

from __future__ import annotations

from collections.abc import Mapping

from runtime.dead_letters import DeadLetter
from runtime.events import MessageRejected
from runtime.outbox import Outbox
from runtime.session_messages import Rejected, words


def rejection(letter: DeadLetter) -> Rejected:
    """Return what the sender of a dead letter is told."""
    return Rejected(
        channel=letter.channel,
        position=letter.position,
        reason=letter.reason,
        path=words(letter.path),
    )


def heard(
    rejected: Rejected, outboxes: Mapping[str, Outbox]
) -> tuple[MessageRejected, str] | None:
    """Return the event for what the other side has rejected, and its text.

    None if it was never sent.
    """
    channel, position = rejected.channel, rejected.position
    outbox = outboxes.get(channel)
    if outbox is None or position not in range(outbox.accepted()):
        return None
    event = MessageRejected(
        channel=channel,
        position=position,
        reason=rejected.reason,
        path=rejected.path,
    )
    where = f" at {rejected.path}" if rejected.path else ""
    text = f"channel {channel!r}: the other side could not decode message {position}: "
    return event, f"{text}{rejected.reason}{where}"
