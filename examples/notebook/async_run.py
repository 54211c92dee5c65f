"""Follows one kernel, as `run` does, by the tasks of an event loop."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from runtime import (
    ChannelClosed,
    ChannelEmpty,
    PeerLost,
    PeerRecovered,
    PeerUnresponsive,
)

from examples.notebook.cells import Cell
from examples.notebook.ctrl_c import KERNEL
from examples.notebook.display import Display
from examples.notebook.keyboard import Keyboard
from examples.notebook.run import STUCK, Wishes, execution
from examples.notebook.transcript import LONG, Transcript
from generated import (
    AsyncHost,
    CellId,
    CellStatusChanged,
    CompleteCode,
    InputRequest,
    RequestId,
    StopKernel,
    StreamMessage,
)


class AsyncRun:
    """One kernel, and what the user wants of it. `wishes` are those not yet fulfilled."""

    def __init__(
        self,
        host: AsyncHost,
        wishes: Wishes,
        display: Display,
        transcript: Transcript,
        keyboard: Keyboard,
    ) -> None:
        self.wishes = wishes
        self._host = host
        self._display = display
        self._transcript = transcript
        self._keyboard = keyboard
        self._kernel: subprocess.Popen[bytes] | None = None
        self._loop = asyncio.get_running_loop()
        self._starting: asyncio.Task[subprocess.Popen[bytes]] | None = None
        self._begun = False
        self._interrupted = False
        self._given_up: float | None = None
        self._stuck = False

    async def run(self, path: str, cells: Mapping[CellId, Cell]) -> int:
        """Have a kernel run the cells, show what happens, and return its exit code.

        Raises:
            KeyboardInterrupt: the user has ended the kernel.
            PeerLost: it has died.
            StartupError: there is none.
        """
        telling = asyncio.create_task(self._tell())
        try:
            kernel = self._kernel = await self._start()
            await self._command(path, cells)
            async for event in self._events():
                self._follow(event)
            exitcode = await asyncio.to_thread(kernel.wait)
        except (PeerLost, asyncio.CancelledError):
            if self._given_up is None:
                raise
        finally:
            telling.cancel()
            if self._kernel is not None:
                self._kernel.kill()  # if it is past listening
                self._kernel.wait()
        if self._given_up is not None:
            raise KeyboardInterrupt
        return exitcode

    def interrupt(self) -> None:
        """Interrupt the cell that runs; if that did not help before, end the kernel.

        May be called in the middle of anything. If the kernel was ended and the host is still
        here, because nobody reads what it writes, that is cut short.

        Raises:
            KeyboardInterrupt: in that case only, once.
        """
        if self._interrupted or not self._begun or self._kernel is None:
            self._give_up()
        elif self._host.win32_interrupt is None:
            self._kernel.send_signal(signal.SIGINT)
        else:
            with contextlib.suppress(ChannelClosed, PeerLost):
                self._host.win32_interrupt.send_nowait(True)
        self._interrupted = True

    def _give_up(self) -> None:
        if self._given_up is None:
            self._given_up = time.monotonic()
            if self._kernel is not None:
                self._kernel.kill()
            elif self._starting is not None:
                self._loop.call_soon_threadsafe(self._starting.cancel)
        elif not self._stuck and time.monotonic() > self._given_up + STUCK:
            self._stuck = True
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            raise KeyboardInterrupt

    async def _start(self) -> subprocess.Popen[bytes]:
        """Start a kernel that Ctrl-C in the terminal does not reach."""
        self._starting = asyncio.create_task(self._host.spawn(KERNEL))
        if sys.platform != "win32":
            # The thread that starts it inherits what is blocked, and is made in the first step.
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
            await asyncio.sleep(0)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        return await self._starting

    async def _command(self, path: str, cells: Mapping[CellId, Cell]) -> None:
        """Tell the kernel what to do. Settings follow the first cell, if that is among them."""
        control, terminal = self._host.control, self._display.terminal()
        ids = list(cells)
        if self.wishes.settings:
            first = [cell_id for cell_id in ids[:1] if cell_id == CellId("1")]
            await control.send(execution(path, cells, first, terminal))
            await control.send_many(self.wishes.settings)
            ids = ids[len(first) :]
        await control.send(execution(path, cells, ids, terminal))
        await control.send(StopKernel())

    def _follow(self, event: StreamMessage) -> None:
        self._transcript.show(event)
        match event:
            case CellStatusChanged():
                self._keyboard.withdraw()
                self._begun = self._begun or self._transcript.running is not None
                self._interrupted = False
            case InputRequest():
                self._keyboard.ask(self._answer)
                self._interrupted = False  # who asks has come to its senses

    async def _events(self) -> AsyncIterator[StreamMessage]:
        """Yield what the kernel sends, and do meanwhile what waits for a long cell."""
        while True:
            wait = None
            since = self._transcript.running_since
            if since is not None and (self.wishes.slides or self.wishes.completion):
                wait = since + LONG - time.time()
                if wait <= 0:
                    await self._fulfil()
                    continue
            try:
                yield await self._host.stream.recv(timeout=wait)
            except ChannelEmpty:
                continue
            except ChannelClosed:
                return

    async def _tell(self) -> None:
        async for event in self._host.events:
            match event:
                case PeerUnresponsive():
                    self._display.error("the kernel does not answer: is it stopped?")
                case PeerRecovered():
                    self._display.error("the kernel answers again")

    # The kernel may be gone when these are called; the events that say so are still unread.

    async def _fulfil(self) -> None:
        slides, code = self.wishes.slides, self.wishes.completion
        self.wishes = replace(self.wishes, slides=(), completion=None)
        with contextlib.suppress(ChannelClosed, PeerLost):
            await self._host.ui_element.send_many(slides)
            if code is not None:
                request = CompleteCode(request_id=RequestId(1), code=code)
                await self._host.completion.send(request)

    def _answer(self, line: str) -> None:
        """Pass on what was typed; called by the thread that reads it."""
        self._display.answer(line)
        with contextlib.suppress(ChannelClosed, PeerLost):
            self._host.threaded.input.send(line)
