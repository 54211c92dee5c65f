"""Bytes over pyzmq's PUSH and PULL: what everything else stands on."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from benchmarks.peers.child import child
from benchmarks.peers.exchange import MESSAGES, Ends, Task, answer, run
from benchmarks.peers.sockets import Sockets, bound, connected_to, place

FRAMES = (msgspec.msgpack.encode(MESSAGES[0]), msgspec.msgpack.encode(MESSAGES[1]))


@contextmanager
def connected(task: Task) -> Iterator[Ends[bytes]]:
    with place() as endpoint, bound(endpoint) as sockets, child(other, task, endpoint):
        yield ends(sockets)


def other(task: Task, endpoint: str) -> None:
    with connected_to(endpoint) as sockets:
        answer(task, ends(sockets))


def ends(sockets: Sockets) -> Ends[bytes]:
    push, pull = sockets
    return Ends(push.send, pull.recv)


if __name__ == "__main__":
    run(connected, FRAMES)
