"""The ZeroMQ sockets of a connection, with every option set before bind or connect."""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import Final, TypeAlias

import zmq

Context: TypeAlias = zmq.Context[zmq.Socket[bytes]]
Socket: TypeAlias = zmq.Socket[bytes]

_HIGH_WATER: Final = 1000
"""Frames. More in one socket gain nothing: the capacity is held by the ends."""

_NEVER: Final = 2**31 - 1
"""Milliseconds. A broken connection ends the session, and no stranger shall inherit it. Not -1:
libzmq would discard what had arrived and was not yet read when the connection broke."""

_HANDSHAKE: Final = 2000
"""Milliseconds that a stranger who says nothing may hold a file descriptor."""


def open_push(context: Context, capacity: int) -> Socket:
    """Return the sending socket of a channel."""
    opened = _open(context, zmq.PUSH)
    opened.sndhwm = min(capacity, _HIGH_WATER)
    return opened


def open_pull(context: Context, capacity: int) -> Socket:
    """Return the receiving socket of a channel."""
    opened = _open(context, zmq.PULL)
    opened.rcvhwm = min(capacity, _HIGH_WATER)
    return opened


def open_session(context: Context) -> Socket:
    """Return the socket for what the two sides say about the connection; it has one peer."""
    opened = _open(context, zmq.PAIR)
    opened.sndhwm = opened.rcvhwm = 0
    return opened


def open_monitor(context: Context, watched: Socket) -> Socket:
    """Return a socket that tells when a connection of another one ends, or cannot be made.

    Whoever opens it must read it: an unread monitor stops the whole context.
    """
    address = "inproc://monitor"  # a context has one session, which has one monitor
    watched.monitor(address, zmq.EVENT_DISCONNECTED | zmq.EVENT_CLOSED)
    monitor = context.socket(zmq.PAIR)
    monitor.linger = 0
    monitor.connect(address)
    return monitor


def read_monitor(monitor: Socket) -> list[int]:
    """Return the descriptors of the connections that have ended, or could not be made."""
    descriptors = []
    with suppress(zmq.Again):
        while True:
            event, *_ = monitor.recv_multipart(zmq.NOBLOCK)
            _, descriptor = struct.unpack("=Hi", event)
            descriptors.append(descriptor)
    return descriptors


def _open(context: Context, kind: int) -> Socket:
    opened = context.socket(kind)
    # Until `close` says otherwise: a process that ends without closing must not hang.
    opened.linger = 0
    opened.setsockopt(zmq.RECONNECT_IVL, _NEVER)
    opened.setsockopt(zmq.HANDSHAKE_IVL, _HANDSHAKE)
    return opened
