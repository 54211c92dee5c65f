"""Ways for two processes to exchange messages. Each is a program of its own:

    python -m benchmarks.peers.mp_pipe '{"kind": "stream", "messages": 100000}'

To add one: a module here that ends in `run(connected)`, and its line in this list.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Peer(NamedTuple):
    """A way to exchange messages."""

    name: str
    """In the figures."""
    module: str
    label: str
    """What a reader of tables calls it."""
    needs: str = ""
    """The distribution that has to be installed, if not one of the project's own."""
    pace: float = 1.0
    """How many messages it is given, in terms of others: all are to be measured for about as long."""


SEND: Final = Peer("send", "stubwire", "stubwire, `send`")
SEND_MANY: Final = Peer("send_many", "stubwire_many", "stubwire, `send_many`", pace=2)
BARE: Final = Peer("bare", "stubwire_bare", "stubwire, `send`, without a session")
BUFFER: Final = Peer("buffer", "stubwire_made", "stubwire, `buffer`")
CHANNELS: Final = Peer("send", "stubwire_made", "stubwire, `send`")
CROWD: Final = Peer("stubwire", "stubwire_crowd", "stubwire")
RAW: Final = Peer("raw", "bytes_pyzmq", "raw bytes over pyzmq", pace=3)
ZERO_COPY: Final = Peer("raw_zero_copy", "views_pyzmq", "raw views over pyzmq")
MSGSPEC: Final = Peer("msgspec", "msgspec_pyzmq", "msgspec over pyzmq, by hand", pace=2)
PICKLE: Final = Peer("pickle", "pickle_pyzmq", "pickle over pyzmq")
MARIMO: Final = Peer("marimo", "marimo", "marimo's `_ipc`", "marimo", 0.5)
QUEUE: Final = Peer("mp_queue", "mp_queue", "`multiprocessing.Queue`", pace=0.5)
PIPE: Final = Peer("mp_pipe", "mp_pipe", "`multiprocessing.Pipe`")
GRPC: Final = Peer("grpc", "grpc_stream", "gRPC stream", "grpcio", 0.15)

OTHERS: Final = (RAW, MSGSPEC, PICKLE, MARIMO, QUEUE, PIPE, GRPC)
"""All that is not ours."""
