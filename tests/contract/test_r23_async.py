"""R23: what is cancelled has done nothing, what has returned has; and no event loop stalls."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest

from tests.contract import cancelling
from tests.contract.deaths import until
from tests.contract.measured import measured
from tests.contract.payload import Sizes
from tests.contract.scale import TRANSPORTS, count, limit, repeats
from tests.contract.steer import Steered, Transport, steered
from tests.contract.traffic import WATCHDOG
from tests.contract.wire import AsyncHost

LOOPS: Final = ("asyncio", "uvloop", "anyio")
SIZES: Final = Sizes(16, 4096)

TASKS: Final = 4
BURST: Final = 2000
"""More messages than the capacity of `up1`."""

STALL: Final = limit(0.05)
"""Seconds that the other tasks of a loop may have to wait for one that receives without a pause."""

UNHURRIED: Final = 0.001
"""Seconds between messages of a sender for whom receivers have to wait."""


def run_in(loop: str, main: Callable[[], Awaitable[None]]) -> None:
    """Run the main task of a loop."""

    async def bounded() -> None:
        async with asyncio.timeout(WATCHDOG):
            await main()

    match loop:
        case "uvloop":
            pytest.importorskip("uvloop", reason="uvloop is not installed").run(
                bounded()
            )
        case "anyio":
            pytest.importorskip("anyio", reason="anyio is not installed").run(bounded)
        case _:
            asyncio.run(bounded())


def ways_of(loop: str) -> tuple[str, ...]:
    """Return the ways in which calls are cancelled; in one, they are not."""
    extra = ("anyio",) if loop == "anyio" else ()
    return ("", "task", "timeout", "wait_for", *extra)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_cancelled_recv_loses_nothing(
    transport: Transport, loop: str, run: int, tmp_path: Path
) -> None:
    channels = {"up1": 0.0, "up_ten": 0.0, "up2": UNHURRIED}
    with steered(transport, tmp_path) as both:
        face = AsyncHost(both.host)
        pulls = {"up1": face.up1, "up_ten": face.up_ten, "up2": face.up2}

        async def main() -> None:
            each = count(10_000) // TASKS
            calls = [
                cancelling.receive(
                    pull, both.history, each, by, run + by, ways_of(loop)
                )
                for pull in pulls.values()
                for by in range(TASKS)
            ]
            await asyncio.gather(*calls)
            rest = [
                asyncio.ensure_future(cancelling.receive_all(pull, both.history, TASKS))
                for pull in pulls.values()
            ]
            await asyncio.to_thread(close_there, both)
            await asyncio.gather(*rest)

        for channel, pause in channels.items():
            both.send(channel, count(10_000), SIZES, 2, first=run, pause=pause)
        run_in(loop, main)
        assert both.process.wait(WATCHDOG) == 0
        assert both.nothing_lost(*channels) == []


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_cancelled_send_has_sent_nothing_and_another_has(
    transport: Transport, loop: str, run: int, tmp_path: Path
) -> None:
    paces = {"down_one": "prompt", "down_ten": "random", "down1": "prompt"}
    with steered(transport, tmp_path) as both:
        face = AsyncHost(both.host)
        pushes = {
            "down_one": face.down_one,
            "down_ten": face.down_ten,
            "down1": face.down1,
        }

        async def main() -> None:
            each = count(10_000) // TASKS
            calls = [
                cancelling.send(
                    push, both.history, each, thread, run + thread, ways_of(loop)
                )
                for push in pushes.values()
                for thread in range(TASKS)
            ]
            await asyncio.gather(*calls)

        for channel, pace in paces.items():
            both.consume(channel, pace, seed=run)
        run_in(loop, main)
        assert both.finish() == 0
        assert both.nothing_lost(*pushes) == []


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_bursts_are_read_to_their_end_and_hold_up_nobody(
    transport: Transport, loop: str, run: int, tmp_path: Path
) -> None:
    bursts = count(100)
    with steered(transport, tmp_path) as both:
        face = AsyncHost(both.host)

        async def main() -> None:
            longest = 0.0
            rest = asyncio.ensure_future(
                cancelling.receive_all(face.up1, both.history, 0)
            )
            closing = asyncio.ensure_future(asyncio.to_thread(close_there, both))
            while not rest.done():
                begun = monotonic()
                await asyncio.sleep(0)
                longest = max(longest, monotonic() - begun)
                sleep(UNHURRIED)  # so that much arrives at once
            await asyncio.gather(rest, closing)
            measured("other tasks wait (ms)", longest * 1000, STALL * 1000)
            assert longest <= STALL

        both.burst("up1", bursts * BURST, Sizes(16, 64), 1)
        run_in(loop, main)
        assert both.process.wait(WATCHDOG) == 0
        assert both.nothing_lost("up1") == []


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_loops_and_threads_share_a_connection(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    each = count(10_000)
    with steered(transport, tmp_path) as both:
        face = AsyncHost(both.host)
        sent = threading.Barrier(3)

        async def main(by: int) -> None:
            ways = ways_of("asyncio")
            rest = asyncio.ensure_future(
                cancelling.receive_all(face.up1, both.history, by)
            )
            await cancelling.send(face.down1, both.history, each, by, run + by, ways)
            await asyncio.to_thread(sent.wait, WATCHDOG)
            await rest

        both.consume("up1", threads=2)
        both.consume("down1", threads=2)
        both.send("up1", each, SIZES, 2)
        both.send("down1", each, SIZES, 2)
        loops = [
            threading.Thread(target=run_in, args=("asyncio", partial(main, 10 + by)))
            for by in range(2)
        ]
        for one in loops:
            one.start()
        both.all_sent()
        sent.wait(WATCHDOG)
        until(lambda: both.host.up1.stats().received == 2 * each)
        until(lambda: both.host.up1.stats().queued == 0)
        assert both.finish() == 0
        for one in loops:
            one.join(WATCHDOG)
        assert both.nothing_lost("up1", "down1") == []


def close_there(both: Steered) -> None:
    """Have the kernel close when it has sent everything, and everything is read here."""
    both.all_sent()
    both.order("close", WATCHDOG)
