"""The session socket: what this side says, in the order in which it says it, and what it hears.

Rule 1: what is said is sent at once, or as soon as libzmq takes it.
Rule 2: who has sent on a socket looks at what has come: libzmq tells of it no more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final

import zmq
from runtime import session_messages
from runtime.receiver import Receiver
from runtime.session_messages import SessionMessage
from runtime.sockets import TRANSIENT, Context, open_session

_RETRY: Final = 0.01
"""Seconds after which what could not be said is said again."""

_FAREWELL: Final = 100
"""Milliseconds that the last word may take to leave."""


class Voice:
    """Speaks and listens. For the receiver thread.

    `hear` is called with each message of the other side, None for what is not one; `has_listener`
    says whether the other side is there.
    """

    def __init__(
        self,
        context: Context,
        receiver: Receiver,
        hear: Callable[[SessionMessage | None], None],
        has_listener: Callable[[], bool],
    ) -> None:
        self.socket = open_session(context)
        self._receiver = receiver
        self._hear = hear
        self._has_listener = has_listener
        self._unsaid: deque[bytes] = deque()

    def begin(self) -> None:
        """Listen from now on."""
        self._receiver.watch(self.socket, self.listen)

    def say(self, message: SessionMessage) -> None:
        """Tell the other side."""
        if not self.socket.closed:
            self._unsaid.append(session_messages.encode(message))
            self._speak()

    def listen(self) -> bool:
        """Hear all that has come so far; return False, as a reaction does."""
        with suppress(zmq.Again):
            while not self.socket.closed:
                frame, *more = self.socket.recv_multipart(zmq.NOBLOCK)
                self._hear(None if more else session_messages.decode(frame))
        return False

    def close(self) -> None:
        """Say nothing more, and hear nothing; what was said may still leave."""
        if not self.socket.closed:
            self._receiver.unwatch(self.socket)
            self.socket.close(_FAREWELL)

    def _speak(self) -> None:
        if self.socket.closed:
            return
        try:
            while self._unsaid:
                self.socket.send(self._unsaid[0], zmq.NOBLOCK)
                self._unsaid.popleft()
        except zmq.ZMQError as error:
            if error.errno not in TRANSIENT:
                raise
            if self._has_listener():
                self._receiver.set_alarm(monotonic() + _RETRY, self._speak)
        self._receiver.revisit(self.socket)
