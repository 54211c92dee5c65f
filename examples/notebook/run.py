"""Follows one kernel, from its first command to its end.

The kernel is told at once all that it has to do, in order. From then on the host listens,
answers and interrupts.
"""

import contextlib
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping

from runtime import ChannelClosed, ChannelEmpty, PeerLost

from examples.notebook.cells import Cell
from examples.notebook.display import Display
from examples.notebook.follower import Follower, Wishes
from examples.notebook.keyboard import Keyboard
from examples.notebook.transcript import Transcript
from generated import CellId, Host, StreamMessage


class Run(Follower):
    """Follows a kernel that was started."""

    def __init__(
        self,
        host: Host,
        kernel: subprocess.Popen[bytes],
        wishes: Wishes,
        display: Display,
        transcript: Transcript,
        keyboard: Keyboard,
    ) -> None:
        super().__init__(wishes, display, transcript, keyboard)
        self._host = host
        self._kernel = kernel
        threading.Thread(target=self._listen, daemon=True).start()

    def run(self, path: str, cells: Mapping[CellId, Cell]) -> int:
        """Have the kernel run the cells, show what happens, and return its exit code.

        Raises:
            KeyboardInterrupt: the user has ended the kernel.
            PeerLost: it has died.
        """
        try:
            self._host.control.send_many(self._commands(path, cells))
            for event in self._events():
                self._show(event)
        except PeerLost:
            if self._given_up is None:
                raise
        exitcode = self._kernel.wait()
        if self._given_up is not None:
            raise KeyboardInterrupt
        return exitcode

    def _interrupt_cell(self) -> None:
        if self._host.win32_interrupt is None:
            self._kernel.send_signal(signal.SIGINT)
        else:
            with contextlib.suppress(ChannelClosed, PeerLost):
                self._host.win32_interrupt.send(True)

    def _end_kernel(self) -> None:
        self._kernel.kill()

    def _events(self) -> Iterator[StreamMessage]:
        """Return what the kernel sends, and do meanwhile what waits for a long cell."""
        while True:
            wait = self._seconds_to_wishes()
            if wait is not None and wait <= 0:
                self._fulfil()
                continue
            try:
                yield self._host.stream.recv(timeout=wait)
            except ChannelEmpty:
                continue
            except ChannelClosed:
                return

    def _listen(self) -> None:
        for event in self._host.events:
            self._tell(event)

    # The kernel may be gone when these are called; the events that say so are still unread.

    def _fulfil(self) -> None:
        slides, requests = self._take_wishes()
        with contextlib.suppress(ChannelClosed, PeerLost):
            self._host.ui_element.send_many(slides)
            self._host.completion.send_many(requests)

    def _answer(self, line: str) -> None:
        self._display.answer(line)
        with contextlib.suppress(ChannelClosed, PeerLost):
            self._host.input.send(line)
