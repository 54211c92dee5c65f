"""The ZeroMQ sockets of a connection, with every option set before bind or connect."""

from __future__ import annotations

import errno
from typing import Final, TypeAlias

import zmq

Context: TypeAlias = zmq.Context[zmq.Socket[bytes]]
Socket: TypeAlias = zmq.Socket[bytes]

TRANSIENT: Final = (errno.EAGAIN, errno.EINTR)
"""What a call of libzmq may say although nothing is wrong: it is made again."""

_HIGH_WATER: Final = 1000
"""Frames, of a bare connection. More in one socket gain nothing: its ends hold the capacity."""

_NO_LIMIT: Final = 0
"""Receipts bound what is under way. A socket that refused a frame would stall the channel."""

_NEVER: Final = 2**31 - 1
"""Milliseconds. A broken connection ends the session, and no stranger shall inherit it. Not -1:
libzmq would discard what had arrived and was not yet read when the connection broke."""

_HANDSHAKE: Final = 2000
"""Milliseconds that a stranger who says nothing may hold a file descriptor."""

_BACKLOG: Final = 16
"""Strangers whom the system lets wait; the peer comes once to each socket."""

_SESSION_BYTES: Final = 64 * 1024 * 1024
"""Bytes of a session message at most: two sides may have to compare big catalogues."""

_BACKSTOP: Final = 64 * 1024 * 1024
"""Bytes that a frame over its channel's limit may have without breaking the connection."""

_WRAPPING: Final = 64
"""Bytes that CURVE adds to a message (33, counted by libzmq's limit), and some to spare: the ends
know the exact limit. libzmq's own only keeps memory safe; it drops the connection."""

_PULSE_BYTES: Final = 4096
"""Bytes of what arrives on the pulse at most."""

_AGAIN: Final = 50
"""Milliseconds after which the pulse, and only that, tries to connect again."""


def open_push(context: Context) -> Socket:
    """Return the sending socket of a channel."""
    opened = _open(context, zmq.PUSH)
    opened.sndhwm = _NO_LIMIT
    return opened


def open_pull(context: Context, max_message_bytes: int) -> Socket:
    """Return the receiving socket of a channel."""
    opened = _open(context, zmq.PULL)
    opened.rcvhwm = _NO_LIMIT
    # Some more than the limit, so that who exceeds it is found out, not just disconnected.
    backstop = max(max_message_bytes, min(16 * max_message_bytes, _BACKSTOP))
    opened.maxmsgsize = backstop + _WRAPPING
    return opened


def open_bare_push(context: Context, capacity: int) -> Socket:
    """Return the sending socket of a channel without a session."""
    opened = _open(context, zmq.PUSH)
    opened.sndhwm = min(capacity, _HIGH_WATER)
    opened.setsockopt(zmq.RECONNECT_IVL, _AGAIN)
    return opened


def open_bare_pull(context: Context, capacity: int, max_message_bytes: int) -> Socket:
    """Return the receiving socket of a channel without a session."""
    opened = _open(context, zmq.PULL)
    opened.rcvhwm = min(capacity, _HIGH_WATER)
    opened.maxmsgsize = max_message_bytes + _WRAPPING
    opened.setsockopt(zmq.RECONNECT_IVL, _AGAIN)
    return opened


def open_session(context: Context) -> Socket:
    """Return the socket for what the two sides say about the connection; it has one peer."""
    opened = _open(context, zmq.PAIR)
    opened.sndhwm = opened.rcvhwm = _NO_LIMIT
    opened.maxmsgsize = _SESSION_BYTES
    return opened


def open_pulse(context: Context, heartbeat: float, *, pings: bool) -> Socket:
    """Return the socket on which the I/O threads of both sides hear that the other one lives.

    No data ever travels on it: where data waits, libzmq would not read the answers either.

    Args:
        heartbeat: seconds of silence after which libzmq drops its connection.
        pings: whether this side asks; one of the two does.
    """
    # The side that lets others in has the end that takes nothing: libzmq 4.3.5 can fail an
    # assertion when data waits on a connection with heartbeats that breaks.
    opened = _open(context, zmq.PUSH if pings else zmq.PULL)
    opened.setsockopt(zmq.RECONNECT_IVL, _AGAIN)
    # No message is ever expected; what ZMTP itself says is short.
    opened.sndhwm = opened.rcvhwm = 1
    opened.maxmsgsize = _PULSE_BYTES
    if pings:
        milliseconds = int(heartbeat * 1000)
        opened.setsockopt(zmq.HEARTBEAT_IVL, milliseconds // 5)
        # An answer may be almost as late: 4 s on a slow way, of the 5 s that are the default.
        opened.setsockopt(zmq.HEARTBEAT_TIMEOUT, milliseconds * 7 // 8)
        # What the other side is told: tenths of a second on the wire.
        opened.setsockopt(zmq.HEARTBEAT_TTL, max(100, milliseconds // 100 * 100))
    return opened


def open_monitor(context: Context, watched: Socket, name: str) -> Socket:
    """Return a socket that tells what happens to the connections of another one.

    Whoever opens it must read it: an unread monitor stops the whole context.
    """
    address = f"inproc://monitor/{name}"
    watched.monitor(
        address,
        zmq.EVENT_ACCEPTED
        | zmq.EVENT_CONNECTED
        | zmq.EVENT_HANDSHAKE_SUCCEEDED
        | zmq.EVENT_HANDSHAKE_FAILED_AUTH
        | zmq.EVENT_DISCONNECTED
        | zmq.EVENT_CLOSED,
    )
    monitor = context.socket(zmq.PAIR)
    monitor.linger = 0
    monitor.connect(address)
    return monitor


def _open(context: Context, kind: int) -> Socket:
    opened = context.socket(kind)
    # Until `close` says otherwise: a process that ends without closing must not hang.
    opened.linger = 0
    opened.setsockopt(zmq.RECONNECT_IVL, _NEVER)
    opened.setsockopt(zmq.HANDSHAKE_IVL, _HANDSHAKE)
    opened.setsockopt(zmq.BACKLOG, _BACKLOG)
    return opened
