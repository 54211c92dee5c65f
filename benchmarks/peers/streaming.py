"""The side that measures: how long messages take, one way after another or there and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice
from statistics import quantiles
from threading import Lock, Thread
from time import perf_counter, perf_counter_ns
from typing import Final, TypeVar

from benchmarks.peers.ends import Ends
from benchmarks.peers.loads import Load
from benchmarks.peers.task import Task

M = TypeVar("M")

BATCH: Final = 64
"""Messages in each call of `send_many`."""


def stream(task: Task, load: Load[M], lanes: Sequence[Ends[M]]) -> dict[str, float]:
    """Return how many messages per second went one way, from the first `send` to "all are here"."""
    work = list(islice(cycle(load.sent), task.messages))
    if task.senders > 1:
        seconds = _from_threads(lanes[0], work, load, task.senders)
    elif len(lanes) > 1:
        seconds = _in_turns(lanes, work, load)
    else:
        seconds = _one_by_one(lanes[0], work, load)
    for ends in lanes:
        compare(load.taken, next(ends.incoming))
    return {"rate": task.messages / seconds}


def trips(task: Task, load: Load[M], ends: Ends[M]) -> dict[str, float]:
    """Return how many microseconds messages took there and back, each sent when the last is here."""
    send, incoming = ends.send, ends.incoming
    taken = []
    for message in islice(cycle(load.sent), task.messages):
        begin = perf_counter_ns()
        send(message)
        came = next(incoming)
        taken.append((perf_counter_ns() - begin) / 1000)
        compare(message, came)
    percentiles = quantiles(taken, n=100)
    return {"p50": percentiles[49], "p99": percentiles[98]}


def compare(expected: object, came: object) -> None:
    if came != expected:
        raise SystemExit(f"{came!r:.200} came back, not {expected!r:.200}")


def _one_by_one(ends: Ends[M], work: list[M], load: Load[M]) -> float:
    begin = perf_counter()
    if ends.send_many is None:
        _send(ends, work)
    else:
        for start in range(0, len(work), BATCH):
            ends.send_many(work[start : start + BATCH])
    compare(load.taken, next(ends.incoming))
    return perf_counter() - begin


def _send(ends: Ends[M], work: Iterable[M]) -> None:
    send = ends.send
    for message in work:
        send(message)


def _in_turns(lanes: Sequence[Ends[M]], work: list[M], load: Load[M]) -> float:
    sends = [ends.send for ends in lanes]
    begin = perf_counter()
    for send, message in zip(cycle(sends), work, strict=False):
        send(message)
    for ends in lanes:
        compare(load.taken, next(ends.incoming))
    return perf_counter() - begin


def _from_threads(ends: Ends[M], work: list[M], load: Load[M], count: int) -> float:
    shared = ends if ends.any_thread else ends._replace(send=_locked(ends.send))
    shares = [work[number::count] for number in range(count)]
    threads = [Thread(target=_send, args=(shared, share)) for share in shares]
    begin = perf_counter()
    for thread in threads:
        thread.start()
    compare(load.taken, next(ends.incoming))
    seconds = perf_counter() - begin
    for thread in threads:
        thread.join()
    return seconds


def _locked(send: Callable[[M], object]) -> Callable[[M], None]:
    lock = Lock()

    def locked(message: M) -> None:
        with lock:
            send(message)

    return locked
