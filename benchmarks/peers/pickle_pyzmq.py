"""Pickled objects over pyzmq: `send_pyobj` and `recv_pyobj`."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.peers.child import child
from benchmarks.peers.exchange import MESSAGES, Ends, Task, answer, run
from benchmarks.peers.sockets import Sockets, bound, connected_to, place
from benchmarks.wire import Alarm, Reading


@contextmanager
def connected(task: Task) -> Iterator[Ends[Reading | Alarm]]:
    with place() as endpoint, bound(endpoint) as sockets, child(other, task, endpoint):
        yield ends(sockets)


def other(task: Task, endpoint: str) -> None:
    with connected_to(endpoint) as sockets:
        answer(task, ends(sockets))


def ends(sockets: Sockets) -> Ends[Reading | Alarm]:
    push, pull = sockets
    return Ends(push.send_pyobj, pull.recv_pyobj)


if __name__ == "__main__":
    run(connected, MESSAGES)
