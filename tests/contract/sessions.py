"""Sessions for the soak: traffic on every channel, a fault, and the judgement."""

from __future__ import annotations

import os
import random
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Final

import msgspec
from runtime import (
    ChannelClosed,
    ChannelEmpty,
    HandshakeError,
    PeerLost,
    ProtocolFault,
    StartupError,
)
from runtime.session_messages import Welcome

from tests.contract import checker
from tests.contract.foreign import PULSE, Peer, foreign_kernel
from tests.contract.intruder import endpoints_of
from tests.contract.kernel import LOST
from tests.contract.payload import Sizes
from tests.contract.scale import TRANSPORTS
from tests.contract.situations import stop
from tests.contract.steer import Steered, Transport, steered
from tests.contract.traffic import WATCHDOG, close
from tests.contract.wire import Host, Kernel

DOWN: Final = (
    *("down1", "down2", "down_ten", "down_one", "down_small", "down_error"),
    "down_bulk",
)
UP: Final = ("up1", "up2", "up_ten", "up_one", "up_small", "up_bulk")
LONG: Final = 200_000
"""Bytes: of those that are that long, the buffers are frames of their own."""
DROPPING: Final = ("down_newest", "down_oldest", "down_latest")
"""What finds no room here is dropped: there are gaps, as the catalogue says."""

ENDS: Final = ("exit0", "exit3", "raise", "_exit", "SIGTERM", "SIGSEGV", "SIGKILL")

FAULTS: Final = (
    "none",
    "none",
    "SIGSTOP",
    "end",
    "end",
    "host closes",
    "kernel closes",
    "restart",
)

REFUSED: Final = (HandshakeError, StartupError)


class Session:
    """One session, whose traffic and fault follow from `chance`."""

    def __init__(self, chance: random.Random, folder: Path, fault: str) -> None:
        self._chance = chance
        self._folder = folder
        self._fault = fault
        self._found: list[str] = []

    def play(self) -> list[str]:
        """Return what went against a promise."""
        transport = self._chance.choice(TRANSPORTS)
        heartbeat = self._chance.choice((0.5, 5.0))
        with ExitStack() as stack:
            with deaf():
                both = stack.enter_context(
                    steered(transport, self._folder, heartbeat=heartbeat)
                )
            with disturbed(both.host, self._chance, self._found):
                self._start(both)
                sleep(self._chance.random() * 0.5)
                self._strike(both)
        return self._found

    def _start(self, both: Steered) -> None:
        """Let every channel be sent on and read, one of them slowly perhaps."""
        slow = self._chance.choice((*DOWN, *UP, *[""] * 5))
        for channel in (*DOWN, *UP, *DROPPING):
            pace = "2" if channel == slow else self._chance.choice(("prompt", "random"))
            both.consume(channel, pace, seed=self._chance.randrange(1000))
        most = self._chance.choice((100, 500))
        for channel in (*DOWN, *UP, *DROPPING):
            longest = self._chance.choice((16, 1000, 60_000))
            if channel.endswith("_bulk"):
                longest = max(longest, LONG)
            both.send(channel, self._chance.randrange(most), Sizes(16, longest), 2)

    def _strike(self, both: Steered) -> None:
        match self._fault:
            case "none":
                self._finish(both)
            case "SIGSTOP":
                stop(both.process)
                sleep(self._chance.random() * 1.5)
                os.kill(both.process.pid, signal.SIGCONT)
                self._finish(both)
            case "end":
                how = self._chance.choice(ENDS)
                if how == "SIGKILL":
                    both.process.kill()
                else:
                    both.order("end", how)
                self._lose(both)
            case "restart":
                both.process.kill()
                with ExitStack() as stack:
                    again = self._folder / "again"
                    again.mkdir()
                    with deaf():
                        other = stack.enter_context(steered("ipc", again))
                    self._start(other)
                    self._lose(both)
                    self._finish(other)
            case "host closes":
                close(both.host, both.history, self._drain())
                both.traffic.join()
                code = both.process.wait(WATCHDOG)
                if code not in (0, LOST):
                    self._found.append(f"the kernel has ended with {code}")
                self._prefixes(both, up_is_told=code == 0)
            case "kernel closes":
                both.order("close", self._drain())
                both.traffic.join()
                close(both.host, both.history, 5.0)
                if code := both.process.wait(WATCHDOG):
                    self._found.append(f"the kernel has ended with {code}")
                self._prefixes(both, up_is_told=True)

    def _drain(self) -> float:
        return self._chance.choice((0.0, 0.05, 0.5, 5.0))

    def _finish(self, both: Steered) -> None:
        """Let all of it arrive; nothing may be lost."""
        both.all_sent()
        for channel in DOWN:
            both.await_received(channel, both.traffic.accepted(channel))
        if code := both.finish(*UP):
            self._found.append(f"the kernel has ended with {code}")
        self._found += both.nothing_lost(*DOWN, *UP)
        self._look(both)

    def _lose(self, both: Steered) -> None:
        """Let the kernel be gone; what was lost must be told."""
        both.process.wait(WATCHDOG)
        both.traffic.join()
        both.traffic.conclude()
        close(both.host, both.history, 5.0)
        # It may have been about to write down a message that it had received.
        self._prefixes(both, up_is_told=False, in_hand=1)

    def _prefixes(self, both: Steered, *, up_is_told: bool, in_hand: int = 0) -> None:
        ours, theirs = both.ours(), both.theirs()
        for channel in DOWN:
            self._found += checker.px(ours, theirs, channel)
            self._found += checker.vs(ours, theirs, channel, in_hand)
        for channel in UP:
            self._found += checker.px(theirs, ours, channel)
            if up_is_told:
                self._found += checker.vs(theirs, ours, channel)
        self._look(both)

    def _look(self, both: Steered) -> None:
        """Judge what is so however a session ends."""
        ours, theirs = both.ours(), both.theirs()
        for channel in DROPPING:
            for what in checker.px(ours, theirs, channel):
                if " is a gap: " not in what and "... and" not in what:
                    self._found.append(what)
        stats = both.host.stats()
        if not both.host.healthy or stats.dead_letters:
            self._found.append(f"healthy: {both.host.healthy}, {stats}")


def hostile(chance: random.Random) -> list[str]:
    """Return what a peer could do that proves itself, and then says anything."""
    transport: Transport = chance.choice(TRANSPORTS)
    with Host.bind(transport) as host:
        with foreign_kernel(host.info, Kernel) as peer:
            peer.greet()
            peer.hear(Welcome)
            for _ in range(chance.randrange(1, 200)):
                babble(peer, chance)
        found = [] if host.healthy else ["the receiver thread has died"]
        for pull in (host.up1, host.up2, host.up_ten, host.up_one, host.up_small):
            got = drained(pull.recv)
            if got > pull.channel.capacity:
                found.append(f"{got} messages were delivered beyond {pull.channel}")
        host.close(drain=0)
    return found


def babble(peer: Peer, chance: random.Random) -> None:
    """Send something on some socket: nonsense, or a good frame with a few other bytes."""
    name = chance.choice([name for name in peer.sockets if name != PULSE])
    frame = bytearray(chance.randbytes(chance.randrange(100)))
    if chance.random() < 0.5:
        fields = {"type": "payload", "thread": 0, "number": 0, "crc": 0, "data": b"x"}
        frame = bytearray(msgspec.msgpack.encode(fields))
        for _ in range(chance.randrange(3)):
            frame[chance.randrange(len(frame))] = chance.randrange(256)
    if name in peer.terms and not peer.terms[name]["sends"]:
        return
    # On the session socket, hardly ever: it is the end.
    if name in peer.terms or chance.random() < 0.05:
        peer.send(name, bytes(frame))


def drained(receive: Callable[[float], object]) -> int:
    """Return how many messages come until the channel ends."""
    count = 0
    while True:
        try:
            receive(WATCHDOG)
        except ChannelEmpty:
            raise TimeoutError("a channel neither ends nor has a message") from None
        except (ChannelClosed, PeerLost, ProtocolFault):
            return count
        count += 1


@contextmanager
def disturbed(host: Host, chance: random.Random, found: list[str]) -> Iterator[None]:
    """Have strangers come meanwhile, or nobody."""
    visits = chance.choice((0, 0, 10))
    seed = chance.random()
    info = host.info
    over = threading.Event()

    def visit() -> None:
        mine = random.Random(seed)
        places = list(endpoints_of(info).values())
        for _ in range(visits):
            if over.wait(mine.random() * 0.1):
                return
            knock(mine.choice(places), mine.randbytes(mine.randrange(200)))
        with suppress(*REFUSED):
            Kernel.connect(info, timeout=2.0, detached=True).close(drain=0)
            found.append("a second kernel was let in")

    thread = threading.Thread(target=visit)
    if visits:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if visits:
            thread.join()


def knock(place: str, said: bytes) -> None:
    """Come to a socket without ZeroMQ, say something, and go."""
    scheme, _, address = place.partition("://")
    with suppress(OSError):
        if scheme == "ipc":
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(address)
                client.sendall(said)
        else:
            host, _, port = address.rpartition(":")
            with socket.create_connection((host, int(port)), timeout=2.0) as client:
                client.sendall(said)


@contextmanager
def deaf() -> Iterator[None]:
    """Have the processes that are started here never see Ctrl-C, which is for this one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
