"""Bytes over pyzmq without a copy on either side: a `memoryview` in, a `memoryview` out."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from benchmarks.peers.child import child
from benchmarks.peers.ends import Ends, calling
from benchmarks.peers.exchange import answer, run_load
from benchmarks.peers.loads import Load, frames, load_of
from benchmarks.peers.sockets import Sockets, bound, connected_to, place
from benchmarks.peers.task import Task, read_task


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[memoryview]]]:
    with (
        place() as endpoint,
        bound(endpoint, task.lanes) as lanes,
        child(other, task, endpoint),
    ):
        yield list(map(ends, lanes))


def other(task: Task, endpoint: str) -> None:
    with connected_to(endpoint, task.lanes) as lanes:
        answer(task, views(task), list(map(ends, lanes)))


def views(task: Task) -> Load[memoryview]:
    load = frames(load_of(task))
    one, another = load.sent
    return Load(
        memoryview,
        (memoryview(one), memoryview(another)),
        memoryview(load.taken),
        memoryview(load.refused),
    )


def ends(sockets: Sockets) -> Ends[memoryview]:
    push, pull = sockets

    def recv() -> memoryview:
        return pull.recv(copy=False).buffer

    return Ends(partial(push.send, copy=False), calling(recv))


if __name__ == "__main__":
    task = read_task()
    run_load(task, views(task), connected)
