"""How the sockets of a side find those of the other one, and what both know of the session.

The two roles differ here, and in who speaks first; the rest of a session is the same for both.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final, Protocol

import zmq
from runtime import credentials
from runtime.credentials import HostKeys
from runtime.errors import ConnectionInfoError, StartupError
from runtime.info import VERSION, ConnectionInfo, CurveKeys, make_secret
from runtime.privacy import why_not_private
from runtime.session_messages import Policy
from runtime.sockets import Socket

SESSION: Final = "-session"
PULSE: Final = "-pulse"
"""What the sockets beside the channels are called; not the name of any channel."""

Bind = Callable[[Socket, str], str]
"""Binds a socket under a name, and returns the endpoint for the other side."""


class Wiring(Protocol):
    """What a session must know of its role."""

    session: str
    token: str
    heartbeat: float
    greets: bool
    is_private: bool
    is_local: bool
    lifeline: int | None
    detached: bool
    policy: Policy

    def plug(self, socket: Socket, name: str) -> bool:
        """Bind or connect a socket; return whether there is anything to connect it to."""

    def admits(self, mechanism: bytes, shown: list[bytes]) -> bool:
        """Return whether who shows this may come in."""


class HostWiring:
    """The role that binds: it lets the other one in."""

    greets = False
    lifeline: int | None = None
    detached = False

    def __init__(
        self,
        bind: Bind,
        heartbeat: float,
        *,
        is_private: bool,
        policy: Policy = "compatible",
    ) -> None:
        self.session = make_secret(16)
        self.token = make_secret(32)
        self.heartbeat = heartbeat
        self.is_private = self.is_local = is_private
        self.policy = policy
        self._bind = bind
        self._endpoints: dict[str, str] = {}
        self._curve: CurveKeys | None = None
        self._keys = HostKeys()
        if not is_private:
            self._curve, self._keys = credentials.make_keys()

    def plug(self, socket: Socket, name: str) -> bool:
        credentials.guard(socket, name, self._keys)
        try:
            self._endpoints[name] = self._bind(socket, name)
        except zmq.ZMQError as error:
            raise StartupError(f"cannot bind {name!r}: {error.strerror}") from error
        return True

    def admits(self, mechanism: bytes, shown: list[bytes]) -> bool:
        return credentials.admits(self.token, self._curve, mechanism, shown)

    def info(self) -> ConnectionInfo:
        """Return what the other side must know."""
        channels = dict(self._endpoints)
        return ConnectionInfo(
            version=VERSION,
            session=self.session,
            token=self.token,
            session_endpoint=channels.pop(SESSION),
            pulse_endpoint=channels.pop(PULSE),
            channels=channels,
            heartbeat=self.heartbeat,
            curve=self._curve,
        )


class KernelWiring:
    """The role that connects: it has been told where.

    `lifeline` ends when the host does that spawned this process, and this process with it unless
    it is `detached`.
    """

    greets = True

    def __init__(
        self,
        info: ConnectionInfo,
        lifeline: int | None = None,
        *,
        detached: bool = False,
        policy: Policy = "compatible",
    ) -> None:
        self.lifeline = lifeline
        self.detached = detached
        self.policy = policy
        self.session = info.session
        self.token = info.token
        self.heartbeat = info.heartbeat
        self.is_private = info.curve is None
        self.is_local = self.is_private or lifeline is not None
        self._info = info
        self._endpoints = {
            **info.channels,
            SESSION: info.session_endpoint,
            PULSE: info.pulse_endpoint,
        }

    def plug(self, socket: Socket, name: str) -> bool:
        endpoint = self._endpoints.get(name)
        if endpoint is None:  # the handshake will say what that means
            return False
        field = {SESSION: "session_endpoint", PULSE: "pulse_endpoint"}.get(
            name, "channels"
        )
        text = f"connection info: field {field!r}: {endpoint!r}: "
        scheme, _, path = endpoint.partition("://")
        if scheme == "ipc":
            # Whoever could put a socket there would be shown the token.
            if self._info.curve is not None:
                raise ConnectionInfoError(f"{text}encryption is for 'tcp'", field)
            directory = os.path.dirname(path)
            if why := why_not_private(directory):
                # Asked afterwards: a host that ends takes its directory with it at any moment.
                if not os.path.lexists(directory):
                    why = f"no host is at {endpoint!r}; is it still running?"
                    raise StartupError(why)
                raise ConnectionInfoError(f"{text}its directory: {why}", field)
        elif self._info.curve is None:
            raise ConnectionInfoError(f"{text}there are no keys for 'tcp'", field)
        credentials.show(socket, self._info)
        socket.ipv6 = endpoint.startswith("tcp://[")
        try:
            socket.connect(endpoint)
        except zmq.ZMQError as error:
            raise ConnectionInfoError(f"{text}{error.strerror}", field) from error
        return True

    def admits(self, mechanism: bytes, shown: list[bytes]) -> bool:
        return False
