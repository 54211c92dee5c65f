"""The main thread of a host makes one call after the other while signals strike.

`python -m tests.contract.scenes.struck FOLDER TRANSPORT SIGNAL HANDLER CALL SECONDS`
"""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from runtime import ChannelClosed, ChannelEmpty, StubwireError

from tests.contract import checker, payload
from tests.contract.history import Closed, Event, History, read
from tests.contract.measured import measured
from tests.contract.payload import Sizes
from tests.contract.steer import (
    Steered,
    Transport,
    as_transport,
    kernel_command,
    steered,
)
from tests.contract.strikes import HANDLERS, STRUCK, Handler, striking
from tests.contract.traffic import close, pull_of, push_of, receive, send
from tests.contract.wire import Host, Kernel

STUCK: Final = 45.0
"""Seconds beyond its own after which a scene hangs."""

DOWN: Final = ("down1", "down_ten", "down_one")
UP: Final = ("up1", "up_ten", "up_one")
SHARED: Final = "up2"
"""Here others receive, too. What a struck `recv` had taken out, one of them may get late."""

SIZES: Final = Sizes(16, 4096)
ENDLESS: Final = 10**9
LAST: Final = 10**9
MAIN: Final = 99
"""As whom the main thread receives."""


class Scene:
    """What strikes, and for how long."""

    def __init__(
        self, transport: Transport, signal: str, handler: Handler, seconds: float
    ) -> None:
        self.transport = transport
        self.raised = 0
        self._signal = signal
        self._handler = handler
        self._seconds = seconds

    @contextmanager
    def striking(self) -> Iterator[Iterator[int]]:
        """Let signals strike while the numbers are used, which end in time."""

        def numbers() -> Iterator[int]:
            for number in count():
                if monotonic() > end:
                    return
                yield number

        with striking(self._signal, self._handler) as strikes:
            end = monotonic() + self._seconds
            try:
                yield numbers()
            finally:
                self.raised += strikes.raised
        if strikes.total < 3:
            print(f"only {strikes.total} signals in {self._seconds} s")

    def judge_raised(self) -> None:
        if (self.raised == 0) != (self._handler == "count"):
            print(f"the handler {self._handler!r} has raised {self.raised} times")


def struck_send(scene: Scene, folder: Path) -> None:
    """Send, alone and many at once, with room and without."""
    with steered(scene.transport, folder) as both:
        for place, channel in enumerate(DOWN):
            both.consume(channel, "random", seed=place)
        with scene.striking() as numbers:
            for number in numbers:
                with suppress(*STRUCK):
                    if number % 8:
                        send_one(both, DOWN[number % 3], number)
                    else:
                        send_many(both, DOWN[number // 8 % 3], number)
        for channel in DOWN:
            send_one(both, channel, LAST)
        conclude(both, *DOWN)


def send_one(both: Steered, channel: str, number: int) -> None:
    message = payload.make(channel, 0, number, SIZES)
    send(push_of(both.host, channel), message, both.history)


def send_many(both: Steered, channel: str, first: int) -> None:
    """Send messages as other threads' ones, so that their numbers are their own."""
    messages = [payload.make(channel, 1 + n, first, SIZES) for n in range(100)]
    done = both.history.unknown
    for message in messages:
        both.history.begun(channel, message.thread, message.number, message.crc)
    try:
        push_of(both.host, channel).send_many(messages)
        done = both.history.accepted
    finally:
        for message in messages:
            done(channel, message.thread, message.number)


def struck_recv(scene: Scene, folder: Path) -> None:
    """Receive, with and without waiting."""
    with steered(scene.transport, folder) as both:
        for channel in (*UP, SHARED):
            both.send(channel, ENDLESS, SIZES, 2)
        both.consume(SHARED, "random")
        with scene.striking() as numbers:
            for number in numbers:
                pull = pull_of(both.host, (*UP, SHARED)[number % 4])
                with suppress(ChannelEmpty, *STRUCK):
                    receive(pull, both.history, MAIN, (0.0, 0.01, None)[number % 7 % 3])
        for channel in (*UP, SHARED):
            both.order("stop", channel)
            both.consume(channel)
        assert both.ask("join") == "joined"
        both.order("close", 5.0)
        conclude(both, *UP, SHARED)


def conclude(both: Steered, *channels: str) -> None:
    """End the traffic, and print what is wrong with it."""
    if SHARED in channels:
        both.traffic.join()
    close(both.host, both.history, 5.0)
    code = both.process.wait(STUCK)
    if code:
        print(f"the kernel ended with exit code {code}")
    tell(both.nothing_lost(*(name for name in channels if name != SHARED)))
    if SHARED in channels:
        judge_shared(*both.sides(SHARED))
    for channel in channels:
        sender, receiver = both.sides(channel)
        if not checker.deliveries(receiver, channel):
            print(f"{channel}: nothing was delivered")
        for event in sender:
            if isinstance(event, Closed) and event.unconfirmed[channel]:
                print(f"{channel}: {event.unconfirmed[channel]} are not confirmed")


def judge_shared(sender: list[Event], receiver: list[Event]) -> None:
    """Print what is lost or was delivered twice, whatever the order."""
    sent = checker.sendings(sender, SHARED)
    got = Counter((e.thread, e.number) for e in checker.deliveries(receiver, SHARED))
    lost = [
        name for name, sending in sent.items() if sending.accepted and not got[name]
    ]
    if lost or got.total() != len(got) or got.keys() - sent.keys():
        print(f"{SHARED}: {len(lost)} lost, {got.total() - len(got)} delivered twice")


def struck_close(scene: Scene, folder: Path) -> None:
    """Close, again and again until it returns; the other side reads all the while."""
    places: list[Path] = []
    with scene.striking() as numbers:
        for number in numbers:
            places.append(folder / str(number))
            places[-1].mkdir()
            if number % 8 == 7:
                close_process(scene, places[-1])
            else:
                close_pair(scene, places[-1])
    for place in places:
        judge_closed(read(place / "host"), read(place / "kernel"))
    measured("closed sessions, too few", -len(places))


def close_pair(scene: Scene, folder: Path) -> None:
    ours, theirs = History(folder / "host"), History(folder / "kernel")
    done = threading.Event()
    made: list[tuple[Host, Kernel]] = []

    def other() -> None:  # what no signal strikes
        host = Host.bind(scene.transport)
        kernel = Kernel.connect(host.info)
        for number in range(50):
            send(host.down1, payload.make("down1", 0, number, SIZES), ours)
            send(kernel.up1, payload.make("up1", 0, number, SIZES), theirs)
        made.append((host, kernel))
        done.set()
        with suppress(ChannelClosed):
            while True:
                receive(kernel.down1, theirs)
        close(kernel, theirs, 5.0)

    thread = threading.Thread(target=other)
    thread.start()
    done.wait(STUCK)
    host, _ = made[0]
    close_struck(host, ours)
    thread.join(STUCK)
    if thread.is_alive():
        print("the other side does not hear of the close")
    ours.close()
    theirs.close()


def close_process(scene: Scene, folder: Path) -> None:
    """The same with a process, whose start is left alone."""
    made: list[Steered] = []
    done, over = threading.Event(), threading.Event()

    def other() -> None:
        with steered(scene.transport, folder) as both:
            both.order("consume", "down1", "prompt", 1, 0)
            for number in range(50):
                send_one(both, "down1", number)
            made.append(both)
            done.set()
            over.wait(STUCK)
            both.process.wait(STUCK)

    thread = threading.Thread(target=other)
    thread.start()
    done.wait(STUCK)
    close_struck(made[0].host, made[0].history)
    over.set()
    thread.join(STUCK)


def close_struck(host: Host, history: History) -> None:
    while True:
        with suppress(*STRUCK):
            close(host, history, 5.0)
            break


def judge_closed(ours: list[Event], theirs: list[Event]) -> None:
    tell(checker.nl(ours, theirs, "down1"))
    tell(checker.vs(ours, theirs, "down1"))
    tell(checker.px(theirs, ours, "up1"))


def struck_start(scene: Scene, folder: Path) -> None:
    """Start sessions with this process and with others; none that fails leaves anything."""
    before = threading.active_count()
    ready = 0
    with scene.striking() as numbers:
        for number in numbers:
            ready += start_struck(scene, folder / str(number), number % 4 == 3)
    measured("ready sessions, too few", -ready)
    gc.collect()
    end = monotonic() + STUCK
    while threading.active_count() > before and monotonic() < end:
        sleep(0.01)  # one that was given up may start others as it ends
    if threading.active_count() > before:
        print(f"threads are left: {threading.enumerate()}")
    with suppress(ChildProcessError):
        print(f"a child is left: {os.waitpid(-1, os.WNOHANG)}")
    (folder / "last").mkdir()
    with steered(scene.transport, folder / "last") as both:
        if both.ask("echo", "well") != "well":
            print("a last start was not well")


def start_struck(scene: Scene, folder: Path, spawns: bool) -> bool:
    """Return whether a session was ready."""
    sides: list[Host | Kernel] = []
    process = None
    try:
        host = Host.bind(scene.transport)
        sides.append(host)
        if spawns:
            folder.mkdir()
            process = host.spawn(
                silent(kernel_command(folder / "kernel")), timeout=STUCK
            )
        else:
            sides.append(Kernel.connect(host.info, timeout=STUCK))
    except STRUCK:
        return False
    finally:
        for side in sides:
            while True:
                with suppress(*STRUCK):
                    side.close(drain=0)
                    break
        if process is not None:
            process.wait(STUCK)
    return True


def silent(command: list[str]) -> list[str]:
    """Return a command that says nothing: its host may be gone before it comes."""
    return ["/bin/sh", "-c", 'exec "$@" 2>/dev/null', "sh", *command]


def ignore_strikes(unraisable: sys.UnraisableHookArgs) -> None:
    """Tell of what nobody can catch, but for strikes in finalizers."""
    if not isinstance(unraisable.exc_value, STRUCK):
        sys.__unraisablehook__(unraisable)


def tell(violations: list[str]) -> None:
    for violation in violations:
        print(violation)


SCENES: Final = {
    "send": struck_send,
    "recv": struck_recv,
    "close": struck_close,
    "start": struck_start,
}


def main(
    folder: str, transport: str, signal: str, handler: str, call: str, seconds: str
) -> None:
    faulthandler.dump_traceback_later(STUCK + float(seconds), exit=True)
    sys.unraisablehook = ignore_strikes
    logging.getLogger("stubwire").setLevel(logging.CRITICAL)
    kind = next(kind for kind in HANDLERS if kind == handler)
    scene = Scene(as_transport(transport), signal, kind, float(seconds))
    try:
        SCENES[call](scene, Path(folder))
    except StubwireError as error:
        print(f"{type(error).__name__}: {error}")
    scene.judge_raised()


if __name__ == "__main__":
    main(*sys.argv[1:])
