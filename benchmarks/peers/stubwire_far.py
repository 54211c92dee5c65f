"""The process that answers to `benchmarks.peers.stubwire`, which starts it."""

import sys

from benchmarks.peers.exchange import Ends, answer, read_task
from benchmarks.wire import Far

if __name__ == "__main__":
    with Far.connect() as far:
        answer(read_task(sys.argv[1:]), Ends(far.back.send, far.forth.recv))
