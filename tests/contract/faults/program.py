"""A process of the script: `python -m tests.contract.faults.program LAYER ROLE PLACE ...`.

It opens its side of a connection, says hello at PLACE, and does what it is ordered to.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import assert_never

import msgspec

from tests.contract.faults.naive_side import naive_host, naive_kernel
from tests.contract.faults.orders import (
    Answer,
    Ask,
    Close,
    End,
    Frames,
    Hello,
    Order,
    Ordered,
    Receive,
    Send,
    Start,
    Transport,
    Watch,
)
from tests.contract.faults.sides import Lost, Side
from tests.contract.faults.stubwire_side import stubwire_host, stubwire_kernel
from tests.contract.wire import Payload


def main() -> int:
    arguments = parsed()
    place: Connection[bytes, bytes] = Client(arguments.place, family="AF_UNIX")
    if arguments.mute:
        place.send_bytes(msgspec.msgpack.encode(Hello(pid=os.getpid())))
        place.recv_bytes()
        return 1
    try:
        side = opened(arguments)
    except Exception as error:
        name = error.__class__.__name__
        place.send_bytes(msgspec.msgpack.encode(Hello(pid=os.getpid(), error=name)))
        return 1
    place.send_bytes(msgspec.msgpack.encode(Hello(pid=os.getpid(), info=side.info())))
    decoder = msgspec.msgpack.Decoder(Ordered)
    program = Program(side, place)
    while True:
        ordered = decoder.decode(place.recv_bytes())
        if isinstance(ordered.order, End):
            return 7
        threading.Thread(target=program.obey, args=[ordered], daemon=True).start()


class Arguments(argparse.Namespace):
    """What the command line says."""

    layer: str
    role: str
    place: str
    transport: str
    newer: bool
    mute: bool
    given: bool


def parsed() -> Arguments:
    parser = argparse.ArgumentParser()
    parser.add_argument("layer", choices=["naive", "stubwire"])
    parser.add_argument("role", choices=["host", "kernel"])
    parser.add_argument("place")
    parser.add_argument("--transport", choices=["ipc", "tcp"], default="ipc")
    parser.add_argument("--newer", action="store_true")
    parser.add_argument("--mute", action="store_true")
    parser.add_argument("--given", action="store_true")
    return parser.parse_args(namespace=Arguments())


def opened(arguments: Arguments) -> Side:
    """Return the side that the arguments ask for, once it has its connection."""
    folder = Path(arguments.place).parent
    newer = folder if arguments.newer else None
    transport: Transport = "tcp" if arguments.transport == "tcp" else "ipc"
    match arguments.layer, arguments.role:
        case "naive", "host":
            return naive_host(transport, folder)
        case "naive", _:
            return naive_kernel(newer)
        case _, "host":
            return stubwire_host(transport)
        case _:
            return stubwire_kernel(newer, arguments.given)


class Program:
    """Does what it is ordered to, and counts."""

    def __init__(self, side: Side, place: Connection[bytes, bytes]) -> None:
        self.side = side
        self._place = place
        self._lock = threading.Lock()
        self._accepted: dict[str, list[list[int]]] = {}
        self._received: dict[str, list[int]] = {}

    def obey(self, ordered: Ordered) -> None:
        """Follow an order to its end, whatever that is, and say what came of it."""
        began = time.monotonic()
        order = ordered.order
        channel = order.channel if isinstance(order, Send | Receive | Frames) else ""
        received: list[int] = []
        answer = Answer()
        try:
            answer = self._obey(order, received)
        except Lost as lost:
            of_channel = lost.unconfirmed.get(channel, 0)
            answer = Answer(error=lost.name, unconfirmed=of_channel)
        except Exception as error:
            answer = Answer(error=error.__class__.__name__, text=str(error))
        now = time.monotonic()
        answer = msgspec.structs.replace(
            answer,
            number=ordered.number,
            at=now,
            seconds=now - began,
            accepted=answer.accepted or self._count(channel),
            received=received,
        )
        with self._lock:
            self._place.send_bytes(msgspec.msgpack.encode(answer))

    def _obey(self, order: Order, received: list[int]) -> Answer:
        match order:
            case Send():
                self._send(order)
                return Answer()
            case Frames():
                counter = self._counter(order.channel)
                for frame in order.frames:
                    self.side.send_frame(order.channel, frame)
                    counter[0] += 1
                return Answer()
            case Receive():
                self._received[order.channel] = received
                self._receive(order, received)
                return Answer()
            case Start():
                self.side.start(order.argv, order.timeout)
                return Answer()
            case Watch():
                return Answer(text=self.side.watch(order.timeout))
            case Close():
                return Answer(unconfirmed=self.side.close())
            case Ask():
                return msgspec.structs.replace(
                    self.side.told(order.channel),
                    accepted=self._count(order.channel),
                    arrived=len(self._received.get(order.channel, [])),
                )
            case End():
                return Answer()
            case _:
                assert_never(order)

    def _counter(self, channel: str) -> list[int]:
        """Return a new counter of what a channel accepts, for one thread."""
        counter = [0]
        self._accepted.setdefault(channel, []).append(counter)
        return counter

    def _count(self, channel: str) -> int:
        return sum(counter[0] for counter in self._accepted.get(channel, []))

    def _send(self, order: Send) -> None:
        if order.threads == 1:
            self._send_numbered(order, order.first)
            return
        sys.setswitchinterval(1e-6)
        threads = [
            threading.Thread(
                target=self._send_numbered, args=[order, number * 1_000_000]
            )
            for number in range(order.threads)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send_numbered(self, order: Send, first: int) -> None:
        data = bytes(order.size)
        counter = self._counter(order.channel)
        for number in range(first, first + order.count):
            message = Payload(thread=0, number=number, crc=0, data=data)
            self.side.send(order.channel, message, order.timeout)
            counter[0] += 1
            if order.pause:
                time.sleep(order.pause)

    def _receive(self, order: Receive, received: list[int]) -> None:
        while len(received) < order.count:
            message = self.side.receive(order.channel, order.timeout)
            if message is None:
                return
            received.append(message.number)
            if order.pause:
                time.sleep(order.pause)


if __name__ == "__main__":
    sys.exit(main())
