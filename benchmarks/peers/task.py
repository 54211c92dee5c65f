"""What one measurement consists of; both processes are told."""

from __future__ import annotations

import sys
from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["stream", "trip", "hold"]

LoadName: TypeAlias = Literal["small", "medium", "blocks"]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What to measure, with how many messages."""

    kind: Kind
    """`stream`: one way, as fast as it goes. `trip`: there and back, one at a time. `hold`: nothing."""
    load: LoadName = "small"
    size: int = 0
    """Bytes of each block."""
    messages: int = 0
    """All lanes together; as many on each."""
    lanes: int = 1
    """Channels that are used at once; for `hold`, connections."""
    senders: int = 1
    """Threads that send."""
    seconds: float = 0.0
    """For `hold`: how long nothing happens."""
    package: str = ""
    """Where the generated package is, if it was made for this run."""

    def to_json(self) -> str:
        return msgspec.json.encode(self).decode()


def read_task() -> Task:
    """Return the task of the command line."""
    (text,) = sys.argv[1:]
    return msgspec.json.decode(text, type=Task)
