"""The one connection under each socket: whether it is there, as libzmq tells.

Rule 1: a socket has one link in its life, except for the pulse, which may have it anew.
Rule 2: who comes to a bound socket and does not become its link is a stranger, and is counted.
Rule 3: a monitor is always read: libzmq would wait for its reader with all it does.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

import zmq
from runtime.receiver import Receiver
from runtime.sockets import Context, Socket, open_monitor


class Link:
    """What is under one socket. For the receiver thread.

    `is_up` says whether the other side is there, proved; `refused`, that it does not want us.
    """

    def __init__(
        self, context: Context, socket: Socket, name: str, changed: Callable[[], None]
    ) -> None:
        self.name = name
        self.is_up = False
        self.was_up = False
        self.failed = False
        self.refused = False
        self.strangers = 0
        self._knocking: set[int] = set()
        self._inside: set[int] = set()
        self._changed = changed
        self._socket = socket
        self._monitor = open_monitor(context, socket, name)

    def begin(self, receiver: Receiver) -> None:
        """Follow the link from now on."""
        receiver.watch(self._monitor, self.look)

    def look(self) -> bool:
        """Take note of what has happened so far."""
        before = (self.is_up, self.failed, self.strangers)
        try:
            while True:
                parts = self._monitor.recv_multipart(zmq.NOBLOCK)
                kind, value = struct.unpack("=Hi", parts[0])
                self._note(kind, value)
        except zmq.Again:
            pass
        if before != (self.is_up, self.failed, self.strangers):
            self._changed()
        return False

    def close(self, receiver: Receiver) -> None:
        """Follow it no more. The socket is still open."""
        receiver.unwatch(self._monitor)
        self._socket.disable_monitor()
        self._monitor.close()

    def _note(self, kind: int, value: int) -> None:
        match kind:
            case zmq.EVENT_ACCEPTED | zmq.EVENT_CONNECTED:
                self._knocking.add(value)
            case zmq.EVENT_HANDSHAKE_SUCCEEDED:
                # libzmq does not say whose. A stranger among them is gone within seconds; and
                # who was inside still is, if this is the pulse.
                self._inside |= self._knocking
                self._knocking.clear()
                self.was_up = True
            case zmq.EVENT_HANDSHAKE_FAILED_AUTH:
                self.refused = True
            case zmq.EVENT_DISCONNECTED:
                if value not in self._inside or len(self._inside) > 1:
                    self.strangers += 1
                    self.failed = True
                self._inside.discard(value)
                self._knocking.discard(value)
            case zmq.EVENT_CLOSED:
                self.failed = True
        self.is_up = bool(self._inside)
