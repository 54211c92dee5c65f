"""Sockets of plain pyzmq that show what a peer shows: whoever knows the info can make them.

`python -m tests.contract.raw FAR HOW [PLACE]` is a kernel that reads its info, comes so far, and then
does HOW: "mute", nothing more, or an end as in `tests.contract.kernel`. FAR is "nowhere", no socket;
"session", that one; "channel", one of the others; "all" of them, without a word on any; "off", all,
and away again. PLACE is a fifo that gets its process id when it has come so far; it goes on when
something is written there.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import zmq
from runtime import ConnectionInfo

from tests.contract.kernel import end
from tests.contract.traffic import WATCHDOG

SESSION: Final = "session"
PULSE: Final = "pulse"


def endpoints_of(info: ConnectionInfo) -> dict[str, str]:
    """Return where each socket of a session is."""
    return {SESSION: info.session_endpoint, PULSE: info.pulse_endpoint, **info.channels}


def kind_of(name: str) -> zmq.SocketType:
    """Return the kind of socket that a kernel has there."""
    if name == SESSION:
        return zmq.PAIR
    receives = name.startswith("down") or name in ("orders", PULSE)
    return zmq.PULL if receives else zmq.PUSH


@contextmanager
def opened(kind: int, info: ConnectionInfo | None) -> Iterator[zmq.Socket[bytes]]:
    """Yield a socket that is not connected yet, with the credentials of an info, or with none."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    socket = context.socket(kind)
    if info is not None:
        show(socket, info)
    try:
        yield socket
    finally:
        socket.close(0)
        context.term()


def show(socket: zmq.Socket[bytes], info: ConnectionInfo) -> None:
    """Have a socket show the credentials of the peer."""
    if info.curve is None:
        socket.plain_username = b"stubwire"
        socket.plain_password = info.token.encode()
    else:
        socket.curve_serverkey = info.curve.server.encode()
        socket.curve_publickey = info.curve.public.encode()
        socket.curve_secretkey = info.curve.secret.encode()


def enter(socket: zmq.Socket[bytes], endpoint: str, patience: float = WATCHDOG) -> bool:
    """Connect a socket, once; return whether it was let in."""
    socket.setsockopt(zmq.RECONNECT_IVL, -1)
    monitor = socket.get_monitor_socket()
    try:
        socket.connect(endpoint)
        while monitor.poll(int(patience * 1000)):
            kind, _ = struct.unpack("=Hi", monitor.recv_multipart()[0])
            if kind == zmq.EVENT_HANDSHAKE_SUCCEEDED:
                return True
            if kind in (zmq.EVENT_DISCONNECTED, zmq.EVENT_CLOSED):
                return False
        raise TimeoutError(f"{endpoint}: neither let in nor refused in {patience} s")
    finally:
        socket.disable_monitor()
        monitor.close()


def main(far: str, how: str, place: str = "") -> None:
    info = ConnectionInfo.from_json(sys.stdin.readline())
    there = endpoints_of(info)
    some = {"nowhere": [], "session": [SESSION], "channel": ["up1"]}
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    sockets = []
    for name in some.get(far, list(there)):
        socket = context.socket(kind_of(name))
        socket.linger = 0
        show(socket, info)
        if not enter(socket, there[name]):
            sys.exit(f"{name}: not let in")
        sockets.append(socket)
    if far == "off":
        context.destroy()
    if place:
        Path(place).write_text(str(os.getpid()))
        Path(place).read_text()
    if how == "mute":
        signal.pause()
    end(how)


if __name__ == "__main__":
    main(*sys.argv[1:])
