"""A kernel that times messages: those of `down1`, whose `number` says when each was sent, until one
says 0; then it sends as many on `up1`, in the same way, and ends when its host closes.
"""

from contextlib import suppress
from time import monotonic_ns, sleep

import msgspec
from runtime import ChannelClosed, Pull, Push

from tests.contract.wire import Kernel, Payload, Report

APART = 0.001
"""Seconds between two messages."""


def listen(pull: Pull[Payload]) -> list[float]:
    """Return how many seconds each message took, until the last one."""
    took = []
    while sent := pull.recv(60).number:
        took.append((monotonic_ns() - sent) / 1e9)
    return took


def speak(push: Push[Payload], count: int) -> None:
    """Send so many messages, and the last one."""
    for _ in range(count):
        push.send(Payload(thread=0, number=monotonic_ns(), crc=0, data=b"x" * 16))
        sleep(APART)
    push.send(Payload(thread=0, number=0, crc=0, data=b""))


def main() -> None:
    with Kernel.connect() as kernel:
        took = listen(kernel.down1)
        kernel.reports.send(Report(text=msgspec.json.encode(took).decode()))
        speak(kernel.up1, len(took))
        with suppress(ChannelClosed):
            kernel.orders.recv()


if __name__ == "__main__":
    main()
