"""A peer made by hand: it knows what a session is, and need not keep to it.

Raw sockets, session messages written as maps; nothing here checks what it sends.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from secrets import token_hex
from time import monotonic
from typing import Final, TypeVar

import msgspec
import zmq
from runtime import Connection, ConnectionInfo, Push
from runtime.info import VERSION as INFO_VERSION
from runtime.info import CurveKeys
from runtime.session_messages import (
    VERSION,
    Receipt,
    SessionMessage,
    decode,
)

from tests.contract.scale import limit
from tests.contract.steer import Transport

T = TypeVar("T", bound=SessionMessage)

PATIENCE: Final = limit(10.0)
"""Seconds after which what was to come will not come."""

NOBODY: Final = 300
"""Milliseconds after which nobody is there to send to."""

SESSION: Final = "-session"
PULSE: Final = "-pulse"

encode: Final = msgspec.msgpack.encode


def terms(connection: type[Connection]) -> dict[str, dict[str, object]]:
    """Return what one side says of each of its channels."""
    return {
        end.channel.name: {
            "sends": issubclass(end, Push),
            "fingerprint": end.channel.fingerprint,
            "capacity": end.channel.capacity,
            "max_message_bytes": end.channel.max_message_bytes,
        }
        for end in connection._ends.values()
    }


class Peer:
    """Its sockets, by name. `consumed` and `rejected` are what the receipts said last."""

    def __init__(self, info: ConnectionInfo, role: type[Connection]) -> None:
        self.info = info
        self.terms = terms(role)
        self.consumed: dict[str, int] = {}
        self.rejected: dict[str, int] = {}
        self.context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self.sockets: dict[str, zmq.Socket[bytes]] = {}

    def open(
        self, name: str, kind: int, plug: Callable[[zmq.Socket[bytes], str], None]
    ) -> None:
        """Open a socket of the peer; `plug` binds or connects it."""
        socket = self.context.socket(kind)
        socket.linger = 0
        socket.sndhwm = socket.rcvhwm = 0
        plug(socket, name)
        self.sockets[name] = socket

    def open_channels(self, plug: Callable[[zmq.Socket[bytes], str], None]) -> None:
        for name, known in self.terms.items():
            self.open(name, zmq.PUSH if known["sends"] else zmq.PULL, plug)

    def close(self) -> None:
        self.context.destroy(linger=0)

    # The session.

    def say(self, kind: str, /, **fields: object) -> None:
        """Say something, whether it makes sense or not."""
        self.say_frames(encode({"type": kind, **fields}))

    def say_frames(self, *frames: bytes) -> None:
        """Send the parts of one message on the session socket."""
        self.sockets[SESSION].send_multipart(frames)

    def greet(self, **changes: object) -> None:
        """Say hello, as it should be but for the changes."""
        fields: dict[str, object] = {
            "version": VERSION,
            "session": self.info.session,
            "token": self.info.token,
            "channels": self.terms,
        }
        self.say("Hello", **(fields | changes))

    def hear(self, kind: type[T], timeout: float = PATIENCE) -> T:
        """Return the next thing of a kind that the other side says."""
        deadline = monotonic() + timeout
        socket = self.sockets[SESSION]
        while socket.poll(max(0, int((deadline - monotonic()) * 1000))):
            said = decode(socket.recv())
            if isinstance(said, Receipt):
                for name, (consumed, rejected) in said.consumed.items():
                    self.consumed[name], self.rejected[name] = consumed, rejected
            if isinstance(said, kind):
                return said
        raise TimeoutError(f"no {kind.__name__} in {timeout} s")

    def await_consumed(self, channel: str, count: int) -> None:
        """Wait until the other side has said that it has consumed so many."""
        while self.consumed.get(channel, 0) < count:
            self.hear(Receipt)

    # The channels.

    def send(self, channel: str, *frames: bytes) -> None:
        """Send frames, each as a message of its own, until they are sent or nobody takes them."""
        socket = self.sockets[channel]
        for frame in frames:
            if not socket.poll(NOBODY, zmq.POLLOUT):
                return
            with suppress(zmq.Again):  # it has just left
                socket.send(frame, zmq.NOBLOCK)

    def read(self, channel: str, timeout: float = PATIENCE) -> bytes | None:
        """Return what has come on a channel; None if nothing has."""
        socket = self.sockets[channel]
        return socket.recv() if socket.poll(int(timeout * 1000)) else None

    def anything(self) -> dict[str, bytes]:
        """Return the first frame of each channel on which there is one."""
        found = {}
        for name, known in self.terms.items():
            if not known["sends"] and (frame := self.read(name, 0)) is not None:
                found[name] = frame
        return found


@contextmanager
def foreign_kernel(info: ConnectionInfo, role: type[Connection]) -> Iterator[Peer]:
    """Yield a peer that has connected to a host, and has said nothing."""
    peer = Peer(info, role)
    places = {
        **info.channels,
        SESSION: info.session_endpoint,
        PULSE: info.pulse_endpoint,
    }

    def plug(socket: zmq.Socket[bytes], name: str) -> None:
        if info.curve is None:
            socket.plain_username = b"stubwire"
            socket.plain_password = info.token.encode()
        else:
            socket.curve_serverkey = info.curve.server.encode()
            socket.curve_publickey = info.curve.public.encode()
            socket.curve_secretkey = info.curve.secret.encode()
        socket.setsockopt(zmq.RECONNECT_IVL, -1)
        socket.connect(places[name])

    try:
        peer.open(SESSION, zmq.PAIR, plug)
        peer.open(PULSE, zmq.PULL, plug)
        peer.open_channels(plug)
        yield peer
    finally:
        peer.close()


@contextmanager
def foreign_host(transport: Transport, role: type[Connection]) -> Iterator[Peer]:
    """Yield a peer that a kernel can connect to, and that lets everybody in."""
    folder = tempfile.mkdtemp(prefix="foreign-")
    server, server_secret = zmq.curve_keypair()
    public, secret = zmq.curve_keypair()
    keys = CurveKeys(
        server=server.decode(), public=public.decode(), secret=secret.decode()
    )
    ends: dict[str, str] = {}

    def plug(socket: zmq.Socket[bytes], name: str) -> None:
        socket.zap_domain = name.encode()
        if transport == "ipc":
            socket.plain_server = True
            socket.bind(f"ipc://{folder}/{name}")
        else:
            socket.curve_server = True
            socket.curve_secretkey = server_secret
            socket.bind("tcp://127.0.0.1:*")
        ends[name] = socket.get_string(zmq.LAST_ENDPOINT)

    nowhere = "tcp://127.0.0.1:1"
    info = ConnectionInfo(
        version=INFO_VERSION,
        session=token_hex(16),
        token=token_hex(32),
        session_endpoint=nowhere,
        pulse_endpoint=nowhere,
        channels={},
        heartbeat=5.0,
        curve=None if transport == "ipc" else keys,
    )
    peer = Peer(info, role)
    doorkeeper = peer.context.socket(zmq.REP)
    doorkeeper.bind("inproc://zeromq.zap.01")
    thread = threading.Thread(target=_let_in, args=(doorkeeper,), daemon=True)
    thread.start()
    try:
        peer.open(SESSION, zmq.PAIR, plug)
        peer.open(PULSE, zmq.PUSH, plug)
        peer.open_channels(plug)
        peer.info = msgspec.structs.replace(
            info,
            session_endpoint=ends.pop(SESSION),
            pulse_endpoint=ends.pop(PULSE),
            channels=ends,
        )
        yield peer
    finally:
        for socket in peer.sockets.values():
            socket.close(0)
        peer.context.term()
        thread.join()
        shutil.rmtree(folder)


def _let_in(doorkeeper: zmq.Socket[bytes]) -> None:
    """Welcome everybody, by ZeroMQ's authentication protocol, until the context ends."""
    with suppress(zmq.ContextTerminated):
        while True:
            request = doorkeeper.recv_multipart()
            doorkeeper.send_multipart([b"1.0", request[1], b"200", b"OK", b"", b""])
    doorkeeper.close(0)
