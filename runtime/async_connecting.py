"""The role that connects, for the tasks of event loops."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from runtime.async_connection import AsyncConnection, Opening, argument_of
from runtime.connecting import ConnectingConnection
from runtime.connection import OnDeadLetter
from runtime.info import ConnectionInfo
from runtime.lifeline import read_info
from runtime.tasks import happens, in_thread, nothing, wholly

if TYPE_CHECKING:
    from runtime.session_messages import Policy

C_co = TypeVar("C_co", bound=ConnectingConnection, covariant=True)


class AsyncConnectingConnection(AsyncConnection[C_co], Generic[C_co]):
    """The side that connects. Subclasses name its ends, and the connection for threads as `C_co`."""

    @classmethod
    def connect(
        cls,
        info: ConnectionInfo | None = None,
        timeout: float = 30.0,
        *,
        detached: bool = False,
        on_dead_letter: OnDeadLetter = "keep",
        policy: Policy = "compatible",
    ) -> Opening[Self]:
        """Return, to be awaited or for `async with`, a connection to the host, ready for messages.

        Arguments and errors are those of `ConnectingConnection.connect`. Cancelled, it leaves nothing
        behind, but for a line of standard input that it has read.
        """

        async def connected() -> Self:
            from runtime.wiring import KernelWiring

            deadline = monotonic() + timeout
            known, lifeline = (info, None) if info else await _told(timeout)
            wiring = KernelWiring(known, lifeline, detached=detached, policy=policy)
            kind: type[C_co] = argument_of(cls, ConnectingConnection)
            connection = await wholly(
                partial(kind._connect, wiring, on_dead_letter), _close
            )
            try:
                left = max(0, deadline - monotonic())
                changed = connection._session.changed
                await happens(changed, connection._is_decided, left)
                await wholly(partial(connection._check_ready, timeout), nothing)
            except BaseException:
                await wholly(partial(_close, connection), nothing)
                raise
            return cls(connection)

        return Opening(connected)

    @classmethod
    def bare(
        cls,
        endpoints: Mapping[str, str],
        *,
        on_dead_letter: OnDeadLetter = "keep",
    ) -> Opening[Self]:
        """Return, to be awaited or for `async with`, a connection without a session.

        Arguments and errors are those of `ConnectingConnection.bare`.
        """

        async def opened() -> Self:
            kind: type[C_co] = argument_of(cls, ConnectingConnection)
            work = partial(kind.bare, endpoints, on_dead_letter=on_dead_letter)
            return cls(await wholly(work, _close))

        return Opening(opened)


async def _told(timeout: float) -> tuple[ConnectionInfo, int | None]:
    """Return what the host has written to standard input."""
    return await in_thread(partial(read_info, timeout), _let_go)


def _let_go(read: tuple[ConnectionInfo, int | None]) -> None:
    _, lifeline = read
    if lifeline is not None:
        os.close(lifeline)


def _close(connection: ConnectingConnection) -> None:
    connection.close(drain=0)
