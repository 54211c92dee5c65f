"""marimo's `_ipc`: its channels, its queues and its receiver thread, over tcp as it has them.

marimo's own messages are not these; its `Channel.Pull` takes any type, so it is told ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

import zmq
from marimo._ipc.connection import ADDR, Channel
from marimo._ipc.queue_proxy import start_receiver_thread

from benchmarks.peers.child import child
from benchmarks.peers.ends import Ends, calling
from benchmarks.peers.exchange import answer, run
from benchmarks.peers.loads import Message, load_of
from benchmarks.peers.task import Task

_LINGER: Final = 2000
"""Milliseconds. marimo's own `close` drops what was not yet sent."""


class Lane(NamedTuple):
    push: Channel[Message]
    pull: Channel[Message]

    @property
    def ends(self) -> Ends[Message]:
        return Ends(self.push.queue.put, calling(self.pull.queue.get))


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[Message]]]:
    with opened(task) as lanes:
        ports = [
            (
                push.socket.bind_to_random_port(ADDR),
                pull.socket.bind_to_random_port(ADDR),
            )
            for push, pull in lanes
        ]
        with child(other, task, ports), received(lanes):
            yield [lane.ends for lane in lanes]


def other(task: Task, ports: list[tuple[int, int]]) -> None:
    with opened(task) as lanes:
        for (push, pull), (forth, back) in zip(lanes, ports, strict=True):
            pull.socket.connect(f"{ADDR}:{forth}")
            push.socket.connect(f"{ADDR}:{back}")
        with received(lanes):
            answer(task, load_of(task), [lane.ends for lane in lanes])


@contextmanager
def opened(task: Task) -> Iterator[list[Lane]]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    load = load_of(task)
    try:
        yield [
            Lane(Channel.Push(context), Channel.Pull(context, msg_type=load.type))
            for _ in range(task.lanes)
        ]
    finally:
        context.destroy(linger=_LINGER)


@contextmanager
def received(lanes: list[Lane]) -> Iterator[None]:
    """Have marimo's thread read the sockets."""
    stop, thread = start_receiver_thread([lane.pull for lane in lanes])
    try:
        yield
    finally:
        stop.set()
        thread.join()


if __name__ == "__main__":
    run(connected)
