"""What two processes do with each other, however they are connected.

Rule 1: the same work for all: one process sends, the other one receives, and what comes back is compared.
Rule 2: between the clock's readings stand only the calls that a user would write.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import cycle, islice
from statistics import quantiles
from time import perf_counter, perf_counter_ns
from typing import Final, Generic, Literal, NamedTuple, TypeAlias, TypeVar

import msgspec

from benchmarks.wire import Alarm, Reading, Sensor

M = TypeVar("M")

Kind: TypeAlias = Literal["throughput", "latency"]

CAPACITY: Final = 1000
"""Messages that may wait, for whoever can be told; what ZeroMQ says and a channel has by default."""

WARM_UP: Final = 1000
"""Round trips before the clock is read."""

FRAME: Final = 102
"""Bytes of each message as msgpack."""

_SENSOR: Final = Sensor("boiler/outlet1")
MESSAGES: Final[tuple[Reading | Alarm, Reading | Alarm]] = (
    Reading(
        sensor=_SENSOR,
        seen_at=1730000000.25,
        value=81.5,
        unit="celsius",
        reliable=True,
        count=90_000,
    ),
    Alarm(
        sensor=_SENSOR,
        raised_at=1730000000.25,
        level=3,
        text="the pressure is above its set limit",
    ),
)
"""Sent in turns."""


class Task(NamedTuple):
    """What to measure, and with how many messages."""

    kind: Kind
    messages: int


class Ends(NamedTuple, Generic[M]):
    """How one of the two processes sends, and how it waits for what comes next."""

    send: Callable[[M], object]
    recv: Callable[[], M]


Connected: TypeAlias = Callable[[Task], AbstractContextManager[Ends[M]]]
"""Starts the process that answers; what it gives are the ends of the one that measures."""


def run(connected: Connected[M], messages: tuple[M, M]) -> None:
    """Do the task that the command line names; print what was measured as JSON."""
    task = read_task(sys.argv[1:])
    with connected(task) as ends:
        measured = _measure(task, ends, messages)
    print(msgspec.json.encode(measured).decode())


def read_task(arguments: list[str]) -> Task:
    """Return the task of a command line: its kind, then how many messages."""
    kind, messages = arguments
    return msgspec.convert((kind, int(messages)), Task)


def answer(task: Task, ends: Ends[M]) -> None:
    """Be the other side: echo; of a throughput task, only the last message."""
    send, recv = ends
    for _ in range(WARM_UP):
        send(recv())
    if task.kind == "throughput":
        for _ in range(task.messages - 1):
            recv()
        send(recv())
    else:
        for _ in range(task.messages):
            send(recv())


def _measure(task: Task, ends: Ends[M], messages: tuple[M, M]) -> dict[str, float]:
    for message in islice(cycle(messages), WARM_UP):
        _exchange(ends, message)
    if task.kind == "throughput":
        return _throughput(task.messages, ends, messages)
    return _latency(task.messages, ends, messages)


def _exchange(ends: Ends[M], message: M) -> None:
    ends.send(message)
    _compare(message, ends.recv())


def _compare(sent: object, came: object) -> None:
    if came != sent:
        raise SystemExit(f"sent {sent!r}, but {came!r} came back")


def _throughput(count: int, ends: Ends[M], messages: tuple[M, M]) -> dict[str, float]:
    work = list(islice(cycle(messages), count))
    send, recv = ends
    begin = perf_counter()
    for message in work:
        send(message)
    last = recv()
    seconds = perf_counter() - begin
    _compare(work[-1], last)
    return {"rate": count / seconds}


def _latency(count: int, ends: Ends[M], messages: tuple[M, M]) -> dict[str, float]:
    send, recv = ends
    trips = []
    for message in islice(cycle(messages), count):
        begin = perf_counter_ns()
        send(message)
        came = recv()
        trips.append((perf_counter_ns() - begin) / 1000)
        _compare(message, came)
    percentiles = quantiles(trips, n=100)
    return {"p50": percentiles[49], "p99": percentiles[98]}
