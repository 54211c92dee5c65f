"""Frames on their way into a channel, from one socket to any thread.

Rule 1: the socket belongs to the receiver thread, which decodes; the lock guards the queue
        between it and the callers, and is taken once per batch.
Rule 2: the other side sends no more than it was told there is room for, so this side never has
        to wait; who sends more breaks the session. Without a session, a full queue leaves the
        socket alone until a caller has made room.
Rule 3: what callers take is counted by what is left. While they take one by one, the one with whom a
        receipt is due asks for it; a run of those that are lined up ends where one is nearly due.
Rule 4: every frame that arrives is delivered, or kept as a dead letter; and what a caller was
        about to get when a signal struck, the next caller gets. Nothing is lost in silence,
        whatever interrupts a caller or the receiver thread.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import get_ident
from time import monotonic
from typing import Final, Generic, TypeVar

import zmq
from runtime import bounds
from runtime.batch import BATCH, Batch
from runtime.channel import Channel
from runtime.dead_letters import DeadLetter, DeadLetters, explain
from runtime.endings import Ending, forked
from runtime.errors import ChannelEmpty, ProtocolFault, UndecodableMessage
from runtime.gate import Gate, deadline_of
from runtime.loan import Found, Loan
from runtime.sockets import Socket
from runtime.stats import Stats
from runtime.supply import Supply

M_co = TypeVar("M_co", covariant=True)

NEVER: Final = 2**63
"""More messages than callers ever take."""

ALWAYS: Final = -NEVER
"""No more than they have taken."""


class Inbox(Generic[M_co]):
    """Gives messages to any thread.

    `name` is the end it belongs to, for its errors. `notice` tells the receiver thread that
    callers have taken messages; `rejected` tells it of each dead letter, and `raises` whether
    callers hear of it, too.
    """

    def __init__(
        self,
        name: str,
        channel: Channel[M_co],
        socket: Socket,
        notice: Callable[[Inbox[object]], None],
        dead_letters: DeadLetters,
        rejected: Callable[[DeadLetter], None],
        raises: bool,
        loan: Loan | None = None,
    ) -> None:
        self.channel = channel
        self.socket = socket
        self.descriptor = int(socket.getsockopt(zmq.FD))
        self._name = name
        self._notice = notice
        self._raises = raises
        self._loan = loan
        self._gate = Gate()
        self._batch = Batch(
            channel, socket, dead_letters, rejected, raises, self._fault
        )
        self.supply: Supply[M_co] = Supply()
        self._capacity = channel.capacity
        self._limit = channel.max_message_bytes
        self._expected: int | None = None
        self._ending: Ending | None = None
        self._discards = False
        self._received = 0
        self._added = 0
        self._rejected = 0
        self._dropped = 0
        self._told = 0
        self._notice_at = NEVER
        # Before so many have been taken, none are lined up: a dead letter is among them.
        self._look_until = 0

    def get(self, timeout: float | None) -> M_co:
        """Return the next message, waiting while there is none; raises as `Pull.recv`."""
        deadline = None if timeout is None else deadline_of(timeout)
        supply = self.supply
        while True:
            for lined_up in supply.run:
                return lined_up
            # Python runs signal handlers after calls, as functions begin, and as loops jump back.
            # None strikes as `for` takes a message out, nor on the way from `return` to whoever
            # called.
            found: tuple[M_co | DeadLetter] | None = None
            try:
                for found in supply.returns if supply.returned else supply.takes:
                    if self._added - len(supply.queue) >= self._notice_at:
                        self._notice_at = NEVER
                        self._notice(self)
                    message = found[0]
                    if not isinstance(message, DeadLetter):
                        return message
                    error = self._undecodable(message)
                    found = None
                    raise error
            except BaseException as struck:
                if found is not None:
                    # One call, and one that stays in C: a second handler strikes after it.
                    supply.returned.append(found[0])
                    supply.open()
                    self._notice(self)  # for others who wait
                    raise
                if not isinstance(struck, IndexError):
                    raise
            with self._gate.lock:
                if supply.is_lined_up():
                    continue
                self._ask()
                if supply and not self._discards:
                    self._line_up()
                    continue
                left = self._patience(deadline, timeout)
                vigil = None if self._loan is None else self._loan.vigil()
                sleeper = self._gate.enlist(vigil)
            if vigil is None or self._loan is None:
                self._gate.sleep(sleeper, left)
            else:
                self._loan.wait(
                    self._gate, vigil, left, partial(self._take_in, self._loan)
                )

    def stats(self) -> Stats:
        """Return what has been counted so far."""
        if self._ending is forked:
            raise forked(self._name)
        with self._gate.lock:
            return Stats(
                received=self._received,
                queued=len(self.supply),
                rejected=self._rejected,
                dropped=self._dropped,
            )

    # For tasks of an event loop, which call `get(0)`.

    @property
    def gate(self) -> Gate:
        """What wakes them."""
        return self._gate

    def ready(self) -> bool:
        """Return whether `get` would not wait. Under the lock."""
        return bool(self.supply) or self._ending is not None

    # For the receiver thread.

    def begin(self) -> None:
        """Take note of which thread that is."""
        self._gate.waker = get_ident()

    def open(self, capacity: int, max_message_bytes: int) -> None:
        """Hold the other side to what both have agreed on."""
        self._capacity = min(self._capacity, capacity)
        self._limit = min(self._limit, max_message_bytes)

    def lend(self) -> None:
        """Let callers who wait read the socket, which is watched."""
        with self._gate.lock:
            if self._loan is not None and self._ending is None:
                self._notice_at = ALWAYS
                self._loan.open()

    def recall(self) -> None:
        """Let nobody read it any more."""
        with self._gate.lock:
            if self._loan is not None:
                self._loan.end()
                self._gate.wake()

    def read(self) -> bool:
        """Take in a batch of frames; return whether more may be there.

        Raises:
            ProtocolFault: a frame is too large, or there was no room for it.
        """
        if not self._begin_read():
            return False
        return self._read(BATCH, self._told + self._capacity - self._received)

    def reckon(self) -> tuple[int, int] | None:
        """Return how many frames were consumed and rejected, if that is news.

        If it is, callers ask for attention when they have taken some more; else, at once.
        """
        with self._gate.lock:
            if self._loan is not None:
                self._loan.reclaim()
            if self.supply.returned:
                self._gate.wake()
            # First: who takes one just after it was counted says so.
            self._notice_at = ALWAYS
            self.supply.open()
            consumed = self._added - len(self.supply)
            if not self._raises:
                consumed += self._rejected
            if consumed <= self._told:
                return None
            self._told = consumed
            self._attend()
            self._line_up()
            return consumed, self._rejected

    def expect(self, count: int) -> None:
        """Take note that the other side has sent `count` frames altogether."""
        self._expected = count

    def complete(self) -> bool:
        """Return whether all that the other side announced has arrived."""
        return self._expected is not None and self._received >= self._expected

    def end(self, ending: Ending) -> None:
        """End once the queue has been read, and wake who waits. The first ending holds."""
        with self._gate.lock:
            self._ending = self._ending or ending
            if self._loan is not None:
                self._loan.end()
            self._gate.wake()

    def discard(self) -> None:
        """Drop what was not read, and whatever still arrives."""
        with self._gate.lock:
            self._discards = True
            # First: who took one of those that are left would not know what was dropped before it.
            self.supply.shut()
            while self.supply:
                with suppress(IndexError):
                    for _ in self.supply.rest():
                        self._dropped += 1
                        self._added -= 1

    def forget_locks(self, ending: Ending) -> None:
        """End in a forked child, whose other threads held what they will never release."""
        self._gate = Gate()
        self.supply.clear()
        self._ending = ending

    def _attend(self) -> None:
        """Have callers ask for attention when they have taken a part of the capacity."""
        taken = self._added - len(self.supply.queue)
        self._notice_at = taken + (self._capacity - 1) // 4

    def _line_up(self) -> None:
        """Have callers take what is there without a further look, until they ask for attention."""
        taken = self._added - len(self.supply.queue)
        most = min(self._notice_at - taken, self._capacity // 4)
        self.supply.line_up(most if taken >= self._look_until else 0)

    def _begin_read(self) -> bool:
        with self._gate.lock:
            if self._loan is None:
                return True
            if not self._loan.begin_read():
                return False
            self._batch.frames += self._loan.frames
            self._loan.frames.clear()
            return True

    def _read(self, count: int, room: int) -> bool:
        """Take in so many frames at most, of which no more are allowed than there is room for."""
        try:
            try:
                more = self._batch.fetch(count)
            finally:
                self._batch.unpack(self._received, self._limit, room)
        finally:
            self._add()
        if not more and self._loan is not None:
            with self._gate.lock:
                self._loan.end_read()
        return more

    def _fault(self, size: int) -> ProtocolFault:
        if size > self._limit:
            text = f"it has sent {size} bytes, more than {self._limit}, on "
        else:
            text = f"it has sent more than {self._capacity} messages ahead on "
        return ProtocolFault(f"{text}{self.channel.name!r}")

    def _add(self) -> None:
        """Give the batch to the callers: all of it, or, if this fails, none so far."""
        batch = self._batch
        with self._gate.lock:
            if batch.messages:
                self._gate.wake()  # they wait for the lock
            if self._notice_at == ALWAYS:
                self._attend()
            if self._discards:
                self._dropped += len(batch.messages)
            else:
                self._added += len(batch.messages)
                self.supply.queue.extend(batch.messages)
                if batch.rejected and self._raises:
                    self._look_until = self._added
                self._line_up()
            self._received += batch.received
            self._rejected += batch.rejected
            batch.clear()

    # For callers.

    def _take_in(self, loan: Loan, me: int) -> Found:
        """Take in the next message if it is plainly right, for `me`, the keeper of the socket."""
        with self._gate.lock:
            frame = "work" if self._batch.frames else loan.look(me)
            if isinstance(frame, str):
                return frame
            if (
                self._received == self._told + self._capacity
                or len(frame) > self._limit
            ):
                return "work"
        if len(frame) > bounds.DEPTH:
            try:
                bounds.check(frame)
            except bounds.BoundsError:
                return "work"
        decoded: list[M_co] = []
        decoding = map(self.channel.decoder.decode, (frame,))
        try:
            decoded.extend(decoding)
        except Exception:
            if decoded:  # a signal handler has raised it
                raise
            return "work"
        if (
            not decoded
        ):  # the message's own code has raised StopIteration, which ends a `map`
            return "work"
        with self._gate.lock:
            if loan.keeper != me or not loan.frames or loan.frames[0] is not frame:
                return "work"
            # With one call, the last: a handler strikes before all of it, or after.
            del loan.frames[0]
            self._received += 1
            self._added += 1
            self.supply.queue.extend(decoded)
        return "message"

    def _ask(self) -> None:
        """Ask for attention, if it is nearly due: messages that were lined up have been taken."""
        taken = self._added - len(self.supply.queue)
        nearly = (self._capacity - 1) // 16
        if 0 < self._notice_at <= taken + nearly:
            self._notice(self)
            self._notice_at = NEVER

    def _patience(self, deadline: float | None, timeout: float | None) -> float | None:
        """Return how long to wait for a message; raise if that is over. Called under the lock."""
        if self._ending is not None:
            raise self._ending(self._name)
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0:
            waited = f"in {timeout} s" if timeout else "yet"
            raise ChannelEmpty(f"{self._name}: nothing has arrived {waited}")
        return left

    def _undecodable(self, letter: DeadLetter) -> UndecodableMessage:
        text = f"{self._name}: message {letter.position} could not be decoded: "
        return UndecodableMessage(f"{text}{explain(letter)}; see its `letter`", letter)
