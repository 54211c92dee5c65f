"""Each way for two processes to exchange messages does what it is measured for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import msgspec
import pytest

from benchmarks.exchanging import exchange
from benchmarks.peers import (
    BARE,
    BUFFER,
    CHANNELS,
    CROWD,
    GRPC,
    MARIMO,
    MSGSPEC,
    PICKLE,
    PIPE,
    QUEUE,
    RAW,
    SEND,
    SEND_MANY,
    ZERO_COPY,
    Peer,
)
from benchmarks.peers.ends import Ends
from benchmarks.peers.exchange import replies, run_load
from benchmarks.peers.loads import FRAME, blocks, load_of, small
from benchmarks.peers.task import Task
from benchmarks.wire import Alarm, Reading

pytestmark = pytest.mark.usefixtures("in_short")

SMALL = Task(kind="stream", messages=240)
LARGE = Task(kind="stream", load="blocks", size=200_000, messages=4)
SIX = Task(kind="stream", messages=240, lanes=6)
SENDERS = Task(kind="stream", messages=240, senders=8)
TRIP = Task(kind="trip", messages=100)
HOLD = Task(kind="hold", lanes=3, seconds=0.1)


def medium(messages: int) -> Task:
    return Task(kind="stream", load="medium", messages=messages)


TASKS = {
    SEND: (SENDERS, LARGE, TRIP),
    SEND_MANY: (SMALL, medium(100)),
    BARE: (SMALL,),
    BUFFER: (LARGE,),
    CHANNELS: (SIX,),
    CROWD: (HOLD,),
    RAW: (SIX,),
    ZERO_COPY: (LARGE,),
    MSGSPEC: (SENDERS, HOLD),
    PICKLE: (SMALL,),
    MARIMO: (SIX, HOLD),
    QUEUE: (SIX,),
    PIPE: (TRIP,),
    GRPC: (SIX, HOLD),
}


NAMES = {"stream": {"rate"}, "trip": {"p50", "p99"}, "hold": {"percent", "kb"}}


@pytest.mark.parametrize(
    ("peer", "task"), [(peer, task) for peer, tasks in TASKS.items() for task in tasks]
)
def test_a_peer_does_its_task(peer: Peer, task: Task) -> None:
    step = exchange(peer, task, "*")
    if step.absent:
        pytest.skip(step.absent)
    measured = step.measure()
    assert measured.keys() == NAMES[task.kind]
    assert min(measured.values()) > 0


@pytest.mark.parametrize("name", FRAME)
def test_a_measured_message_has_the_size_that_is_told(
    name: Literal["small", "medium"],
) -> None:
    for message in load_of(Task(kind="stream", load=name)).sent:
        assert len(msgspec.msgpack.encode(message)) == FRAME[name]


def test_a_block_has_the_size_asked_for() -> None:
    assert {len(block.content) for block in blocks(1001).sent} == {1001}


def answered(arriving: list[Reading | Alarm]) -> list[Reading | Alarm]:
    """Return what the other side says to a small task of two messages, the round trips before it apart."""
    load = small()
    warming = [load.taken] * 1000
    task = Task(kind="stream", messages=2)
    return list(replies(task, load, iter([*warming, *arriving])))[1000:]


def test_the_other_side_says_when_it_has_all_and_whether_they_are_right() -> None:
    load = small()
    wrong = msgspec.structs.replace(load.sent[0], value=0.0)
    assert answered([*load.sent]) == [load.taken, load.taken]
    assert answered([load.sent[0], wrong]) == [load.taken, load.refused]


@contextmanager
def liar(task: Task) -> Iterator[list[Ends[Reading | Alarm]]]:
    load = small()
    warming = [load.taken] * 1000
    yield [Ends(lambda message: None, iter([*warming, load.taken, load.refused]))]


def test_messages_that_arrive_changed_are_no_figure() -> None:
    with pytest.raises(SystemExit, match="came back"):
        run_load(Task(kind="stream", messages=2), small(), liar)
