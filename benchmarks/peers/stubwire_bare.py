"""stubwire without a session: the same generated ends, nobody who counts what arrives."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.peers.child import child
from benchmarks.peers.exchange import MESSAGES, Ends, Task, answer, run
from benchmarks.wire import Alarm, Far, Near, Reading


@contextmanager
def connected(task: Task) -> Iterator[Ends[Reading | Alarm]]:
    with Near.bare() as near, child(other, task, dict(near.endpoints)):
        yield Ends(near.forth.send, near.back.recv)


def other(task: Task, endpoints: dict[str, str]) -> None:
    with Far.bare(endpoints) as far:
        answer(task, Ends(far.back.send, far.forth.recv))


if __name__ == "__main__":
    run(connected, MESSAGES)
