"""stubwire: the generated package of `benchmarks/catalogue`, with its defaults."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.peers.exchange import MESSAGES, Ends, Task, run
from benchmarks.wire import Alarm, Near, Reading


@contextmanager
def connected(task: Task) -> Iterator[Ends[Reading | Alarm]]:
    module = "benchmarks.peers.stubwire_far"
    with Near.bind() as near:
        far = near.spawn([sys.executable, "-m", module, task.kind, str(task.messages)])
        yield Ends(near.forth.send, near.back.recv)
    far.wait()


if __name__ == "__main__":
    run(connected, MESSAGES)
