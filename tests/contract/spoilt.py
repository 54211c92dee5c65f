"""What cannot be sent, and what becomes of a channel on which somebody tries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from runtime import EncodeError, MessageTooLarge, Push

from tests.contract import payload
from tests.contract.history import History
from tests.contract.payload import Sizes
from tests.contract.traffic import send
from tests.contract.wire import Control, Host, Kernel, Payload, Tree, Values

GOOD: Final = 10
"""How many good messages follow each bad one."""


def bad_objects() -> Iterator[tuple[str, object]]:
    """Yield what is no message of a channel that carries `Values` and `Tree`."""
    yield "nothing", None
    yield "text", "values"
    yield "a dict with a text for a number", {"type": "values", "number": "1"}
    yield "a message of another channel", Control(verb="stop")
    yield "a number for a text", spoil("text", 5)
    yield "a text for a number", spoil("number", "5")
    yield "a number beyond 64 bits", Values(number=2**64)
    yield "a number below 64 bits", Values(number=-(2**63) - 1)
    yield "half a character", Values(text="\ud800")
    yield "an object in a list", spoil("numbers", [1, object()])
    yield "a dict with keys of another type", spoil("names", {1: 1})
    yield "more than a million elements", Values(numbers=[0] * 1_000_001)
    yield "a tree that contains itself", endless()
    yield "a tree of 1,000 levels", deep(1_000)
    yield "a tree of 100,000 levels", deep(100_000)


def spoil(name: str, value: object) -> Values:
    """Return a message with a field of another type."""
    values = Values()
    msgspec.structs.force_setattr(values, name, value)
    return values


def endless() -> Tree:
    tree = Tree()
    tree.children.append(tree)
    return tree


def deep(levels: int) -> Tree:
    tree = Tree()
    for _ in range(levels):
        tree = Tree(children=[tree])
    return tree


def untyped(connection: Host | Kernel, channel: str) -> Push[object]:
    """Return an end where the type checker lets everything pass."""
    end = getattr(connection, channel)
    if not isinstance(end, Push):
        raise TypeError(f"{connection!r}: {channel} is not a Push")
    return end


def send_bad(push: Push[object]) -> list[str]:
    """Try to send every bad object, each followed by good ones; return what was wrong."""
    found = []
    good = 0
    for name, bad in bad_objects():
        try:
            push.send(bad)
            found.append(f"{name}: was sent")
        except EncodeError:
            pass
        except Exception as error:
            found.append(f"{name}: {type(error).__name__}: {error}")
        for _ in range(GOOD):
            push.send(Values(number=good))
            good += 1
    if push.stats().sent != good:
        found.append(f"{push.stats().sent} accepted, though {good} were good")
    return found


def frame_of(length: int, channel: str, number: int) -> Payload:
    """Return a message that is `length` bytes long on the wire."""
    size = length
    while True:
        message = payload.make(channel, 1, number, Sizes(size, size))
        excess = len(msgspec.msgpack.encode(message)) - length
        if not excess:
            return message
        size -= excess


def send_long(push: Push[Payload], history: History) -> list[str]:
    """Try to send what is just short enough, and too long; return what was wrong."""
    found = []
    channel, limit = push.channel.name, push.channel.max_message_bytes
    for number, length in enumerate((limit - 1, limit, limit + 1, 10 * limit)):
        message = frame_of(length, channel, number)
        try:
            send(push, message, history)
            if length > limit:
                found.append(f"{length} bytes: were sent")
        except MessageTooLarge as error:
            if length <= limit or (error.size, error.limit) != (length, limit):
                found.append(f"{length} bytes: {error}")
        for place in range(GOOD):
            good = payload.make(channel, 0, GOOD * number + place, Sizes(16, 16))
            send(push, good, history)
    return found
