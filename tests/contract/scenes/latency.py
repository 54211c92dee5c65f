"""A kernel that times messages: those of `down1`, and between them those of two sockets of pyzmq and nothing else.

`python -m tests.contract.scenes.latency THERE BACK` connects the sockets to both endpoints. Each message says when it
was sent; after the last one the kernel reports how long each took, sends as many by `up1` and the other socket in the
same way, and ends when its host closes.
"""

import sys
from contextlib import suppress
from time import monotonic_ns, sleep
from typing import Final

import msgspec
import zmq
from runtime import ChannelClosed, Pull, Push

from tests.contract.wire import Kernel, Payload, Report

APART: Final = 0.001
"""Seconds between two messages, whichever way they go."""

SIZE: Final = 64
"""Bytes of a message of pyzmq alone: as many as those of the channel have."""


class Took(msgspec.Struct, frozen=True):
    """How many nanoseconds each message took, by both ways in turns."""

    channel: list[int]
    alone: list[int]


def listen(pull: Pull[Payload], alone: "zmq.Socket[bytes]") -> Took:
    """Return what each message took, until the last one of the channel, which says 0."""
    took = Took([], [])
    while sent := pull.recv(60).number:
        took.channel.append(monotonic_ns() - sent)
        sent = int(alone.recv())
        took.alone.append(monotonic_ns() - sent)
    return took


def speak(push: Push[Payload], alone: "zmq.Socket[bytes]", count: int) -> None:
    """Send so many messages by both ways in turns, and the last one of the channel."""
    for _ in range(count):
        push.send(Payload(thread=0, number=monotonic_ns(), crc=0, data=b"x" * 16))
        sleep(APART)
        alone.send(b"%*d" % (SIZE, monotonic_ns()))
        sleep(APART)
    push.send(Payload(thread=0, number=0, crc=0, data=b""))


def main() -> None:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    incoming, outgoing = context.socket(zmq.PULL), context.socket(zmq.PUSH)
    incoming.rcvtimeo = 60_000
    incoming.connect(sys.argv[1])
    outgoing.connect(sys.argv[2])
    with Kernel.connect() as kernel:
        took = listen(kernel.down1, incoming)
        kernel.reports.send(Report(text=msgspec.json.encode(took).decode()))
        speak(kernel.up1, outgoing, len(took.channel))
        with suppress(ChannelClosed):
            kernel.orders.recv()
    context.destroy(linger=0)


if __name__ == "__main__":
    main()
