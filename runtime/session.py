"""The session: one host and one kernel, from hello to goodbye.

Rule 1: all of it happens on the receiver thread, which owns every socket; other threads `post`.
Rule 2: a session ends once, in one of four ways - closed here, closed there, the peer lost, the
        receiver dead - and every end of the connection hears of it.
Rule 3: linger is not delivery. Who says goodbye waits to hear that all has arrived, but not
        longer than it was told to; who hears goodbye takes in all that is on its way, then
        says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Final, assert_never

import zmq
from runtime import session_messages
from runtime.endings import Ending, closed_here, closed_there, died, lost
from runtime.gate import Gate
from runtime.receiver import Receiver
from runtime.session_messages import VERSION, Arrived, Goodbye, Hello, SessionMessage
from runtime.sockets import Context, Socket, open_monitor, read_monitor
from runtime.traffic import Traffic

SETTLE: Final = 0.05
"""Seconds of silence after which nothing more comes from a peer that is gone."""

EXIT: Final = 0.2
"""Seconds that a child which has left its session is given to end, for its exit code."""

FAREWELL: Final = 100
"""Milliseconds that the last word on the session socket may take."""

_log = logging.getLogger("stubwire")


class Session:
    """What the two sides have said to each other so far, and what follows from it."""

    def __init__(
        self, identity: str, context: Context, socket: Socket, receiver: Receiver
    ) -> None:
        self.identity = identity
        self.receiver = receiver
        self.traffic = Traffic(receiver, self._moved)
        self.changed = Gate()
        """Guards what other threads wait for: `greeted` and `ended`."""
        self.greeted = False
        self.ended: Ending | None = None
        self.awaits_exit = False
        """Whether the peer is a child, whose exit code will be known."""
        self._context = context
        self._socket = socket
        self._monitor = open_monitor(context, socket)
        self._held: list[Callable[[], None]] | None = []
        self._said_hello = False
        self._said_arrived = False
        self._peer_descriptor = -1
        self._peer_closed = False
        self._peer_error = ""
        self._gone: float | None = None
        self._exitcode: int | None = None
        self._closing: float | None = None

    # For other threads.

    def lose(self, exitcode: int | None = None) -> None:
        """Take note that the process of the other side is gone."""
        self.receiver.post(partial(self._lose, exitcode))

    def close(self, deadline: float, error: str = "") -> None:
        """Say goodbye, and wait for the other side to have everything, until the deadline."""
        self.receiver.post(partial(self._close, deadline, error))

    def hold(self, release: Callable[[], None]) -> None:
        """Have something released when the session ends; now, if it has ended."""
        with self.changed.lock:
            if self._held is not None:
                self._held.append(release)
                return
        release()

    def say_hello(self) -> None:
        """Speak first. Only before the receiver thread starts."""
        self._said_hello = True
        self._say(Hello(version=VERSION, session=self.identity))

    # For the receiver thread.

    def begin(self) -> None:
        self.receiver.watch(self._socket, zmq.POLLIN, self._listen)
        self.receiver.watch(self._monitor, zmq.POLLIN, self._read_monitor)
        self.traffic.begin()

    def died(self, cause: BaseException) -> None:
        _log.error("the receiver thread has died", exc_info=cause)
        self._end(died(cause))
        self.traffic.end_sending(died(cause))
        self.traffic.end_receiving(died(cause))

    def release(self) -> None:
        self._socket.disable_monitor()
        self._monitor.close()
        self._socket.close(FAREWELL)
        self.traffic.release(self._linger())
        self._context.term()
        with self.changed.lock:
            held, self._held = self._held or [], None
        for release in held:
            release()

    def _moved(self) -> None:
        """Go on with what waits for the channels."""
        if self._gone is not None:
            self._settle()
        elif self._peer_closed:
            self._conclude()
        elif self._closing is not None:
            self._finish_if_drained()

    # What the other side says.

    def _say(self, message: SessionMessage) -> None:
        with suppress(zmq.Again):  # nobody is there
            self._socket.send(session_messages.encode(message), zmq.NOBLOCK)

    def _listen(self) -> None:
        with suppress(zmq.Again):
            while True:
                frame = self._socket.recv(zmq.NOBLOCK, copy=False)
                match session_messages.decode(frame.bytes):
                    case Hello() as hello:
                        self._hear_hello(hello, int(frame.get(zmq.SRCFD)))
                    case Goodbye() as goodbye if self.greeted:
                        self._hear_goodbye(goodbye)
                    case Arrived() if self.greeted:
                        self._finish()
                    case Goodbye() | Arrived():
                        _log.warning("a word of somebody who said no hello was ignored")
                    case None:
                        _log.warning(
                            "not a session message: %d bytes ignored", len(frame.bytes)
                        )
                    case unknown:
                        assert_never(unknown)

    def _hear_hello(self, hello: Hello, descriptor: int) -> None:
        if hello.version != VERSION or hello.session != self.identity:
            _log.warning("a hello meant for another session was ignored")
        elif not self.greeted and self.ended is None:
            self._peer_descriptor = descriptor
            if not self._said_hello:
                self.say_hello()
            with self.changed.lock:
                self.greeted = True
                self.changed.wake()

    def _hear_goodbye(self, goodbye: Goodbye) -> None:
        self._peer_closed = True
        self._peer_error = goodbye.error
        ending = lost(None, goodbye.error) if goodbye.error else closed_there
        self._end(ending)
        self.traffic.end_sending(ending)
        self.traffic.expect(goodbye.sent)
        self._conclude()
        self._finish()

    def _conclude(self) -> None:
        """Say that all has arrived, when it has; end what is complete."""
        if self.traffic.complete() and not self._said_arrived:
            self._said_arrived = True
            self._say(Arrived())
        if not self._peer_error:
            self.traffic.end_complete()
        elif self._said_arrived:
            self._gone = monotonic()  # as good as: an exit code may follow
            self._settle()

    # The other side is gone.

    def _read_monitor(self) -> None:
        for descriptor in read_monitor(self._monitor):
            # Who speaks first has one connection; to who listens, strangers come and go.
            first = self._said_hello and not self.greeted
            if first or descriptor == self._peer_descriptor:
                self._listen()  # what was said before is older
                self._lose(None)

    def _lose(self, exitcode: int | None) -> None:
        if exitcode is not None:
            self._exitcode = exitcode
        if not self.greeted:
            if self._said_hello:
                self._end(lost(exitcode))
            return
        if self._gone is None:
            self._gone = monotonic()
            self.traffic.take_all()
        self._settle()
        self._finish()

    def _settle(self) -> None:
        """Wait for silence: what had been sent is still on its way through this machine."""
        self.receiver.set_alarm(monotonic() + SETTLE, self._bury)

    def _bury(self) -> None:
        """Tell every end that the other side is gone."""
        if self._gone is not None and self.awaits_exit and self._exitcode is None:
            patience = self._gone + EXIT
            if monotonic() < patience:
                self.receiver.set_alarm(patience, self._bury)
                return
        ending = lost(self._exitcode, self._peer_error)
        self._end(ending)
        self.traffic.end_sending(ending)
        if not self._peer_error:
            self.traffic.end_complete()
        self.traffic.end_receiving(ending)

    # This side closes.

    def _close(self, deadline: float, error: str) -> None:
        if self._closing is not None:  # another call is less patient
            deadline = min(deadline, self._closing)
            self.receiver.set_alarm(deadline, self._finish)
            return
        self._closing = deadline
        self._end(closed_here)
        sent = self.traffic.close(closed_here)
        self.receiver.set_alarm(deadline, self._finish)
        if self.greeted:
            self._say(Goodbye(sent=sent, error=error))
        if self._peer_closed or self._gone is not None:
            self._finish()
        else:
            self._finish_if_drained()

    def _finish_if_drained(self) -> None:
        """End if there is no session, and nothing to write or nobody to write it to.

        With a session, the other side says when all has arrived.
        """
        if not self.greeted and self.traffic.drained():
            self._finish()

    def _finish(self) -> None:
        """End what was closed."""
        if self._closing is not None:
            self.receiver.stop()

    def _linger(self) -> int:
        """Return for how many milliseconds the sockets of channels may still write.

        To a peer without a session, linger is all there is.
        """
        if self.greeted or self._closing is None:
            return 0
        return max(0, int((self._closing - monotonic()) * 1000))

    def _end(self, ending: Ending) -> None:
        with self.changed.lock:
            self.ended = self.ended or ending
            self.changed.wake()
