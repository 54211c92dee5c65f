"""All sockets of a session as they are connected: each with its link, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable

from runtime.doorkeeper import Doorkeeper
from runtime.links import Link
from runtime.receiver import Receiver
from runtime.sockets import Context, Socket
from runtime.wiring import PULSE, Wiring


class Cables:
    """The links of a session, by the names of their sockets. For the receiver thread.

    `changed` is called after one of them has.
    """

    def __init__(
        self,
        context: Context,
        receiver: Receiver,
        wiring: Wiring,
        changed: Callable[[], None],
    ) -> None:
        self.links: dict[str, Link] = {}
        self._context = context
        self._receiver = receiver
        self._wiring = wiring
        self._changed = changed
        self._closed = False
        self.doorkeeper: Doorkeeper | None = None
        if not wiring.greets:
            returning = frozenset({PULSE})
            self.doorkeeper = Doorkeeper(context, wiring.admits, returning)

    def plug(self, socket: Socket, name: str) -> None:
        """Bind or connect a socket. Only before the thread starts."""
        # First: nothing of what happens to the socket shall be missed.
        link = Link(self._context, socket, name, self._changed)
        if self._wiring.plug(socket, name):
            self.links[name] = link
        else:
            link.close(self._receiver)

    def begin(self) -> None:
        """Follow every link, and let the peer in."""
        for link in self.links.values():
            link.begin(self._receiver)
        if self.doorkeeper is not None:
            self.doorkeeper.begin(self._receiver)

    def broken(self) -> list[str]:
        """Return the names of those that were there and are not there any more."""
        return [
            name
            for name, link in self.links.items()
            if name != PULSE and link.was_up and not link.is_up
        ]

    def strangers(self) -> int:
        """Return how many came to the sockets and were not let in."""
        if self._wiring.greets:
            return 0
        return sum(link.strangers for link in self.links.values())

    def has_admitted(self) -> bool:
        """Return whether the peer was let in anywhere."""
        return self.doorkeeper is not None and self.doorkeeper.has_admitted

    def close(self) -> None:
        """Follow nothing, and let nobody in. The sockets are still open."""
        if self._closed:
            return
        self._closed = True
        for link in self.links.values():
            link.close(self._receiver)
        if self.doorkeeper is not None:
            self.doorkeeper.close(self._receiver)
