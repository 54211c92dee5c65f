"""Frames that were read from one socket together, on their way to being messages.

Rule 1: all of a batch that can be done at once is: what is plainly right passes without a line of
        Python for each. Whatever is not is looked at by itself.
Rule 2: a frame is in `frames`, or in `messages`, or a dead letter, whenever this is interrupted.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from itertools import repeat
from typing import Final, Generic, TypeVar

import zmq
from runtime import bounds
from runtime.channel import Channel
from runtime.dead_letters import DeadLetter, DeadLetters
from runtime.errors import ProtocolFault
from runtime.parcels import source_of
from runtime.sockets import TRANSIENT, Socket

M = TypeVar("M")

_NOBLOCK: Final = int(zmq.NOBLOCK)

BATCH: Final = 128
"""How many frames are read from one socket before the others get their turn, at most."""


class Batch(Generic[M]):
    """What the receiver thread has read of a channel, and not yet given to callers.

    `rejected` hears of each dead letter; if `raises`, the messages have it, too, in its place. `fault`
    returns what is wrong with a frame of so many bytes: it is too large, or there is no room.
    """

    def __init__(
        self,
        channel: Channel[M],
        socket: Socket,
        dead_letters: DeadLetters,
        rejected: Callable[[DeadLetter], None],
        raises: bool,
        fault: Callable[[int], ProtocolFault],
    ) -> None:
        self.frames: list[bytes] = []
        """Read, and not yet looked at."""
        self.messages: list[M | DeadLetter] = []
        self.received = 0
        """How many frames are in the messages, or dead letters."""
        self.rejected = 0
        self._channel = channel
        self._source = source_of(channel, socket)
        self._dead_letters = dead_letters
        self._rejected_here = rejected
        self._raises = raises
        self._fault = fault

    def fetch(self, count: int) -> bool:
        """Read until there are so many frames; return whether more may be there."""
        # The parts of a multipart message come out one by one, each a message.
        frames = self.frames
        flags = repeat(_NOBLOCK, count - len(frames))
        try:
            frames.extend(map(self._source.recv, flags))
        except zmq.ZMQError as error:
            if error.errno not in TRANSIENT:
                raise
            return error.errno == errno.EINTR
        return True

    def unpack(self, before: int, limit: int, room: int) -> None:
        """Make messages of the frames; one with which this fails stays.

        Args:
            before: how many frames of the channel there were before this batch.
            limit: how many bytes a frame may have.
            room: how many frames the batch may have.

        Raises:
            ProtocolFault: a frame is too large, or there is no room for it.
        """
        frames, messages = self.frames, self.messages
        sizes = list(map(self._channel.size, frames))
        done = len(messages)
        if (
            self.received + len(frames) <= room
            and max(sizes, default=0) <= limit
            and bounds.are_plain(frames, sizes)
        ):
            decoding = map(self._channel.decoder.decode, frames)
            try:
                messages.extend(decoding)
            except Exception:
                pass  # below, by itself
            finally:
                done = len(messages) - done
                self.received += done
                del frames[:done], sizes[:done]
        if frames:
            self._look_at_each(sizes, before, limit, room)

    def clear(self) -> None:
        """Forget what was unpacked: it has been given away."""
        self.messages = []
        self.received = self.rejected = 0

    def _look_at_each(
        self, sizes: list[int], before: int, limit: int, room: int
    ) -> None:
        decode, add = self._channel.decoder.decode, self.messages.append
        done = 0
        try:
            for frame, size in zip(self.frames, sizes, strict=True):
                if size > limit or self.received + done == room:
                    raise self._fault(size)
                try:
                    if size > bounds.DEPTH:
                        bounds.check(frame)
                    add(decode(frame))
                except Exception as error:
                    self._reject(frame, before + self.received + done, error)
                done += 1
        finally:
            self.received += done
            del self.frames[:done]

    def _reject(self, frame: bytes, position: int, error: Exception) -> None:
        letter = self._dead_letters.add(self._channel, position, error, frame)
        self._rejected_here(letter)
        self.rejected += 1
        if self._raises:
            self.messages.append(letter)
