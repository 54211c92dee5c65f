"""Bytes over pyzmq's PUSH and PULL: what everything else stands on."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.peers.child import child
from benchmarks.peers.ends import Ends, calling
from benchmarks.peers.exchange import answer, run_frames
from benchmarks.peers.loads import frames, load_of
from benchmarks.peers.sockets import Sockets, bound, connected_to, place
from benchmarks.peers.task import Task


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[bytes]]]:
    with (
        place() as endpoint,
        bound(endpoint, task.lanes) as lanes,
        child(other, task, endpoint),
    ):
        yield list(map(ends, lanes))


def other(task: Task, endpoint: str) -> None:
    with connected_to(endpoint, task.lanes) as lanes:
        answer(task, frames(load_of(task)), list(map(ends, lanes)))


def ends(sockets: Sockets) -> Ends[bytes]:
    push, pull = sockets
    return Ends(push.send, calling(pull.recv))


if __name__ == "__main__":
    run_frames(connected)
