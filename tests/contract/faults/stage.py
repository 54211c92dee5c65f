"""The processes of one fault, held by the script.

Rule 1: every wait is bounded; what does not come in time is a finding.
Rule 2: none of the processes outlives the stage. Each is held by a descriptor, so it is never mistaken
for another one with its number.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from tests.contract.faults.orders import (
    Answer,
    Hello,
    Layer,
    Order,
    Ordered,
    Start,
    Transport,
)

PATIENCE: Final = 30.0
"""Seconds for what is not being tried."""

_ANSWERS: Final = msgspec.msgpack.Decoder(Answer)
_HELLOS: Final = msgspec.msgpack.Decoder(Hello)


class StageFailed(Exception):
    """Something came to nothing that had to go well before the fault could be tried."""


class Process:
    """A process that takes orders."""

    def __init__(self, place: Connection[bytes, bytes]) -> None:
        if not place.poll(PATIENCE):
            raise StageFailed("a process connected, and has said nothing")
        self.hello = _HELLOS.decode(place.recv_bytes())
        self._place = place
        self._descriptor = os.pidfd_open(self.hello.pid)
        self._answers: dict[int, Answer] = {}
        self._number = 0

    def begin(self, order: Order) -> int:
        """Order something; return the number of the order."""
        self._number += 1
        ordered = msgspec.msgpack.encode(Ordered(self._number, order))
        with suppress(OSError):  # it is gone, as the missing answer will tell
            self._place.send_bytes(ordered)
        return self._number

    def answer(self, number: int, patience: float) -> Answer | None:
        """Return what came of an order; None if nothing comes in time, or ever."""
        deadline = time.monotonic() + patience
        while number not in self._answers:
            try:
                if not self._place.poll(max(0.0, deadline - time.monotonic())):
                    return None
                answer = _ANSWERS.decode(self._place.recv_bytes())
            except (EOFError, OSError):
                return None
            self._answers[answer.number] = answer
        return self._answers[number]

    def ask(self, order: Order, patience: float = PATIENCE) -> Answer | None:
        """Order something, and return what came of it; None if nothing does in time."""
        return self.answer(self.begin(order), patience)

    def must(self, order: Order, patience: float = PATIENCE) -> Answer:
        """Order something that is not being tried."""
        answer = self.ask(order, patience)
        if answer is None:
            raise StageFailed(f"no answer to {order}")
        return answer

    def signal(self, number: signal.Signals) -> float:
        """Send it a signal; return when."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, number)
        return time.monotonic()

    def ended(self, patience: float) -> bool:
        """Wait until it has ended; return whether it has."""
        return bool(select.select([self._descriptor], [], [], patience)[0])

    def close(self) -> None:
        self.signal(signal.SIGKILL)
        self.ended(PATIENCE)
        self._place.close()
        os.close(self._descriptor)


class Stage:
    """A host, its kernel, and whoever else appears."""

    def __init__(self, layer: Layer, transport: Transport = "ipc") -> None:
        self.layer: Layer = layer
        self.transport: Transport = transport
        self.things = ExitStack()
        """What is closed when the stage is."""
        folder = tempfile.TemporaryDirectory(prefix="stubwire-faults-")
        self.folder = Path(self.things.enter_context(folder))
        self._server = socket.socket(socket.AF_UNIX)
        self.things.enter_context(self._server)
        self._server.bind(str(self.folder / "place"))
        self._server.listen()
        self._started: list[subprocess.Popen[bytes]] = []
        self.things.callback(self._end)
        try:
            self._run(self._argv("host", "--transport", transport))
            self.host = self.arrival()
        except BaseException:
            self.things.close()
            raise

    @property
    def host_process(self) -> subprocess.Popen[bytes]:
        return self._started[0]

    def kernel_argv(self, *arguments: str) -> list[str]:
        """Return the command line of a kernel."""
        return self._argv("kernel", *arguments)

    def kernel(self) -> Process:
        """Have the host start a kernel that nothing is wrong with."""
        number = self.host.begin(Start(self.kernel_argv()))
        kernel = self.arrival()
        started = self.host.answer(number, PATIENCE)
        if kernel.hello.error or started is None or started.error:
            raise StageFailed(f"no kernel: {kernel.hello.error or started}")
        return kernel

    def kernel_with(self, info: bytes, *arguments: str) -> Process:
        """Start a kernel that is told where to connect; it may have failed."""
        process = self._run(self._argv("kernel", "--given", *arguments))
        if process.stdin is not None:
            process.stdin.write(info + b"\n")
            process.stdin.flush()
        return self.arrival()

    def arrival(self) -> Process:
        """Return the next process that says hello."""
        self._server.settimeout(PATIENCE)
        try:
            accepted, _ = self._server.accept()
        except TimeoutError:
            raise StageFailed("a process that was started has not said hello") from None
        accepted.setblocking(True)
        place: Connection[bytes, bytes] = Connection(accepted.detach())
        return self.things.enter_context(closing(Process(place)))

    def endpoints(self) -> dict[str, str]:
        """Return where the channels of the host are."""
        return msgspec.json.decode(self.host.hello.info, type=_Places).channels

    def _argv(self, role: str, *arguments: str) -> list[str]:
        program = [sys.executable, "-m", "tests.contract.faults.program"]
        return [*program, self.layer, role, str(self.folder / "place"), *arguments]

    def _run(self, argv: list[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._started.append(process)
        return process

    def _end(self) -> None:
        for process in self._started:
            process.kill()
            process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.things.close()


class _Places(msgspec.Struct):
    channels: dict[str, str]
