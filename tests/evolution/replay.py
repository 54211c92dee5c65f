"""A process that has generated packages, and does with frames what their channels do.

    python -m tests.evolution.replay FOLDER < requests > answers

Both are JSON, one line each. A process with the writer's packages says what it would send, one with the
reader's what has arrived.
"""

from __future__ import annotations

import sys
from importlib import import_module

import msgspec
from msgspec import Struct
from runtime import Channel

from codegen.breaking.message_text import message_text


class Request(Struct, frozen=True):
    """A frame for the channel `feed` of a package."""

    package: str
    frame: bytes


class Answer(Struct, frozen=True):
    """What the package makes of it: a message and the frame that it is, or an error."""

    message: str = ""
    frame: bytes = b""
    error: str = ""


def answer(request: Request) -> Answer:
    """Return what becomes of a frame."""
    feed = import_module(f"{request.package}.channels").FEED
    assert isinstance(feed, Channel)
    try:
        message = feed.decoder.decode(request.frame)
    except Exception as error:  # what a dead letter has
        return Answer(error=f"{type(error).__name__}: {error}")
    return Answer(message_text(message), msgspec.msgpack.encode(message))


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    for line in sys.stdin.buffer:
        found = answer(msgspec.json.decode(line, type=Request))
        sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
