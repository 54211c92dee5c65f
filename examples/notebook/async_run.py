"""Follows one kernel, as `run` does, by the tasks of an event loop."""

import asyncio
import contextlib
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping

from runtime import ChannelClosed, ChannelEmpty, PeerLost

from examples.notebook.cells import Cell
from examples.notebook.ctrl_c import KERNEL
from examples.notebook.display import Display
from examples.notebook.follower import Follower, Wishes
from examples.notebook.keyboard import Keyboard
from examples.notebook.transcript import Transcript
from generated import AsyncHost, CellId, StreamMessage


class AsyncRun(Follower):
    """Starts a kernel and follows it."""

    def __init__(
        self,
        host: AsyncHost,
        wishes: Wishes,
        display: Display,
        transcript: Transcript,
        keyboard: Keyboard,
    ) -> None:
        super().__init__(wishes, display, transcript, keyboard)
        self._host = host
        self._kernel: subprocess.Popen[bytes] | None = None
        self._loop = asyncio.get_running_loop()
        self._starting: asyncio.Task[subprocess.Popen[bytes]] | None = None

    async def run(self, path: str, cells: Mapping[CellId, Cell]) -> int:
        """Have a kernel run the cells, show what happens, and return its exit code.

        Raises:
            KeyboardInterrupt: the user has ended the kernel.
            PeerLost: it has died.
            StartupError: there is none.
        """
        listening = asyncio.create_task(self._listen())
        try:
            kernel = self._kernel = await self._start()
            await self._host.control.send_many(self._commands(path, cells))
            async for event in self._events():
                self._show(event)
            exitcode = await asyncio.to_thread(kernel.wait)
        except (PeerLost, asyncio.CancelledError):
            if self._given_up is None:
                raise
        finally:
            listening.cancel()
            if self._kernel is not None:
                self._kernel.kill()  # if it is past listening
                self._kernel.wait()
        if self._given_up is not None:
            raise KeyboardInterrupt
        return exitcode

    async def _start(self) -> subprocess.Popen[bytes]:
        """Start a kernel that Ctrl-C in the terminal does not reach."""
        self._starting = asyncio.create_task(self._host.spawn(KERNEL))
        if sys.platform != "win32":
            # The thread that starts it inherits what is blocked, and is made in the first step.
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
            await asyncio.sleep(0)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        return await self._starting

    def _interrupt_cell(self) -> None:
        if self._host.win32_interrupt is not None:
            with contextlib.suppress(ChannelClosed, PeerLost):
                self._host.win32_interrupt.send_nowait(True)
        elif self._kernel is not None:
            self._kernel.send_signal(signal.SIGINT)

    def _end_kernel(self) -> None:
        if self._kernel is not None:
            self._kernel.kill()
        elif self._starting is not None:
            self._loop.call_soon_threadsafe(self._starting.cancel)

    async def _events(self) -> AsyncIterator[StreamMessage]:
        """Yield what the kernel sends, and do meanwhile what waits for a long cell."""
        while True:
            wait = self._seconds_to_wishes()
            if wait is not None and wait <= 0:
                await self._fulfil()
                continue
            try:
                yield await self._host.stream.recv(timeout=wait)
            except ChannelEmpty:
                continue
            except ChannelClosed:
                return

    async def _listen(self) -> None:
        async for event in self._host.events:
            self._tell(event)

    # The kernel may be gone when these are called; the events that say so are still unread.

    async def _fulfil(self) -> None:
        slides, requests = self._take_wishes()
        with contextlib.suppress(ChannelClosed, PeerLost):
            await self._host.ui_element.send_many(slides)
            await self._host.completion.send_many(requests)

    def _answer(self, line: str) -> None:
        self._display.answer(line)
        with contextlib.suppress(ChannelClosed, PeerLost):
            self._host.threaded.input.send(line)
