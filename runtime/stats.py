"""What an end has counted so far."""

import msgspec


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """The counters of a `Push` or a `Pull`, taken at one moment.

    Of a `Push`: `sent` is every message whose `send` returned. Of these, `queued` wait here for
    the other side, `dropped` were given up (by `overflow`, or because the connection ended), and
    the rest is on its way.

    Of a `Pull`: `received` is every frame that has arrived. Of these, `queued` wait to be read,
    `rejected` are dead letters, `dropped` were unread when this side closed, and the rest was
    delivered: received == delivered + queued + rejected + dropped.
    """

    sent: int = 0
    received: int = 0
    queued: int = 0
    rejected: int = 0
    dropped: int = 0
