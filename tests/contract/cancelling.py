"""Calls of asyncio ends that are cancelled at any moment, and what is written down of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from random import Random
from typing import Final, TypeVar

from runtime import AsyncPull, AsyncPush, ChannelEmpty, ChannelFull

from tests.contract import payload
from tests.contract.history import History
from tests.contract.payload import Sizes
from tests.contract.wire import Payload

T = TypeVar("T")

SOON: Final = 0.002
"""Seconds after which a call is cancelled, at most."""


async def by_task(call: Callable[[], Awaitable[T]], chance: Random) -> list[T]:
    """Cancel a task, perhaps before it has begun, or when it is about to go on."""

    async def run() -> T:
        return await call()

    task = asyncio.ensure_future(run())
    for _ in range(chance.randrange(4)):
        await asyncio.sleep(0)
    if chance.random() < 0.5:
        await asyncio.wait([task], timeout=chance.random() * SOON)
    task.cancel()
    try:
        return [await task]
    except asyncio.CancelledError:
        return []


async def by_timeout(call: Callable[[], Awaitable[T]], chance: Random) -> list[T]:
    """Cancel from within the task that calls, as `asyncio.timeout` does."""
    got: list[T] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(chance.random() * SOON):
            got.append(await call())
    return got


async def by_wait_for(call: Callable[[], Awaitable[T]], chance: Random) -> list[T]:
    """Cancel as `asyncio.wait_for` does."""
    with suppress(TimeoutError):
        return [await asyncio.wait_for(call(), chance.random() * SOON)]
    return []


async def by_anyio(call: Callable[[], Awaitable[T]], chance: Random) -> list[T]:
    """Cancel as anyio does: again and again, until the task has left the scope."""
    import anyio

    got: list[T] = []
    with anyio.move_on_after(chance.random() * SOON):
        got.append(await call())
    return got


async def receive(
    pull: AsyncPull[Payload],
    history: History,
    count: int,
    by: int,
    seed: int,
    ways: tuple[str, ...],
) -> None:
    """Call `recv` so often, each time cancelled or not; write down what it returned."""
    chance = Random(seed)
    for _ in range(count):
        way = chance.choice(ways)
        patience = chance.choice((None, 0, SOON))
        with suppress(ChannelEmpty):
            for message in await cancelled(way, partial(pull.recv, patience), chance):
                note(pull, history, message, by)


async def receive_all(pull: AsyncPull[Payload], history: History, by: int) -> None:
    """Receive until the channel ends."""
    async for message in pull:
        note(pull, history, message, by)


def note(pull: AsyncPull[Payload], history: History, message: Payload, by: int) -> None:
    channel = pull.channel.name
    crc = payload.crc_of(channel, message)
    history.delivered(channel, message.thread, message.number, crc, by)


async def send(
    push: AsyncPush[Payload],
    history: History,
    count: int,
    thread: int,
    seed: int,
    ways: tuple[str, ...],
) -> None:
    """Send so many messages, each cancelled or not; write down what was accepted."""
    chance = Random(seed)
    channel = push.channel.name
    for number in range(count):
        message = payload.make(channel, thread, number, Sizes(16, 4096))
        history.begun(channel, thread, number, message.crc)
        way = chance.choice(ways)
        patience = chance.choice((None, 0, SOON))
        sent = []
        with suppress(ChannelFull):
            sent = await cancelled(way, partial(push.send, message, patience), chance)
        if sent:
            history.accepted(channel, thread, number)
        else:
            history.refused(channel, thread, number, way)


async def cancelled(
    way: str, call: Callable[[], Awaitable[T]], chance: Random
) -> list[T]:
    """Return what a call has returned, if it has."""
    match way:
        case "task":
            return await by_task(call, chance)
        case "timeout":
            return await by_timeout(call, chance)
        case "wait_for":
            return await by_wait_for(call, chance)
        case "anyio":
            return await by_anyio(call, chance)
    return [await call()]
