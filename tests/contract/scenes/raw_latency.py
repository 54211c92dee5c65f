"""What `latency` does, with two sockets of pyzmq and nothing else: what the machine and libzmq take.

`python -m tests.contract.scenes.raw_latency TO FROM` connects to both endpoints: it times what comes from the one, and
sends how long each took to the other.
"""

import sys
from time import monotonic_ns, sleep
from typing import Final

import msgspec
import zmq

from tests.contract.scenes.latency import APART

SIZE: Final = 64
"""Bytes of a message: as many as those of `latency` have."""


def speak(socket: "zmq.Socket[bytes]", count: int) -> None:
    """Send so many messages, and the last one."""
    for _ in range(count):
        socket.send(b"%*d" % (SIZE, monotonic_ns()))
        sleep(APART)
    socket.send(b"0")


def main() -> None:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    incoming, outgoing = context.socket(zmq.PULL), context.socket(zmq.PUSH)
    incoming.connect(sys.argv[1])
    outgoing.connect(sys.argv[2])
    took = []
    while sent := int(incoming.recv()):
        took.append((monotonic_ns() - sent) / 1e9)
    outgoing.send(msgspec.json.encode(took))
    context.destroy(linger=5000)


if __name__ == "__main__":
    main()
