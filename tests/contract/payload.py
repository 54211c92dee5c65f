"""Messages whose bytes follow from who sends them, so that nobody has to keep them."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

from tests.contract.wire import Bulk, Payload

Message: TypeAlias = Payload | Bulk
"""What channels carry whose traffic is judged."""

_POOL: Final = random.Random("contract").randbytes(1 << 20)


@dataclass(frozen=True)
class Sizes:
    """How many bytes the messages hold: between `small` and `large`, or either of them."""

    small: int
    large: int
    between: bool = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what "10", "16-65536" (between them) or "16|65536" (one of them) means."""
        small, sign, large = text.partition("|" if "|" in text else "-")
        return cls(int(small), int(large or small), sign != "|")

    def __str__(self) -> str:
        return f"{self.small}{'-' if self.between else '|'}{self.large}"

    def of(self, seed: int) -> int:
        """Return a size; each power of two between the bounds is as likely as any other."""
        share = zlib.crc32(seed.to_bytes(8, "little")) / 2**32
        if not self.between:
            return self.small if share < 0.5 else self.large
        return int(self.small * (self.large / self.small) ** share)


def make(channel: str, thread: int, number: int, sizes: Sizes) -> Payload:
    """Return the message that `thread` sends as its `number`-th on a channel."""
    seed = seed_of(channel, thread, number)
    size = sizes.of(seed)
    start = seed % (len(_POOL) - min(size, len(_POOL) - 1))
    data = _POOL[start : start + size]
    if len(data) < size:
        data = (data * (size // len(data) + 1))[:size]
    crc = zlib.crc32(data, seed)
    return Payload(thread=thread, number=number, crc=crc, data=data)


def message_of(channel: str, thread: int, number: int, sizes: Sizes) -> Message:
    """Return the same, as what the channel carries."""
    made = make(channel, thread, number, sizes)
    if not channel.endswith("_bulk"):
        return made
    data = memoryview(made.data)
    return Bulk(thread=thread, number=number, crc=made.crc, data=data)


def crc_of(channel: str, message: Message) -> int:
    """Return the checksum of what arrived; -1 if it is not what the message says."""
    crc = zlib.crc32(message.data, seed_of(channel, message.thread, message.number))
    return crc if crc == message.crc else -1


def seed_of(channel: str, thread: int, number: int) -> int:
    return zlib.crc32(b"%s %d %d" % (channel.encode(), thread, number))
