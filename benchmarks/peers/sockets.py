"""Pairs of PUSH and PULL sockets, in a directory of their own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeAlias

import zmq

from benchmarks.peers.ends import CAPACITY

Sockets: TypeAlias = tuple[zmq.Socket[bytes], zmq.Socket[bytes]]
"""The one that sends, the one that receives."""


@contextmanager
def place() -> Iterator[str]:
    """Make a private directory for endpoints, and remove it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield f"ipc://{folder}"


@contextmanager
def bound(endpoint: str, lanes: int) -> Iterator[list[Sockets]]:
    """Open the sockets of the side that measures."""
    with _opened(lanes) as opened:
        for lane, (push, pull) in enumerate(opened):
            push.bind(f"{endpoint}/forth{lane}")
            pull.bind(f"{endpoint}/back{lane}")
        yield opened


@contextmanager
def connected_to(endpoint: str, lanes: int) -> Iterator[list[Sockets]]:
    """Open the sockets of the side that answers."""
    with _opened(lanes) as opened:
        for lane, (push, pull) in enumerate(opened):
            pull.connect(f"{endpoint}/forth{lane}")
            push.connect(f"{endpoint}/back{lane}")
        yield opened


@contextmanager
def _opened(lanes: int) -> Iterator[list[Sockets]]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    with ExitStack() as stack:
        stack.enter_context(context)
        opened = []
        for _ in range(lanes):
            push = stack.enter_context(context.socket(zmq.PUSH))
            pull = stack.enter_context(context.socket(zmq.PULL))
            for socket in (push, pull):
                socket.set_hwm(CAPACITY)
                socket.linger = 2000
            opened.append((push, pull))
        yield opened
