"""The role that binds, for the tasks of event loops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from runtime.async_connecting import AsyncConnectingConnection
from runtime.async_connection import AsyncConnection, Opening, argument_of
from runtime.binding import BindingConnection
from runtime.connecting import ConnectingConnection
from runtime.connection import Connection, OnDeadLetter
from runtime.info import ConnectionInfo
from runtime.places import Transport
from runtime.tasks import happens, nothing, wholly

if TYPE_CHECKING:
    import subprocess

    from runtime.session_messages import Policy

B_co = TypeVar("B_co", bound=BindingConnection[ConnectingConnection], covariant=True)
K_co = TypeVar(
    "K_co", bound=AsyncConnectingConnection[ConnectingConnection], covariant=True
)


class AsyncBindingConnection(AsyncConnection[B_co], Generic[B_co, K_co]):
    """The side that binds. Subclasses name its ends, the connection for threads as `B_co`, and the
    class of the other side as `K_co`.
    """

    @property
    def info(self) -> ConnectionInfo:
        """What the other side needs to connect; see `BindingConnection.info`. It holds secrets."""
        return self._threaded.info

    @classmethod
    def bind(
        cls,
        transport: Transport = "ipc",
        *,
        interface: str = "127.0.0.1",
        allow_remote: bool = False,
        heartbeat: float = 5.0,
        on_dead_letter: OnDeadLetter = "keep",
        policy: Policy = "compatible",
    ) -> Opening[Self]:
        """Return, to be awaited or for `async with`, a connection whose every socket is bound.

        Arguments and errors are those of `BindingConnection.bind`.
        """

        async def bound() -> Self:
            kind: type[B_co] = argument_of(cls, BindingConnection)
            work = partial(
                kind.bind,
                transport,
                interface=interface,
                allow_remote=allow_remote,
                heartbeat=heartbeat,
                on_dead_letter=on_dead_letter,
                policy=policy,
            )
            return cls(await wholly(work, _close))

        return Opening(bound)

    @classmethod
    def bare(
        cls,
        endpoints: Mapping[str, str] | None = None,
        *,
        on_dead_letter: OnDeadLetter = "keep",
    ) -> Opening[Self]:
        """Return, to be awaited or for `async with`, a connection without a session.

        Arguments and errors are those of `BindingConnection.bare`.
        """

        async def opened() -> Self:
            kind: type[B_co] = argument_of(cls, BindingConnection)
            work = partial(kind.bare, endpoints, on_dead_letter=on_dead_letter)
            return cls(await wholly(work, _close))

        return Opening(opened)

    @classmethod
    async def pair(cls) -> tuple[Self, K_co]:
        """Return both sides, connected, in this process: for tests."""
        host = await cls.bind()
        try:
            peer: type[K_co] = argument_of(cls, AsyncConnectingConnection)
            return host, await peer.connect(host.info)
        except BaseException:
            await wholly(partial(_close, host.threaded), nothing)
            raise

    async def spawn(
        self,
        argv: Sequence[str],
        *,
        timeout: float = 30.0,
        cwd: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start the other side's process, and return it when it has connected.

        Arguments and errors are those of `BindingConnection.spawn`. Cancelled, it ends the process;
        another one can be spawned, unless that one had just connected.
        """
        from runtime.child import Child

        host = self._threaded
        deadline = monotonic() + timeout
        info = host._begin_spawn(argv)
        try:
            child = await wholly(
                partial(host._start_child, info, argv, cwd, env), Child.end
            )
            try:
                left = max(0, deadline - monotonic())
                changed = host._session.changed
                await happens(changed, partial(host._is_decided, child), left)
                check = partial(host._check_ready, child, argv, timeout, deadline)
                await wholly(check, nothing)
            except BaseException:
                await wholly(child.end, nothing)
                raise
            return child.process
        finally:
            host._starting = False


def _close(connection: Connection) -> None:
    connection.close(drain=0)
