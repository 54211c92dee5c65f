"""The role that connects: it is told where the other one is."""

from __future__ import annotations

import _thread
import os
from collections.abc import Mapping
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Self

import zmq
from runtime.aside import aside, start
from runtime.connection import Connection, OnDeadLetter
from runtime.errors import StartupError
from runtime.info import ConnectionInfo
from runtime.lifeline import read_info

if TYPE_CHECKING:
    from runtime.session_messages import Policy
    from runtime.wiring import KernelWiring


class ConnectingConnection(Connection):
    """The side that connects. Subclasses name its ends; `connect` makes one."""

    @classmethod
    def connect(
        cls,
        info: ConnectionInfo | None = None,
        timeout: float = 30.0,
        *,
        detached: bool = False,
        on_dead_letter: OnDeadLetter = "keep",
        policy: Policy = "compatible",
    ) -> Self:
        """Return a connection to the host, ready for messages.

        Args:
            info: the host's `info`; None reads it from standard input, where `host.spawn` puts it.
                  Standard input is empty from then on.
            timeout: how many seconds the host may take to answer.
            detached: whether this process goes on when the host that spawned it has died, or has
                      ended by an exception. If not, it has a second to end by itself.
            on_dead_letter: "keep" what cannot be decoded in `dead_letters`, or "raise" it, too.
            policy: "compatible" takes a host of another catalogue where nothing would be misread;
                    "strict" takes none. The stricter of both sides holds.

        Raises:
            ConnectionInfoError: there is no info, or it is malformed.
            CatalogueMismatch: the host's catalogue and this one do not understand each other.
            HandshakeError: the host has refused this side.
            StartupError: no host has answered.
        """
        from runtime.wiring import KernelWiring

        deadline = monotonic() + timeout
        lifeline = None
        if info is None:
            info, lifeline = read_info(timeout)
        wiring = KernelWiring(info, lifeline, detached=detached, policy=policy)
        connection = aside(
            lambda: cls._connect(wiring, on_dead_letter),
            lambda connection: connection.close(drain=0),
        )
        try:
            connection._session.changed.wait_for(
                connection._is_decided, max(0, deadline - monotonic())
            )
        except BaseException:
            # Elsewhere: a handler may strike again.
            _thread.start_new_thread(start, (connection._close, 0, ""))
            raise
        connection._check_ready(timeout)
        return connection

    def _is_decided(self) -> bool:
        """Return whether a host has answered. Under the lock of `changed`."""
        return self._session.ready or self._session.ended is not None

    def _check_ready(self, timeout: float) -> None:
        """Close unless a host has let this side in; raise why it has not."""
        session = self._session
        if session.ready:
            return
        ended, name = session.ended, type(self).__name__
        self._close(0, "")
        if ended is not None and isinstance(error := ended(name), StartupError):
            raise error
        why = "the host is gone" if ended is not None else f"none in {timeout} s"
        raise StartupError(f"{name}: no host has answered: {why}")

    @classmethod
    def _connect(cls, wiring: KernelWiring, on_dead_letter: OnDeadLetter) -> Self:
        from runtime.session import Session

        try:
            connection = cls(partial(Session, wiring), on_dead_letter)
        except BaseException:
            if wiring.lifeline is not None:
                os.close(wiring.lifeline)
            raise
        connection._receiver.start(connection._session)
        return connection

    @classmethod
    def bare(
        cls,
        endpoints: Mapping[str, str],
        *,
        on_dead_letter: OnDeadLetter = "keep",
    ) -> Self:
        """Return a connection without a session, to a peer that is not generated.

        What holds and what does not is said at the other role's `bare`.

        Args:
            endpoints: where to connect each channel, as "ipc:///path" or "tcp://127.0.0.1:5555".
            on_dead_letter: as for `connect`.

        Raises:
            StartupError: an endpoint is not one.
            ValueError: a channel has no endpoint.
        """
        return cls._open_bare(endpoints, zmq.Socket.connect, on_dead_letter, None)
