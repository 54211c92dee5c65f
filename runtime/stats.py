"""What the ends of a connection have counted so far."""

import msgspec


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """The counters of a `Push` or a `Pull`, taken at one moment.

    Of a `Push`: `sent` is every message whose `send` returned. Of these, `dropped` were given up
    as `overflow` says, `confirmed` were read by the other side (`rejected` of them could not be
    decoded there), `queued` have not left this process, and the rest is on its way.

    Of a `Pull`: `received` is every frame that has arrived. Of these, `queued` wait to be read,
    `rejected` are dead letters, `dropped` were unread when this side closed, and the rest was
    delivered: received == delivered + queued + rejected + dropped.
    """

    sent: int = 0
    confirmed: int = 0
    received: int = 0
    queued: int = 0
    rejected: int = 0
    dropped: int = 0


class ConnectionStats(msgspec.Struct, frozen=True, kw_only=True):
    """The counters of a connection: of each channel, and of what is no channel's.

    `strangers` counts who came to a socket and was not let in; `dead_letters` counts all there
    ever were.
    """

    channels: dict[str, Stats]
    strangers: int = 0
    dead_letters: int = 0


class CloseReport(msgspec.Struct, frozen=True, kw_only=True):
    """What `close` can say of each channel on which this side sends.

    `delivered` counts the messages that the other side has said it read; `unconfirmed` those of
    which it has not said so, when `close` gave up waiting.
    """

    delivered: dict[str, int]
    unconfirmed: dict[str, int]

    @property
    def complete(self) -> bool:
        """Whether the other side has read everything."""
        return not any(self.unconfirmed.values())
