"""The kernel of a contract test: `python -m tests.contract.kernel HISTORY` does what it is ordered.

An order is a verb with arguments; `Verbs` has one method for each. It ends when the host closes
(exit code 0) or is lost (exit code 4), or in the way it is told.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import Final, NoReturn

import msgspec
from runtime import ChannelClosed, PeerLost

from tests.contract.deaths import until
from tests.contract.ends import connect
from tests.contract.forking import fork_often
from tests.contract.history import History
from tests.contract.measured import memory
from tests.contract.payload import Sizes
from tests.contract.spoilt import send_bad, send_long, untyped
from tests.contract.traffic import Traffic, attempt, close, fill, flood, push_of, start
from tests.contract.wire import Control, Kernel, Report, Values

LIFE: Final = 1800.0
"""Seconds after which a kernel that was forgotten ends, with a traceback of each thread."""

MUCH: Final = 128 * 2**20
"""Bytes of memory for which a kernel is killed, as a system does that has no more."""

LAST: Final = 0.5
"""Seconds that its threads have for what had arrived when the host was lost."""

LOST: Final = 4
"""Its exit code when the host is lost."""


class Unhandled(Exception):
    """What a kernel dies of that does not handle an exception."""


def end(how: str) -> NoReturn:
    """End this process, here and now."""
    match how:
        case "exit0" | "exit3":
            sys.exit(int(how[-1]))
        case "_exit":
            os._exit(5)
        case "raise":
            raise Unhandled("as ordered")
        case "oom":
            hoard = []
            while memory() < MUCH:
                hoard.append(bytearray(2**20))
            os.kill(os.getpid(), signal.SIGKILL)
        case "segv":
            ctypes.string_at(0)
        case "SIGKILL" | "SIGSEGV" | "SIGTERM" | "SIGABRT":
            os.kill(os.getpid(), signal.Signals[how])
            signal.pause()
    raise ValueError(f"cannot end by {how!r}")


def stop_host() -> None:
    """Freeze the process that has started this one, and return when it is frozen."""
    host = os.getppid()
    os.kill(host, signal.SIGSTOP)
    while Path(f"/proc/{host}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        sleep(0.001)


class Verbs:
    """What a kernel can be ordered to do."""

    def __init__(self, kernel: Kernel, history: History) -> None:
        self._kernel = kernel
        self._history = history
        self.traffic = Traffic(kernel, history)

    def obey(self, verb: str, args: list[str]) -> None:
        match verb, args:
            case "send", [channel, count, sizes, threads, first, pause]:
                self.traffic.send(
                    channel,
                    int(count),
                    Sizes.parse(sizes),
                    int(threads),
                    first=int(first),
                    pause=float(pause),
                )
            case "burst", [channel, count, sizes, threads]:
                parsed = Sizes.parse(sizes)
                self.traffic.burst(channel, int(count), parsed, int(threads))
            case "consume", [channel, pace, threads, seed]:
                self.traffic.consume(channel, pace, int(threads), seed=int(seed))
            case "stop", [channel]:
                self.traffic.stop(channel)
            case "echo_values", []:
                start(self._echo_values, range(1))
            case "send_bad", []:
                found = send_bad(untyped(self._kernel, "up_values"))
                self._answer(msgspec.json.encode(found).decode())
            case "send_long", [channel]:
                found = send_long(push_of(self._kernel, channel), self._history)
                self._answer(msgspec.json.encode(found).decode())
            case "join", []:
                self.traffic.join_senders()
                self._answer("joined")
            case "accepted", [channel]:
                self._answer(str(self.traffic.accepted(channel)))
            case "received", [channel, count]:
                self.traffic.await_received(channel, int(count))
                self._answer("received")
            case "attempt", [channel, size, count]:
                push = push_of(self._kernel, channel)
                self._answer(str(attempt(push, int(size), int(count))))
            case "fill", [channel, size]:
                self._answer(str(fill(push_of(self._kernel, channel), int(size))))
            case "stats", [channel]:
                stats = self._kernel.stats().channels[channel]
                self._answer(msgspec.json.encode(stats).decode())
            case "memory", []:
                self._answer(str(memory()))
            case "echo", [text]:
                self._answer(text)
            case "switch", [interval]:
                sys.setswitchinterval(float(interval))
            case "hold", [seconds]:
                ctypes.PyDLL(None).sleep(int(seconds))  # PyDLL keeps the GIL
                self._history.noted("held")
            case "close", [drain]:
                self._close(float(drain))
            case "flood", [channel, count, size]:
                push = push_of(self._kernel, channel)
                flood(push, int(count), int(size), self._history)
            case "watch", []:
                start(self._watch, range(1))
            case "stop_host", []:
                # The host must have sent what follows.
                until(lambda: self._kernel.orders.stats().queued >= 2)
                stop_host()
            case "kill_host_and_close", [drain]:
                host = os.getppid()
                start(lambda _: os.kill(host, signal.SIGKILL), range(1))
                self._close(float(drain))
            case "fork", [method, count, folder]:
                # A child would wait at its end for that thread, which it does not have.
                faulthandler.cancel_dump_traceback_later()
                found = fork_often(self._kernel, method, int(count), Path(folder))
                faulthandler.dump_traceback_later(LIFE, exit=True)
                self._answer(msgspec.json.encode(found).decode())
            case "end", [how]:
                end(how)
            case _:
                raise ValueError(f"no such order: {verb} {args}")

    def _close(self, drain: float) -> None:
        """Close, twice; the second time nothing happens."""
        for _ in range(2):
            close(self._kernel, self._history, drain)

    def _watch(self, _: int) -> None:
        """Write down what happens besides messages."""
        for event in self._kernel.events:
            self._history.noted(type(event).__name__)

    def _echo_values(self, _: int) -> None:
        for message in self._kernel.down_values:
            self._kernel.up_values.send(message)
            if isinstance(message, Values):
                message.numbers.append(-2)
                message.names["number"] = -2

    def _answer(self, text: str) -> None:
        self._kernel.reports.send(Report(text=text))


def run(kernel: Kernel, history: History) -> int:
    """Do what the host orders; return the exit code when that is over."""
    verbs = Verbs(kernel, history)
    while True:
        try:
            order: Control = kernel.orders.recv()
        except ChannelClosed:
            verbs.traffic.join()
            close(kernel, history, 5.0)
            return 0
        except PeerLost as error:
            history.told("orders", error.unconfirmed, error.exitcode)
            with suppress(TimeoutError):
                verbs.traffic.join(LAST)
            verbs.traffic.conclude()
            return LOST
        verbs.obey(order.verb, order.args)


def main(place: str) -> int:
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1)  # shows what each thread is at
    faulthandler.dump_traceback_later(LIFE, exit=True)
    history = History(Path(place))
    with connect() as kernel:
        history.noted("connected")
        code = run(kernel, history)
        if code:
            sys.exit(code)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
