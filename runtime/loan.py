"""A socket lent to a caller who waits for it: no thread has to hand his message over.

The receiver thread leaves the socket to him, and sleeps on. He takes in what is plainly right, one
message; what is not, or what waits in numbers, is for the receiver thread.

Rule 1: one thread at a time has the socket: its keeper, or the receiver thread. It is used under
        the inbox's lock. Once anything ends, nothing is lent.
Rule 2: signal handlers strike callers after calls. However a wait ends, one call of C gives the
        socket back.
Rule 3: who leaves with a message keeps the socket, unless others wait: he will be back. If he is
        not when the receipt of that message is due, the receiver thread takes it back.
Rule 4: in a stream, the receiver thread reads, which takes less for many: it has the socket until
        nothing is left, and again when a message comes with others, or was there at once.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import get_ident
from typing import Final, Literal, TypeAlias

import zmq
from runtime.buffer_channel import BufferChannel
from runtime.channel import Channel, M
from runtime.gate import Gate
from runtime.poller import LENT, READY, WATCHED
from runtime.reader import Reader, reader_of
from runtime.receiver import Receiver
from runtime.sockets import TRANSIENT, Socket
from runtime.vigil import Vigil

NOBODY: Final = 0
"""No thread has this identity."""

Found: TypeAlias = Literal["message", "nothing", "work"]
"""What the keeper of a socket found: a message, which is in the queue now; nothing; or something
that is the receiver thread's to handle, and stays where it is."""


class Loan:
    """Whose the socket of an inbox is. All under the inbox's lock, but for `wait`."""

    def __init__(self, receiver: Receiver, descriptor: int, reader: Reader) -> None:
        self.keeper = NOBODY
        """The thread to which the socket is lent."""
        self.frames = reader.frames
        """What was read and is not in the queue: one frame, if any."""
        self._reader = reader
        self._receiver = receiver
        self._descriptor = descriptor
        self._is_open = False
        self._is_present = False  # the keeper waits, or reads
        self._is_owed = False  # the receiver thread is to read before it is lent again
        self._vigils: list[Vigil] = []

    # For callers.

    def look(self, me: int) -> bytes | Found:
        """Return the next frame, which is in `frames` until it is taken out."""
        if self.keeper != me:
            return "work"
        if not self.frames and (problem := self._reader.read()):
            return "nothing" if problem in TRANSIENT else "work"
        return self.frames[0]

    def vigil(self) -> Vigil | None:
        """Return what to `wait` on; None if the socket is not to be had."""
        if self._is_present and self.keeper == get_ident():
            # A signal handler waits, inside of the wait that it has interrupted.
            self._is_present = False
            self.keeper = NOBODY
            self._is_owed = True
            self._receiver.returned[self._descriptor] = None
            self._receiver.set_mask(self._receiver.bell, READY)
        if not self._is_free():
            return None
        if self._vigils:
            return self._vigils.pop()
        return Vigil(self._descriptor)

    def wait(
        self,
        gate: Gate,
        vigil: Vigil,
        left: float | None,
        read: Callable[[int], Found],
    ) -> None:
        """Return when there may be something in the queue, or after so many seconds.

        Args:
            gate: whose lock guards the inbox; it knows of the vigil.
            read: takes in one message, for the thread of this identity, if that is still the keeper.
        """
        me = get_ident()
        found: Found = "work"
        has_slept = False
        set_mask, bell = self._receiver.set_mask, self._receiver.bell
        try:
            with gate.lock:
                is_free = self._is_free()
                if is_free:
                    is_lent = self.keeper != NOBODY
                    self._is_present = True
                    self.keeper = me
                    if not is_lent:
                        set_mask(self._descriptor, LENT)
            # The descriptor says nothing of what was left unread.
            if is_free and read(me) == "nothing":
                has_slept = True
                gate.sleep(vigil, left)
                found = read(me)
                if found == "message" and self._reader.more():
                    found = "work"
        finally:
            # No call before the one that gives the socket back: a handler would strike after it.
            if self.keeper == me and self._is_present:
                self._is_present = False
                if found == "nothing":
                    self.keeper = NOBODY
                    set_mask(self._descriptor, WATCHED)
                elif found == "work" or gate.sleepers:
                    self.keeper = NOBODY
                    self._is_owed = True
                    self._receiver.returned[self._descriptor] = None
                    set_mask(bell, READY)
        if not has_slept:
            gate.dismiss(vigil)
        if self._is_open:
            self._vigils.append(vigil)
        else:
            vigil.close()

    def _is_free(self) -> bool:
        return self._is_open and not self._is_present and not self._is_owed

    # For the receiver thread.

    def open(self) -> None:
        """Lend from now on: the socket is watched."""
        self._is_open = True
        self._vigils.append(Vigil(self._descriptor))

    def end(self) -> None:
        """Lend no more: the socket is about to be read to its end, or closed."""
        self._is_open = self._is_present = False
        self.keeper = NOBODY
        self._reader.let_go()
        while self._vigils:
            self._vigils.pop().close()

    def begin_read(self) -> bool:
        """Have the socket, unless its keeper is about to read or to give it back."""
        if self._is_present:
            # It may have been taken back from the keeper before.
            self._receiver.set_mask(self._descriptor, LENT)
            return False
        self.reclaim()
        self._is_owed = True
        return True

    def end_read(self) -> None:
        """Lend it again."""
        self._is_owed = False

    def reclaim(self) -> None:
        """Take the socket back if its keeper has gone away."""
        if self.keeper != NOBODY and not self._is_present:
            self.keeper = NOBODY
            self._receiver.take_back(self._descriptor)


def loan_of(channel: Channel[M], socket: Socket, receiver: Receiver) -> Loan | None:
    """Return a loan of a receiver thread's socket; None where none can be made.

    A message with buffers is of several frames: those are all for the receiver thread.
    """
    lends = receiver.lends and not isinstance(channel, BufferChannel)
    reader = reader_of(socket) if lends else None
    if reader is None:
        return None
    return Loan(receiver, int(socket.getsockopt(zmq.FD)), reader)
