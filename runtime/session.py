"""The session: one host and one kernel, from hello to goodbye.

Rule 1: all of it happens on the receiver thread, which owns every socket here; other threads `post`.
Rule 2: a session ends once, in one of four ways - closed here, closed there, the peer lost, the
        receiver dead - and every end of the connection hears of it.
Rule 3: linger is not delivery. Who says goodbye waits to hear that all has arrived, not longer than
        it was told to; who hears goodbye takes in all that is on its way, then says so.
"""

from __future__ import annotations

import logging
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Final, Never, assert_never

import zmq

from runtime import session_messages
from runtime.endings import Ending, closed_here, closed_there, died, lost
from runtime.pull import Pull
from runtime.push import Push
from runtime.receiver import Receiver
from runtime.session_messages import VERSION, Arrived, Goodbye, Hello, SessionMessage
from runtime.sockets import Context, Socket, open_monitor

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
        self.pulls: list[Pull[object]] = []
        self.pushes: list[Push[Never]] = []
        self.changed = threading.Condition()
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
        self._peer_descriptor = -1
        self._peer_closed = False
        self._gone: float | None = None
        self._exitcode: int | None = None
        self._closing: float | None = None

    # For other threads.

    def claim(self, push: Push[Never]) -> None:
        """Write the backlog of a push."""
        flush = partial(self._flush, push)
        self.receiver.post(
            partial(self.receiver.watch, push.socket, zmq.POLLOUT, flush)
        )

    def resume(self, pull: Pull[object]) -> None:
        """Read a pull again that was full."""
        self.receiver.post(partial(self._watch, pull))

    def lose(self, exitcode: int | None = None) -> None:
        """Take note that the process of the other side is gone."""
        self.receiver.post(partial(self._lose, exitcode))

    def close(self, deadline: float) -> None:
        """Say goodbye, and wait for the other side to have everything, until the deadline."""
        self.receiver.post(partial(self._close, deadline))

    def hold(self, release: Callable[[], None]) -> None:
        """Have something released when the session ends; now, if it has ended."""
        with self.changed:
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
        for pull in self.pulls:
            self._watch(pull)

    def died(self, cause: BaseException) -> None:
        _log.error("the receiver thread has died", exc_info=cause)
        self._end(died(cause))
        for push in self.pushes:
            push.abandon(died(cause))
        for pull in self.pulls:
            pull.end(died(cause))

    def release(self) -> None:
        self._socket.disable_monitor()
        self._monitor.close()
        self._socket.close(FAREWELL)
        for push in self.pushes:
            push.socket.close()
        for pull in self.pulls:
            pull.socket.close()
        self._context.term()
        with self.changed:
            held, self._held = self._held or [], None
        for release in held:
            release()

    # What happens on the channels.

    def _watch(self, pull: Pull[object]) -> None:
        if self._closing is None:
            self.receiver.watch(pull.socket, zmq.POLLIN, partial(self._read, pull))

    def _read(self, pull: Pull[object]) -> None:
        if not pull.read():
            self.receiver.unwatch(pull.socket)
        if self._gone is not None:
            self._settle()
        elif self._peer_closed and pull.complete():
            self._conclude()

    def _flush(self, push: Push[Never]) -> None:
        if push.flush():
            self.receiver.unwatch(push.socket)
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
                    case Goodbye() as goodbye:
                        self._hear_goodbye(goodbye)
                    case Arrived():
                        self._finish()
                    case None:
                        _log.warning(
                            "not a session message: %d bytes ignored", len(frame.bytes)
                        )
                    case unknown:
                        assert_never(unknown)

    def _hear_hello(self, hello: Hello, descriptor: int) -> None:
        if hello.version != VERSION or hello.session != self.identity:
            _log.warning("a hello meant for another session was ignored")
        elif not self.greeted:
            self._peer_descriptor = descriptor
            if not self._said_hello:
                self.say_hello()
            with self.changed:
                self.greeted = True
                self.changed.notify_all()

    def _hear_goodbye(self, goodbye: Goodbye) -> None:
        self._peer_closed = True
        self._end(closed_there)
        for push in self.pushes:
            push.abandon(closed_there)
        for pull in self.pulls:
            pull.expect(goodbye.sent.get(pull.channel.name, 0))
            self._watch(pull)
        self._conclude()
        self._finish()

    def _conclude(self) -> None:
        """End the channels of which all has arrived; say so when it is all of them."""
        complete = [pull for pull in self.pulls if pull.complete()]
        for pull in complete:
            self.receiver.unwatch(pull.socket)
            pull.end(closed_there)
        if len(complete) == len(self.pulls):
            self._say(Arrived())

    # The other side is gone.

    def _read_monitor(self) -> None:
        with suppress(zmq.Again):
            while True:
                event, *_ = self._monitor.recv_multipart(zmq.NOBLOCK)
                _, descriptor = struct.unpack("=Hi", event)
                # Who speaks first has one connection; to who listens, strangers may come and go.
                if descriptor == self._peer_descriptor or (
                    self._said_hello and not self.greeted
                ):
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
            for pull in self.pulls:
                pull.take_all()
                self._watch(pull)
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
        ending = lost(self._exitcode)
        self._end(ending)
        for push in self.pushes:
            push.abandon(ending)
        for pull in self.pulls:
            self.receiver.unwatch(pull.socket)
            pull.end(closed_there if pull.complete() else ending)

    # This side closes.

    def _close(self, deadline: float) -> None:
        if self._closing is not None:  # another call is less patient
            deadline = min(deadline, self._closing)
            self.receiver.set_alarm(deadline, self._finish)
            return
        self._closing = deadline
        self._end(closed_here)
        for pull in self.pulls:
            self.receiver.unwatch(pull.socket)
            pull.abandon(closed_here)
        sent = {push.channel.name: push.end(closed_here) for push in self.pushes}
        self.receiver.set_alarm(deadline, self._finish)
        if self.greeted:
            self._say(Goodbye(sent=sent))
        if self._peer_closed or self._gone is not None:
            self._finish()
        else:
            self._finish_if_drained()

    def _finish_if_drained(self) -> None:
        """End if there is no session, and nothing to write or nobody to write it to.

        With a session, the other side says when all has arrived.
        """
        if not self.greeted and all(push.idle() for push in self.pushes):
            self._finish()

    def _finish(self) -> None:
        """End what was closed."""
        if self._closing is None:
            return
        if not self.greeted:  # a peer without a session: linger is all there is
            for push in self.pushes:
                push.socket.linger = max(0, int((self._closing - monotonic()) * 1000))
        self.receiver.stop()

    def _end(self, ending: Ending) -> None:
        with self.changed:
            self.ended = self.ended or ending
            self.changed.notify_all()
