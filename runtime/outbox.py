"""Frames on their way out of a channel, from any thread to one socket.

Rule 1: `accepted - consumed <= capacity`: the other side's receipts make room, nothing else.
Rule 2: the socket is used under the lock, and never blocks. A frame that cannot be written yet
        waits here; while one waits, only the receiver thread writes, so order holds.
Rule 3: what the other side cannot take is refused here: a frame over the limit; and where the two
        catalogues only fit in part, what it cannot decode. Such a channel has no short way.
Rule 4: a message that comes alone is written by who sends it. In a stream, it is written with those
        that follow at once, by who sends the last of a group; or else by the receiver thread, a
        moment later: it was told before.
        A handler that sends while it interrupts who sends is written after him.
Rule 5: what was accepted is written, unless `overflow` or the end of the session says otherwise;
        that is counted. A call that a signal interrupts has accepted its frames or has not, and
        the counts say which.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import get_ident
from time import monotonic, sleep
from typing import Final

import zmq
from runtime.backlog import PARTS, Backlog
from runtime.channel import Overflow
from runtime.endings import Ending, forked
from runtime.errors import ChannelFull, MessageTooLarge, PeerCannotDecode
from runtime.gate import Gate, deadline_of
from runtime.guard import Guard
from runtime.rush import Rush
from runtime.sockets import Socket
from runtime.stats import Stats
from runtime.writer import Writer

NO_LIMIT: Final = 2**63
"""Bytes: until both sides have agreed, the channel's own limit is all there is."""

STREAM: Final = 64
"""Messages on their way from which on those that are sent in a hurry are written in groups."""


class Outbox:
    """Takes frames from any thread.

    `name` is the end it belongs to, for its errors. `claim` asks the receiver thread to `flush`,
    whenever the socket is ready, until that returns True; `hurry`, to `catch_up` soon, until that
    returns False. `descriptor` says when it is ready. `writer` writes to that socket.
    """

    def __init__(
        self,
        name: str,
        capacity: int,
        overflow: Overflow,
        socket: Socket,
        claim: Callable[[Outbox], None],
        hurry: Callable[[Outbox], None],
        writer: Writer,
    ) -> None:
        self.descriptor = int(socket.getsockopt(zmq.FD))
        self._socket = socket
        self._name = name
        self._capacity = capacity
        self._overflow = overflow
        self._claim = claim
        self._hurry = hurry
        self._writer = writer
        self._size = writer.size
        self._gate = Gate()
        self._begin_backlog()
        self._stream = STREAM if self._groups() else NO_LIMIT
        # Somebody writes, or a handler that has interrupted him.
        self._is_inside = False
        self._ending: Ending | None = None
        self._is_open = False
        self._window = 0
        self._kept = capacity
        self._limit = self._unchecked = NO_LIMIT
        self._guard: Guard | None = None
        self._consumed = 0
        self._rejected = 0
        self._dropped = 0

    def put(self, frame: bytes, timeout: float | None) -> None:
        """Accept a frame, waiting while there is no room; raises as `Push.send`."""
        later = self._backlog.later
        if len(frame) <= self._unchecked:
            for _ in self._rush.permits:
                self._leave(frame)  # see `Rush`
                if len(later) >= PARTS:
                    self._write_group()
                return
        writer, group = self._writer, self._backlog.group
        for is_held in self._gate.attempts:
            if not is_held:
                sleep(0)  # lets others run
                continue
            try:
                if self._size(frame) <= self._unchecked and not self._is_inside:
                    self._is_inside = True
                    try:
                        for _ in self._rush.permits:  # given meanwhile
                            self._leave(frame)
                            return
                        under_way = writer.written - self._consumed
                        if under_way + len(later) < self._window:
                            if under_way >= self._stream:
                                if self._join(frame, later):
                                    return
                            elif not (later or group) and writer.write_one(frame):
                                return
                    finally:
                        self._is_inside = False
            finally:
                self._gate.lock.release()
            break
        self._accept((frame,), timeout, self._checked((frame,)))

    def put_many(self, frames: Sequence[bytes], timeout: float | None) -> None:
        """Accept frames in order, in groups; raises as `Push.send_many`."""
        checked = self._checked(frames)
        deadline = deadline_of(timeout)
        for start in range(0, len(frames), PARTS):
            left = None if deadline is None else max(0, deadline - monotonic())
            try:
                self._accept(frames[start : start + PARTS], left, checked)
            except ChannelFull as full:
                raise self._full(start + full.accepted) from None
            except PeerCannotDecode as refusal:
                refusal.accepted += start
                raise

    def stats(self) -> Stats:
        """Return what has been counted so far."""
        if self._ending is forked:
            raise forked(self._name)
        with self._gate.lock:
            waiting = len(self._backlog)
            return Stats(
                sent=self._writer.written + waiting + self._dropped,
                confirmed=self._consumed,
                queued=waiting,
                rejected=self._rejected,
                dropped=self._dropped,
            )

    # For tasks of an event loop, which call `put(frame, 0)`.

    @property
    def gate(self) -> Gate:
        """What wakes them."""
        return self._gate

    def ready(self) -> bool:
        """Return whether `put` would not wait. Under the lock."""
        return self._room() > 0 or self._ending is not None

    # For the session.

    def accepted(self) -> int:
        """Return how many frames the other side gets, if nothing happens to it."""
        with self._gate.lock:
            return self._writer.written + len(self._backlog)

    def confirmed(self) -> int:
        """Return how many frames the other side has said it consumed."""
        return self._consumed

    def end(self, ending: Ending) -> None:
        """Accept nothing more, and wake who waits. What waits may still be flushed.

        The first ending holds.
        """
        with self._gate.lock:
            self._ending = self._ending or ending
            self._shut()
            self._gate.wake()

    # For the receiver thread.

    def begin(self) -> None:
        """Take note of which thread that is."""
        self._gate.waker = get_ident()

    def open(
        self, capacity: int, max_message_bytes: int, guard: Guard | None = None
    ) -> bool:
        """Write from now on, to a peer that takes so many frames ahead, of no more bytes than that.

        Returns as `flush`.

        Args:
            capacity: how many frames.
            max_message_bytes: how many bytes.
            guard: refuses what the other side cannot decode; None if that is nothing.
        """
        with self._gate.lock:
            self._limit = min(self._limit, max_message_bytes)
            self._guard = guard
            self._unchecked = self._limit if guard is None else -1
            self._capacity = min(self._capacity, capacity)
            self._is_open = True
            self._window = self._capacity
            if self._overflow == "drop_oldest":
                # The rest may wait here, where it can still be dropped.
                self._window = max(1, self._capacity // 2)
                self._kept = max(1, self._capacity - self._window)
            elif self._overflow == "latest":
                self._window = 1
            if self._ending is not None:
                self._window = -self._window
            self._gate.wake()  # who waits is judged by what the other side knows
            return self.flush()

    def confirm(self, consumed: int, rejected: int) -> bool:
        """Note what the other side has consumed altogether; return whether that can be."""
        with self._gate.lock:
            if not (
                self._consumed <= consumed <= self._writer.written
                and self._rejected <= rejected <= consumed
            ):
                return False
            self._consumed, self._rejected = consumed, rejected
            if self._rush.resumes():
                self._hurry(self)
            self._permit()
            if self._backlog and not self.flush():
                self._claim(self)
            self._gate.wake()
            return True

    def catch_up(self) -> bool:
        """Write what was sent in a hurry, and not yet by who sent it; return whether more may follow."""
        with self._gate.lock:
            self._rush.withdraw()
            if not self.flush():
                self._claim(self)
            goes_on = self._rush.goes_on(self.accepted(), self._room())
            self._permit()
            return goes_on

    def flush(self) -> bool:
        """Write what may be written of what waits; return False if the socket took not all."""
        with self._gate.lock:
            if not self._is_open:
                return True
            return self._backlog.write(abs(self._window) - self._under_way())

    def bar(self) -> None:
        """Accept nothing more: there is no room until it ends, so that what is owed can be counted."""
        with self._gate.lock:
            self._capacity = 0
            self._shut()

    def abandon(self, ending: Ending) -> None:
        """End, and write nothing more: nobody is there to read it."""
        with self._gate.lock:
            self.end(ending)
            self._is_open = False

    def close(self, linger: int = 0) -> None:
        """Close the socket, which may go on writing for so many milliseconds."""
        with self._gate.lock:
            self._writer.end()
            self._socket.close(linger)

    def forget_locks(self, ending: Ending) -> None:
        """End in a forked child, whose other threads held what they will never release."""
        self._gate = Gate()
        self._begin_backlog()
        self._ending = None
        self.abandon(ending)

    # For callers.

    def _accept(
        self, frames: Sequence[bytes], timeout: float | None, checked: int
    ) -> None:
        """Write the frames or have them wait, waiting while there is no room.

        `checked` is what `_checked` returned for them.
        """
        deadline = deadline_of(timeout)
        accepted = 0
        while True:
            with self._gate.lock:
                if self._ending is not None:
                    raise self._ending(self._name)
                if checked != self._unchecked:  # the two sides have met since
                    checked = self._checked(frames, accepted)
                was_inside, self._is_inside = self._is_inside, True
                try:
                    taken = self._take(frames, was_inside)
                finally:
                    self._is_inside = was_inside
                accepted += taken
                frames = frames[taken:]
                if not frames:
                    return
                left = None if deadline is None else deadline - monotonic()
                if self._overflow == "error" or (left is not None and left <= 0):
                    raise self._full(accepted)
                sleeper = self._gate.enlist()
            self._gate.sleep(sleeper, left)

    def _take(self, frames: Sequence[bytes], inside: bool) -> int:
        """Write frames, or have them wait, as `overflow` says; return how many are dealt with.

        `inside` says that a handler has interrupted who writes already.
        """
        if len(frames) == 1:
            for _ in self._rush.permits:
                self._leave(frames[0])
                return 1
        self._rush.withdraw()
        room = max(0, self._room())
        match self._overflow:
            case "block" | "error":
                self._write_or_keep(frames[:room], inside)
                return min(room, len(frames))
            case "drop_newest":
                self._write_or_keep(frames[:room], inside)
                self._dropped += max(0, len(frames) - room)
            case "drop_oldest":
                self._write_or_keep(frames, inside)
                self._shed(self._kept)
            case "latest":
                self._write_or_keep(frames, inside)
                self._shed(1)
        return len(frames)

    def _shed(self, kept: int) -> None:
        """Drop the oldest of what waits, except so many."""
        while self._backlog.shed(kept):
            self._dropped += 1

    def _write_or_keep(self, frames: Sequence[bytes], inside: bool) -> None:
        """Write as many frames as may be written, if none waits; have the others wait."""
        if not frames:
            return
        if inside:
            self._hurry(self)
            self._backlog.later.extend(frames)
            return
        if self._rush.is_due and not self.flush():
            self._claim(self)
        free = self._window - self._under_way()
        now = list(frames[:free]) if free > 0 and not self._backlog else []
        taken = self._writer.write(now, len(now)) if now else 0
        self._keep(frames[taken:])

    def _keep(self, frames: Sequence[bytes]) -> None:
        if frames:
            stuck = self._window - self._under_way() > 0
            if stuck and not self._backlog:
                self._claim(self)
            self._backlog.later.extend(frames)

    def _join(self, frame: bytes, later: deque[bytes]) -> bool:
        """Have a frame join those that are written together; or, sent alone, write it if possible."""
        hurries = self._rush.hurries()
        if not hurries and not self._backlog:
            return self._writer.write_one(frame)
        if not self._rush.is_due:
            self._hurry(self)
            self._rush.is_due = True
        later.append(frame)  # a handler strikes before, or after: it is accepted
        if (not hurries or len(later) >= PARTS) and not self.flush():
            self._claim(self)
        return True

    def _write_group(self) -> None:
        """Write what was left; if another thread writes, it is the receiver thread's, soon."""
        for is_held in self._gate.attempts:
            if not is_held:
                return
            try:
                if not self._is_inside:
                    self._is_inside = True
                    try:
                        if not self.flush():
                            self._claim(self)
                    finally:
                        self._is_inside = False
            finally:
                self._gate.lock.release()
            return

    def _permit(self) -> None:
        """Let callers leave as many frames as there is room for. For the receiver thread alone."""
        self._rush.withdraw()
        if self._ending is None:
            self._rush.permit(self._room())

    def _shut(self) -> None:
        """Close the short ways of `put`."""
        self._rush.withdraw()
        if self._window > 0:
            self._window = -self._window

    def _begin_backlog(self) -> None:
        self._rush = Rush()
        self._backlog = Backlog(self._writer)
        self._leave = self._backlog.later.append

    def _groups(self) -> bool:
        """Return whether messages may be written in groups though they were sent one by one."""
        return self._overflow in ("block", "error") and self._writer.groups

    def _room(self) -> int:
        return self._capacity - self._under_way() - len(self._backlog)

    def _under_way(self) -> int:
        """Return how many frames were written and not consumed, as far as is known."""
        return self._writer.written - self._consumed

    def _checked(self, frames: Sequence[bytes], accepted: int = 0) -> int:
        """Refuse what the other side cannot take; return by what it was judged."""
        judge = self._unchecked
        longest = max(map(self._size, frames), default=0)
        if longest > judge:
            if longest > self._limit:
                raise self._too_large(longest)
            if self._guard is not None:
                for frame in frames:
                    self._guard.check(self._name, frame, accepted)
        return judge

    def _too_large(self, size: int) -> MessageTooLarge:
        text = f"{self._name}: this message takes {size} bytes; at most "
        text += f"{self._limit} may be sent: the other side takes no more"
        return MessageTooLarge(text, size, self._limit)

    def _full(self, accepted: int) -> ChannelFull:
        waiting = self._under_way() + len(self._backlog)
        text = f"{self._name}: {waiting} messages wait to be read by the other side; "
        return ChannelFull(text + "read there, or send later", accepted)
