"""Connections as tests use them: their ends are those for threads, or those for asyncio.

`CONTRACT_ENDS=asyncio` has each call on an end, `spawn` and `close` done by a task, in an event loop
of this process; whoever calls waits for it. Children inherit that.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Iterable
from copy import copy
from functools import cache, partial
from typing import Final, TypeVar

from runtime import (
    AsyncConnection,
    AsyncPull,
    AsyncPush,
    Connection,
    ConnectionInfo,
    Pull,
    Push,
)
from runtime.places import Transport

from tests.contract.wire import AsyncHost, AsyncKernel, Host, Kernel

C = TypeVar("C", bound=Connection)
M = TypeVar("M")
T = TypeVar("T")

VARIABLE: Final = "CONTRACT_ENDS"


def bind(transport: Transport = "ipc", *, heartbeat: float = 5.0) -> Host:
    """Return a host."""
    return opened(
        partial(Host.bind, transport, heartbeat=heartbeat),
        partial(AsyncHost.bind, transport, heartbeat=heartbeat),
    )


def connect(info: ConnectionInfo | None = None, *, detached: bool = False) -> Kernel:
    """Return a kernel."""
    return opened(
        partial(Kernel.connect, info, detached=detached),
        partial(AsyncKernel.connect, info, detached=detached),
    )


def opened(
    by_threads: Callable[[], C], by_tasks: Callable[[], Awaitable[AsyncConnection[C]]]
) -> C:
    """Return what opens a connection in the one way, or leads to what opens in the other."""
    if os.environ.get(VARIABLE) == "asyncio":
        return led(run("in", by_tasks))
    return by_threads()


class PushByTask(Push[M]):
    """Sends by tasks of one loop."""

    def __init__(self, end: AsyncPush[M]) -> None:
        super().__init__(end._outbox)
        self.channel = end.channel
        self._end = end

    def send(self, message: M, timeout: float | None = None) -> None:
        run("out", lambda: self._end.send(message, timeout))

    def send_nowait(self, message: M) -> None:
        self._end.send_nowait(message)

    def send_many(self, messages: Iterable[M], timeout: float | None = None) -> None:
        run("out", lambda: self._end.send_many(messages, timeout))


class PullByTask(Pull[M]):
    """Receives by tasks of another loop."""

    def __init__(self, end: AsyncPull[M]) -> None:
        super().__init__(end._inbox)
        self.channel = end.channel
        self._end = end

    def recv(self, timeout: float | None = None) -> M:
        return run("in", lambda: self._end.recv(timeout))

    def recv_nowait(self) -> M:
        return self._end.recv_nowait()

    def __next__(self) -> M:
        try:
            return run("in", self._end.__anext__)
        except StopAsyncIteration:
            raise StopIteration from None


def led(face: AsyncConnection[C]) -> C:
    """Return a copy of the connection under a face, that leads to the face."""
    connection = copy(face.threaded)
    for name, end in vars(face).items():
        if isinstance(end, AsyncPush):
            vars(connection)[name] = PushByTask(end)
        elif isinstance(end, AsyncPull):
            vars(connection)[name] = PullByTask(end)
    for name in {"close", "spawn"} & set(dir(face)):
        vars(connection)[name] = partial(call, getattr(face, name))
    return connection


def call(method: Callable[..., Awaitable[T]], *args: object, **options: object) -> T:
    return run("in", partial(method, *args, **options))


def run(loop: str, start: Callable[[], Awaitable[T]]) -> T:
    """Return what a task returns, of the loop of this name."""

    async def main() -> T:
        return await start()

    return asyncio.run_coroutine_threadsafe(main(), loop_of(loop)).result()


@cache
def loop_of(name: str) -> asyncio.AbstractEventLoop:
    """Return a loop that runs on a thread of its own, as long as this process does."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name=name, daemon=True).start()
    return loop
