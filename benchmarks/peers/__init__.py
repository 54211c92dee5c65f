"""Ways for two processes to exchange messages. Each is a program of its own:

    python -m benchmarks.peers.pipe throughput 100000

To add one: a module here that ends in `run(connected, MESSAGES)`, and its name in this list.
"""

from typing import Final

STUBWIRE: Final = "stubwire"
BARE: Final = "stubwire_bare"

PEERS: Final = {
    STUBWIRE: "stubwire",
    BARE: "stubwire, bare: without a session",
    "msgspec_pyzmq": "hand-written msgspec over pyzmq",
    "bytes_pyzmq": "raw bytes over pyzmq",
    "pickle_pyzmq": "pickle over pyzmq",
    "queue": "multiprocessing.Queue",
    "pipe": "multiprocessing.Pipe",
}
"""What a reader of the tables calls each module."""
