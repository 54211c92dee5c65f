"""Two pairs of PUSH and PULL sockets, in a directory of their own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import zmq

from benchmarks.peers.exchange import CAPACITY

Sockets: TypeAlias = tuple[zmq.Socket[bytes], zmq.Socket[bytes]]
"""The one that sends, the one that receives."""


@contextmanager
def place() -> Iterator[str]:
    """Make a private directory for endpoints, and remove it."""
    with tempfile.TemporaryDirectory(prefix="stubwire-bench-") as folder:
        yield f"ipc://{folder}"


@contextmanager
def bound(endpoint: str) -> Iterator[Sockets]:
    """Open the sockets of the side that measures."""
    with _opened() as (push, pull):
        push.bind(f"{endpoint}/forth")
        pull.bind(f"{endpoint}/back")
        yield push, pull


@contextmanager
def connected_to(endpoint: str) -> Iterator[Sockets]:
    """Open the sockets of the side that answers."""
    with _opened() as (push, pull):
        pull.connect(f"{endpoint}/forth")
        push.connect(f"{endpoint}/back")
        yield push, pull


@contextmanager
def _opened() -> Iterator[Sockets]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    with context, context.socket(zmq.PUSH) as push, context.socket(zmq.PULL) as pull:
        for socket in (push, pull):
            socket.set_hwm(CAPACITY)
            socket.linger = 2000
        yield push, pull
