"""What one process holds of a lane, however it is connected to the other one.

A lane is a way there and a way back: a pair of sockets, of queues, of channels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat, starmap
from typing import Final, Generic, NamedTuple, TypeVar

M = TypeVar("M")

CAPACITY: Final = 1000
"""Messages that may wait, for whoever can be told; what ZeroMQ says and a channel has by default."""


class Ends(NamedTuple, Generic[M]):
    """How a process sends, and what comes in."""

    send: Callable[[M], object]
    incoming: Iterator[M]
    any_thread: bool = False
    """Whether any thread may call `send`; otherwise those who share it take a lock."""
    send_many: Callable[[Sequence[M]], object] | None = None
    """Given where messages are to be sent in batches."""


def calling(recv: Callable[[], M]) -> Iterator[M]:
    """Yield what a function returns, call by call."""
    return starmap(recv, repeat(()))
