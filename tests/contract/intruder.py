"""Who comes to a host's sockets with libzmq and is not its kernel.

An intruder has a socket of the fitting kind for each of the host's, sends a valid message where the
host receives, and reads where it sends.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Final, Literal, Self, TypeAlias

import msgspec
import zmq
from runtime import ConnectionInfo

from tests.contract.wire import Control, Payload, Report, Values

Socket: TypeAlias = zmq.Socket[bytes]

Proof: TypeAlias = Literal["null", "plain", "wrong server", "foreign client", "copy"]
"""What it shows: nothing; a user with a password of its own; its own idea of the server's key; keys
of its own with the right server's key; exactly what the kernel shows."""

FOREIGN: Final = -99
"""The number in messages that are not the kernel's."""

SESSION: Final = "-session"
PULSE: Final = "-pulse"

_OVER: Final = (
    zmq.EVENT_HANDSHAKE_FAILED_AUTH
    | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
    | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
    | zmq.EVENT_DISCONNECTED
    | zmq.EVENT_CLOSED
    | zmq.EVENT_CONNECT_RETRIED
    | zmq.EVENT_CONNECT_DELAYED
)
_BAD_ENDING: Final = _OVER & ~zmq.EVENT_CONNECT_DELAYED


def endpoints_of(info: ConnectionInfo) -> dict[str, str]:
    """Return the endpoint of each socket of a host, by name."""
    return {
        SESSION: info.session_endpoint,
        PULSE: info.pulse_endpoint,
        **info.channels,
    }


def paths_of(info: ConnectionInfo) -> list[str]:
    """Return the path of each socket of a host."""
    return [place.removeprefix("ipc://") for place in endpoints_of(info).values()]


def ports_of(info: ConnectionInfo) -> dict[str, int]:
    """Return the port of each socket of a host, by name."""
    places = endpoints_of(info)
    return {name: int(place.rpartition(":")[2]) for name, place in places.items()}


def foreign(channel: str) -> bytes:
    """Return the frame of a valid message of a channel, which the kernel never sends."""
    if channel == "reports":
        return msgspec.msgpack.encode(Report(text="foreign"))
    if channel == "orders":
        return msgspec.msgpack.encode(Control(verb="foreign"))
    if channel.endswith("values"):
        return msgspec.msgpack.encode(Values(number=FOREIGN))
    return msgspec.msgpack.encode(
        Payload(thread=FOREIGN, number=FOREIGN, crc=0, data=b"")
    )


def prove(socket: Socket, proof: Proof, info: ConnectionInfo) -> None:
    """Have a socket show what the proof says."""
    public, secret = zmq.curve_keypair()
    server, _ = zmq.curve_keypair()
    curve = info.curve
    match proof:
        case "null":
            pass
        case "plain":
            socket.plain_username = b"stubwire"
            socket.plain_password = b"0" * 64
        case "copy" if curve is None:
            socket.plain_username = b"stubwire"
            socket.plain_password = info.token.encode()
        case "copy" if curve is not None:
            socket.curve_serverkey = curve.server.encode()
            socket.curve_publickey = curve.public.encode()
            socket.curve_secretkey = curve.secret.encode()
        case "wrong server":
            socket.curve_serverkey = server
            socket.curve_publickey = curve.public.encode() if curve else public
            socket.curve_secretkey = curve.secret.encode() if curve else secret
        case _:
            socket.curve_serverkey = curve.server.encode() if curve else server
            socket.curve_publickey = public
            socket.curve_secretkey = secret


class Attempt:
    """One socket that tries to get in, and what libzmq says of it."""

    def __init__(
        self,
        context: zmq.Context[Socket],
        name: str,
        endpoint: str,
        proof: Proof,
        info: ConnectionInfo,
    ) -> None:
        self.name = name
        self.refused = False
        self.entered = False
        self.socket = context.socket(kind_for(name))
        self.socket.linger = 0
        # Not -1: libzmq would discard what it got when it is thrown out.
        self.socket.setsockopt(zmq.RECONNECT_IVL, 2**31 - 1)
        address = f"inproc://{id(self)}"
        self.socket.monitor(address, zmq.EVENT_ALL)
        self.monitor = context.socket(zmq.PAIR)
        self.monitor.linger = 0
        self.monitor.connect(address)
        prove(self.socket, proof, info)
        self.socket.connect(endpoint)
        if proof != "copy" or name != SESSION:
            self.say(foreign(name))

    def say(self, frame: bytes) -> None:
        """Send a frame, if this kind of socket does and is not refused yet."""
        if self.socket.getsockopt(zmq.TYPE) != zmq.PULL:
            with suppress(zmq.Again):
                self.socket.send(frame, zmq.NOBLOCK)

    def look(self) -> None:
        """Take note of what has happened."""
        while self.monitor.poll(0):
            parts = self.monitor.recv_multipart()
            kind, _ = struct.unpack("=Hi", parts[0])
            self.entered = self.entered or kind == zmq.EVENT_HANDSHAKE_SUCCEEDED
            self.refused = self.refused or bool(kind & _BAD_ENDING)

    def close(self) -> None:
        self.socket.disable_monitor()
        self.monitor.close()
        self.socket.close()


def kind_for(name: str) -> int:
    """Return the type of socket that fits the host's."""
    if name == SESSION:
        return zmq.PAIR
    receives = name.startswith(("up", "reports"))
    return zmq.PUSH if receives else zmq.PULL


class Intruder:
    """Attempts on some sockets of a host, all at once."""

    def __init__(
        self,
        info: ConnectionInfo,
        proof: Proof,
        times: int = 1,
        endpoints: Mapping[str, str] | None = None,
    ) -> None:
        self._context = zmq.Context[Socket]()
        self._context.set(zmq.MAX_SOCKETS, 8192)
        places = endpoints_of(info) if endpoints is None else endpoints
        self.attempts = [
            Attempt(self._context, name, endpoint, proof, info)
            for _ in range(times)
            for name, endpoint in places.items()
        ]

    def await_refusals(self, timeout: float) -> None:
        """Wait until every attempt has been refused."""
        self.wait_for(lambda one: one.refused, timeout)

    def wait_for(self, done: Callable[[Attempt], bool], timeout: float) -> None:
        """Wait until something is true of every attempt."""
        poller = zmq.Poller()
        for one in self.attempts:
            poller.register(one.monitor, zmq.POLLIN)
        deadline = monotonic() + timeout
        while True:
            left = [one for one in self.attempts if not done(one)]
            if not left:
                return
            if monotonic() >= deadline:
                names = sorted({one.name for one in left})
                raise TimeoutError(f"nothing was said of {len(left)}: {names}")
            poller.poll(max(1, int((deadline - monotonic()) * 1000)))
            for one in self.attempts:
                one.look()

    def attempt(self, name: str) -> Attempt:
        """Return the attempt on a socket."""
        return next(one for one in self.attempts if one.name == name)

    def achieved(self) -> list[str]:
        """Return which sockets let it in, or gave it something."""
        found = []
        for one in self.attempts:
            one.look()
            if one.entered:
                found.append(f"was let in: {one.name}")
            if one.socket.getsockopt(zmq.TYPE) != zmq.PUSH and one.socket.poll(0):
                found.append(f"got something: {one.name}")
        return found

    def close(self) -> None:
        for one in self.attempts:
            one.close()
        self._context.term()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
