"""Who may come in: the answers to libzmq's questions, by ZeroMQ's authentication protocol (RFC 27).

Rule 1: each socket lets its peer in once. Nobody can come second, not even with a copy of the
        connection info; the pulse alone, which carries nothing, has its peer come back.
Rule 2: an answer that does not come is a no: sockets are told to insist on one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import zmq
from runtime.receiver import Receiver
from runtime.sockets import Context

_ADDRESS: Final = "inproc://zeromq.zap.01"
_VERSION: Final = b"1.0"

Admits = Callable[[bytes, list[bytes]], bool]
"""From a mechanism and what was shown to whether that is the peer."""


class Doorkeeper:
    """Answers for the sockets of one context. For the receiver thread.

    `returning` are the domains to which the peer may come back.
    """

    def __init__(
        self, context: Context, admits: Admits, returning: frozenset[str]
    ) -> None:
        self._admits = admits
        self._returning = returning
        self._taken: set[str] = set()
        self._socket = context.socket(zmq.ROUTER)
        self._socket.linger = 0
        self._socket.bind(_ADDRESS)

    def begin(self, receiver: Receiver) -> None:
        """Answer from now on."""
        receiver.watch(self._socket, self._answer)

    @property
    def has_admitted(self) -> bool:
        """Whether the peer was let in anywhere."""
        return bool(self._taken)

    def close(self, receiver: Receiver) -> None:
        """Answer no more: nobody else comes in."""
        if not self._socket.closed:
            receiver.unwatch(self._socket)
            self._socket.close()

    def _answer(self) -> bool:
        try:
            while True:
                asked = self._socket.recv_multipart(zmq.NOBLOCK)
                # Of our own libzmq: route, delimiter, version, request, domain, address,
                # identity, mechanism, and what was shown.
                route, empty, _, request, domain, _, _, mechanism, *shown = asked
                verdict = [b"400", b"no"]
                if self._welcomes(domain.decode(), mechanism, shown):
                    verdict = [b"200", b"OK"]
                answer = [route, empty, _VERSION, request, *verdict, b"", b""]
                self._socket.send_multipart(answer)
        except zmq.Again:
            return False

    def _welcomes(self, domain: str, mechanism: bytes, shown: list[bytes]) -> bool:
        if domain in self._taken and domain not in self._returning:
            return False
        if not self._admits(mechanism, shown):
            return False
        self._taken.add(domain)
        return True
