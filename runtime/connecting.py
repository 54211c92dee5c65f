"""The role that connects: it is told where the other one is."""

from __future__ import annotations

import os
from functools import partial
from time import monotonic
from typing import Self

import zmq
from runtime.connection import SESSION, Connection
from runtime.errors import ConnectionInfoError, StartupError
from runtime.info import ConnectionInfo
from runtime.lifeline import read_info
from runtime.sockets import Socket


class ConnectingConnection(Connection):
    """The side that connects. Subclasses name its ends; `connect` makes one."""

    @classmethod
    def connect(cls, info: ConnectionInfo | None = None, timeout: float = 30.0) -> Self:
        """Return a connection to the host, which has answered.

        Args:
            info: the host's `info`; None reads it from standard input, where `host.spawn` puts it.
                  Standard input is empty from then on.
            timeout: how many seconds the host may take to answer.

        Raises:
            ConnectionInfoError: there is no info, or it is not for this class.
            StartupError: no host has answered.
        """
        deadline = monotonic() + timeout
        lifeline = None
        if info is None:
            info, lifeline = read_info(timeout)
        try:
            connection = cls(info.session, partial(connect_socket, info))
        except BaseException:
            if lifeline is not None:
                os.close(lifeline)
            raise
        session = connection._session
        if lifeline is not None:
            connection._hold(lifeline)
        session.say_hello()
        connection._receiver.start(session)
        session.changed.wait_for(
            lambda: session.greeted or session.ended is not None, deadline - monotonic()
        )
        if not session.greeted:
            connection.close(drain=0)
            raise StartupError(
                f"{connection!r}: no host has answered; is it still running?"
            )
        return connection

    def _hold(self, lifeline: int) -> None:
        """Watch the lifeline, until the session ends."""
        session, receiver = self._session, self._receiver

        def read() -> None:
            if not os.read(lifeline, 4096):
                receiver.unwatch(lifeline)
                session.lose()

        if os.name == "posix":  # elsewhere only sockets can be polled
            receiver.watch(lifeline, zmq.POLLIN, read)
        session.hold(partial(os.close, lifeline))


def connect_socket(info: ConnectionInfo, socket: Socket, name: str) -> None:
    """Connect a socket to the endpoint of its name."""
    endpoint = info.session_endpoint if name == SESSION else info.channels.get(name)
    if endpoint is None:
        text = f"connection info: field 'channels' has no {name!r}; "
        text += "are both sides of one catalogue?"
        raise ConnectionInfoError(text, "channels")
    try:
        socket.connect(endpoint)
    except zmq.ZMQError as error:
        field = "session_endpoint" if name == SESSION else "channels"
        text = f"connection info: field {field!r}: {endpoint!r}: {error.strerror}"
        raise ConnectionInfoError(text, field) from error
