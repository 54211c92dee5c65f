"""Pickled objects over pyzmq: `send_pyobj` and `recv_pyobj`."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.peers.child import child
from benchmarks.peers.ends import Ends, calling
from benchmarks.peers.exchange import answer, run
from benchmarks.peers.loads import Message, load_of
from benchmarks.peers.sockets import Sockets, bound, connected_to, place
from benchmarks.peers.task import Task


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[Message]]]:
    with (
        place() as endpoint,
        bound(endpoint, task.lanes) as lanes,
        child(other, task, endpoint),
    ):
        yield list(map(ends, lanes))


def other(task: Task, endpoint: str) -> None:
    with connected_to(endpoint, task.lanes) as lanes:
        answer(task, load_of(task), list(map(ends, lanes)))


def ends(sockets: Sockets) -> Ends[Message]:
    push, pull = sockets
    return Ends(push.send_pyobj, calling(pull.recv_pyobj))


if __name__ == "__main__":
    run(connected)
