"""Ends for asyncio: what tasks see of them, and what is left when they are cancelled."""

import asyncio
import os
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from runtime import (
    AsyncBindingConnection,
    AsyncConnectingConnection,
    ChannelClosed,
    ChannelEmpty,
    ChannelFull,
    ConnectingConnection,
    ConnectionInfo,
    EncodeError,
    PeerLost,
    StartupError,
)
from runtime.async_connection import argument_of
from runtime.events import PeerEnded, PeerReady
from runtime.places import Transport

from tests.contract.leftovers import nothing_left
from tests.runtime.notebook import (
    AsyncControlPull,
    AsyncHost,
    AsyncKernel,
    ExecuteCells,
    Host,
    Interrupt,
    KernelMessage,
)
from tests.runtime.test_processes import program

PATIENCE = 30.0


def run(main: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(PATIENCE):
            await main()

    asyncio.run(bounded())


@asynccontextmanager
async def pair() -> AsyncIterator[tuple[AsyncHost, AsyncKernel]]:
    host, kernel = await AsyncHost.pair()
    async with kernel, host:
        yield host, kernel


async def until_it_waits() -> None:
    """Let tasks that were just made come as far as they can."""
    for _ in range(5):
        await asyncio.sleep(0)


# What is said


def test_messages_arrive_in_order_in_both_directions() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            for number in range(500):
                await host.control.send(ExecuteCells(cell_ids=[str(number)], codes=[]))
                await kernel.stream.send(KernelMessage(b"%d" % number))
            for number in range(500):
                expected = ExecuteCells(cell_ids=[str(number)], codes=[])
                assert await kernel.control.recv() == expected
                assert await host.stream.recv(5) == b"%d" % number

    run(main)


def test_iteration_ends_when_the_other_side_has_closed() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            await kernel.stream.send_many(KernelMessage(b"%d" % n) for n in range(900))
            closing = asyncio.ensure_future(kernel.close())
            assert [message async for message in host.stream] == [
                b"%d" % number for number in range(900)
            ]
            assert (await closing).delivered["stream"] == 900

    run(main)


def test_messages_arrive_while_a_task_waits() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            waiting = asyncio.ensure_future(kernel.input.recv())
            await until_it_waits()
            await host.input.send("x")
            assert await waiting == "x"

    run(main)


def test_room_is_given_to_a_task_that_waits() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            await host.input.send("1")
            waiting = asyncio.ensure_future(host.input.send("2"))
            await until_it_waits()
            assert not waiting.done()
            assert [await kernel.input.recv(), await kernel.input.recv()] == ["1", "2"]
            await waiting

    run(main)


def test_a_batch_that_is_larger_than_the_channel_waits_for_its_reader() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            sending = asyncio.ensure_future(host.input.send_many("abcdef"))
            assert [await kernel.input.recv() for _ in "abcdef"] == list("abcdef")
            await sending

    run(main)


def test_threads_use_the_same_connection() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            host.threaded.control.send(Interrupt())
            assert await kernel.control.recv() == Interrupt()
            await host.control.send(Interrupt())
            received = await asyncio.to_thread(kernel.threaded.control.recv, 5)
            assert received == Interrupt()

    run(main)


def test_a_face_of_a_connection_that_exists_has_its_ends() -> None:
    host, kernel = Host.pair()
    with host, kernel:
        kernel.stream.send(KernelMessage(b"x"))

        async def main() -> None:
            assert await AsyncHost(host).stream.recv() == b"x"
            assert AsyncHost(host).elsewhere is None

        run(main)


def test_what_is_counted_and_what_happens_is_told() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            assert isinstance(await host.events.recv(5), PeerReady)
            with pytest.raises(ChannelEmpty):
                host.events.recv_nowait()
            with pytest.raises(ChannelEmpty):
                await host.events.recv(0.01)
            await host.input.send("x")
            assert (host.state, host.healthy) == ("ready", True)
            assert host.input.stats().sent == 1
            assert host.stats().channels["input"].sent == 1
            assert await kernel.input.recv() == "x"
            assert kernel.input.stats().received == 1
            assert "control" in repr(host.control)
            await kernel.close()
            await host.close()
            assert [type(event) async for event in host.events] == [PeerEnded]
        assert host.state == "closed"

    run(main)


# What is not said in time


def test_recv_gives_up_in_time() -> None:
    async def main() -> None:
        async with pair() as (host, _):
            began = time.monotonic()
            with pytest.raises(ChannelEmpty):
                await host.stream.recv(0.1)
            assert 0.1 <= time.monotonic() - began < 5
            with pytest.raises(ChannelEmpty):
                host.stream.recv_nowait()
            with pytest.raises(ValueError, match="timeout"):
                await host.stream.recv(-1)

    run(main)


def test_send_gives_up_in_time() -> None:
    async def main() -> None:
        async with pair() as (host, _):
            host.input.send_nowait("x")
            with pytest.raises(ChannelFull):
                host.input.send_nowait("y")
            began = time.monotonic()
            with pytest.raises(ChannelFull):
                await host.input.send("y", 0.1)
            assert 0.1 <= time.monotonic() - began < 5
            with pytest.raises(ChannelFull) as caught:
                await host.input.send_many("yz", 0.1)
            assert caught.value.accepted == 0
            with pytest.raises(ValueError, match="timeout"):
                await host.input.send("y", -1)

    run(main)


def test_a_message_that_cannot_be_sent_rejects_its_whole_batch() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            with pytest.raises(EncodeError):
                await host.input.send_many(["x", "\ud800"])
            await host.input.send("y")
            assert await kernel.input.recv() == "y"

    run(main)


def test_close_wakes_tasks_that_wait() -> None:
    async def main() -> None:
        async with pair() as (host, _):
            await host.input.send("x")
            calls = [host.input.send("y"), host.stream.recv(), host.stream.recv(60)]
            waiting = [asyncio.ensure_future(call) for call in calls]
            await until_it_waits()
            await host.close(0)
            errors = await asyncio.gather(*waiting, return_exceptions=True)
            assert [type(error) for error in errors] == [ChannelClosed] * 3

    run(main)


def test_the_other_side_hears_of_an_exception() -> None:
    async def main() -> None:
        host, kernel = await AsyncHost.pair()
        async with kernel:
            with pytest.raises(ZeroDivisionError):
                async with host:
                    raise ZeroDivisionError
            with pytest.raises(PeerLost):
                await kernel.control.recv()

    run(main)


# What others of the loop see


@pytest.mark.parametrize("receives", [True, False])
def test_a_task_that_never_has_to_wait_lets_others_run(receives: bool) -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            turns = 0

            async def others() -> None:
                nonlocal turns
                while True:
                    turns += 1
                    await asyncio.sleep(0)

            messages = [KernelMessage(b"x")] * 200
            if receives:
                kernel.threaded.stream.send_many(messages)
                while host.stream.stats().queued < 200:
                    await asyncio.sleep(0.001)
            other = asyncio.ensure_future(others())
            for message in messages:
                if receives:
                    await host.stream.recv()
                else:
                    await kernel.stream.send(message)
                time.sleep(0.0005)  # what the task does with it
            other.cancel()
            assert turns >= 20

    run(main)


def test_a_loop_goes_on_while_a_process_starts() -> None:
    async def main() -> None:
        async with AsyncHost.bind() as host:
            starting = asyncio.ensure_future(host.spawn(program("echo")))
            turns = 0
            while not starting.done():
                turns += 1
                await asyncio.sleep(0.002)
            assert turns >= 10
            await host.control.send(Interrupt())
            assert [message async for message in host.stream] == []
            assert (await starting).wait(5) == 0

    run(main)


def test_a_loop_that_is_gone_disturbs_nobody() -> None:
    host, kernel = Host.pair()
    with host, kernel:
        face = AsyncHost(host)
        loop = asyncio.new_event_loop()
        task = loop.create_task(face.stream.recv())
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()
        for number in range(3):
            kernel.stream.send(KernelMessage(b"%d" % number))
            assert host.stream.recv(5) == b"%d" % number
        assert host.healthy
        task.get_coro().close()


# What cancellation leaves


def test_a_cancelled_recv_has_taken_nothing() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            waiting = asyncio.ensure_future(host.stream.recv())
            await until_it_waits()
            kernel.threaded.stream.send(KernelMessage(b"1"))
            while not host.stream.stats().queued:
                time.sleep(
                    0.001
                )  # the loop stands still: the task is about to be woken
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            assert await host.stream.recv() == b"1"

    run(main)


def test_a_cancelled_send_has_sent_nothing() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            await host.input.send("1")
            waiting = asyncio.ensure_future(host.input.send("2"))
            await until_it_waits()
            assert kernel.threaded.input.recv() == "1"
            while host.input.stats().confirmed < 1:
                time.sleep(0.001)  # the loop stands still: there is room now
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            await host.input.send("3")
            assert await kernel.input.recv() == "3"

    run(main)


def test_a_cancelled_batch_says_how_many_were_sent() -> None:
    async def main() -> None:
        async with pair() as (host, kernel):
            sending = asyncio.ensure_future(host.input.send_many("abcdef"))
            assert [await kernel.input.recv() for _ in "abc"] == list("abc")
            await asyncio.sleep(0.1)
            sending.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await sending
            accepted = vars(caught.value)["accepted"]
            assert accepted == host.input.stats().sent == 4

    run(main)


def test_a_cancelled_bind_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bind, go = Host.bind, threading.Event()

    def held(*args: Transport, **options: float) -> Host:
        go.wait(PATIENCE)
        return bind(*args)

    async def main() -> None:
        for turns, pause in ((0, 0.0), (1, 0.0), (1, 0.2)):
            go.clear()
            opening = asyncio.ensure_future(opened(AsyncHost.bind()))
            for _ in range(turns):
                await asyncio.sleep(0)
            if pause:
                go.set()
                time.sleep(pause)  # the loop stands still, but not who binds
            opening.cancel()
            asyncio.get_running_loop().call_later(0.01, go.set)
            with pytest.raises(asyncio.CancelledError):
                await opening

    monkeypatch.setattr(Host, "bind", held)
    with nothing_left(monkeypatch):
        run(main)


def test_a_cancelled_spawn_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)
    code = f"open({str(started)!r}, 'w').close(); import time; time.sleep(60)"

    async def main() -> None:
        async with AsyncHost.bind() as host:
            starting = asyncio.ensure_future(host.spawn([sys.executable, "-c", code]))
            await asyncio.to_thread(started.read_bytes)
            starting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await starting
            assert host.state == "waiting"
            process = await host.spawn(program("echo"))
            await host.control.send(Interrupt())
            assert process.wait(5) == 0

    with nothing_left(monkeypatch):
        run(main)


def test_a_cancelled_connect_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, deaf: ConnectionInfo
) -> None:
    async def main() -> None:
        connecting = asyncio.ensure_future(opened(AsyncKernel.connect(deaf)))
        await asyncio.sleep(0.1)
        connecting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await connecting

    with nothing_left(monkeypatch):
        run(main)


def test_a_connect_that_fails_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, deaf: ConnectionInfo
) -> None:
    async def main() -> None:
        with pytest.raises(StartupError, match=r"no host has answered: none in 0\.1 s"):
            await AsyncKernel.connect(deaf, 0.1)

    with nothing_left(monkeypatch):
        run(main)


def test_a_spawn_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with AsyncHost.bind() as host:
            with pytest.raises(StartupError, match="exit code 3") as caught:
                await host.spawn([sys.executable, "-c", "raise SystemExit(3)"])
            assert caught.value.exitcode == 3

    with nothing_left(monkeypatch):
        run(main)


def test_a_close_that_is_cancelled_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        host, kernel = await AsyncHost.pair()
        await host.input.send("x")
        closing = asyncio.ensure_future(host.close(10))
        await asyncio.sleep(0.05)
        closing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await closing
        assert await kernel.input.recv() == "x"
        with pytest.raises(ChannelClosed):
            await kernel.input.recv()
        report = await host.close()
        assert report.unconfirmed["input"] == 0
        await kernel.close()

    with nothing_left(monkeypatch):
        run(main)


def test_a_bare_connection_has_the_same_ends() -> None:
    async def main() -> None:
        async with (
            AsyncHost.bare() as host,
            AsyncKernel.bare(host.endpoints) as kernel,
        ):
            await host.input.send("x")
            assert await kernel.input.recv() == "x"

    run(main)


# What is misused


def test_the_connection_for_threads_must_be_named() -> None:
    with pytest.raises(TypeError, match="no ConnectingConnection is named"):
        argument_of(AsyncConnectingConnection, ConnectingConnection)


def test_a_face_has_the_ends_that_are_under_it() -> None:
    class Wrong(AsyncBindingConnection[Host, AsyncKernel]):
        control: AsyncControlPull

    with Host.bind() as host, pytest.raises(TypeError, match="is no face of"):
        Wrong(host)


async def opened(opening: Awaitable[object]) -> None:
    """Await what is no coroutine."""
    await opening


@pytest.fixture
def deaf() -> Iterator[ConnectionInfo]:
    """Where somebody listens who never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server, Host.bind("tcp") as host:
        endpoint = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        yield msgspec.structs.replace(host.info, session_endpoint=endpoint)
