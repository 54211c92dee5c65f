"""One side of a session, to be mistreated by a foreign peer.

`python -m tests.contract.victim RECURSION STACK` (0 leaves Python's limits as they are) obeys, line by
line, and answers each. "open" makes a connection: a host answers its info; a kernel reads one from the
next line, and answers how its `connect` went.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import msgspec
from runtime import (
    BindingConnection,
    ChannelEmpty,
    ConnectingConnection,
    Connection,
    ConnectionInfo,
    Event,
    MessageRejected,
    PeerEnded,
    Pull,
    Push,
    Stats,
    StubwireError,
)

from tests.contract import hooked, wire
from tests.contract.measured import memory
from tests.contract.records import Records, listen_to_log
from tests.contract.scale import limit
from tests.contract.spoilt import bad_objects
from tests.contract.steer import as_transport

HOSTS: Final[
    dict[
        str,
        type[BindingConnection[wire.Kernel]] | type[BindingConnection[hooked.Kernel]],
    ]
] = {
    "wire": wire.Host,
    "hooked": hooked.Host,
}
KERNELS: Final[dict[str, type[ConnectingConnection]]] = {
    "wire": wire.Kernel,
    "hooked": hooked.Kernel,
}

LIFE: Final = 1800.0
"""Seconds after which a victim that was forgotten ends, with a traceback of each thread."""

PATIENCE: Final = limit(20.0)


class Letter(msgspec.Struct, frozen=True):
    """A dead letter, without its frame."""

    channel: str
    position: int
    reason: str
    path: str
    error: str
    size: int


class Look(msgspec.Struct, frozen=True):
    """How a victim is."""

    state: str
    healthy: bool
    letters: list[Letter]
    stats: dict[str, Stats]
    strangers: int
    total: int
    records: list[tuple[float, str]]
    events: list[str]
    unconfirmed: dict[str, int]
    memory: int
    peak: int

    @property
    def kept(self) -> int:
        """How many bytes the dead letters have."""
        return sum(letter.size for letter in self.letters)


class Ticker:
    """A thread that does next to nothing, often: what keeps it from that holds the interpreter."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._running = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Return the longest time between two ticks."""
        self._running = False
        self._thread.join()
        return self.worst

    def _run(self) -> None:
        before = monotonic()
        while self._running:
            sleep(0.0005)
            now = monotonic()
            self.worst = max(self.worst, now - before)
            before = now


class Verbs:
    """What a victim can be told to do."""

    def __init__(self, connection: Connection, records: Records) -> None:
        self.connection = connection
        self._records = records
        self._ticker: Ticker | None = None
        self._eaters: list[threading.Thread] = []
        self._eaten: dict[str, int] = {}
        self._events: list[str] = []
        self._unconfirmed: dict[str, int] = {}

    def obey(self, verb: str, args: list[str]) -> object:
        match verb, args:
            case "take", [channel, count]:
                return [self._take(channel) for _ in range(int(count))]
            case "eat", [channel]:
                self._eaten[channel] = 0
                thread = threading.Thread(
                    target=self._eat, args=(channel,), daemon=True
                )
                thread.start()
                self._eaters.append(thread)
            case "eaten", [channel]:
                return self._eaten[channel]
            case "end", [channel]:
                return self._end(channel)
            case "end_soon", [channel]:
                begin = monotonic()
                return self._end(channel), monotonic() - begin
            case "ends", []:
                return {name: self._end(name) for name in self.connection._ends}
            case "send", [channel, frame]:
                return self._send(channel, bytes.fromhex(frame))
            case "fill", [channel, frame]:
                return self._fill(channel, bytes.fromhex(frame))
            case "send_bad", [channel]:
                return self._send_bad(channel)
            case "look", []:
                return self._look()
            case "tick", []:
                self._ticker = Ticker()
            case "ticked", [] if self._ticker is not None:
                return self._ticker.stop()
            case "close", [drain]:
                return self.connection.close(float(drain))
            case _:
                raise ValueError(f"no such order: {verb} {args}")
        return None

    def _pull(self, channel: str) -> Pull[object]:
        end = getattr(self.connection, channel)
        if not isinstance(end, Pull):
            raise TypeError(f"{channel} is no Pull")
        return end

    def _push(self, channel: str) -> Push[object]:
        end = getattr(self.connection, channel)
        if not isinstance(end, Push):
            raise TypeError(f"{channel} is no Push")
        return end

    def _take(self, channel: str) -> str:
        """Return what `recv` returns, in hexadecimal, or the error that it raises."""
        try:
            return msgspec.msgpack.encode(self._pull(channel).recv(PATIENCE / 2)).hex()
        except StubwireError as error:
            return f"{type(error).__name__}: {error}"

    def _eat(self, channel: str) -> None:
        """Take whatever comes: each is a message of the channel, or the process ends."""
        pull = self._pull(channel)
        recode = msgspec.msgpack.Encoder().encode
        with suppress(StubwireError):
            while True:
                pull.channel.decode(recode(pull.recv()))
                self._eaten[channel] += 1

    def _end(self, channel: str) -> str:
        """Wait for the end of a channel; return the error that says so."""
        deadline = monotonic() + PATIENCE / 2
        while monotonic() < deadline:
            try:
                end = getattr(self.connection, channel)
                if isinstance(end, Pull):
                    with suppress(ChannelEmpty):
                        end.recv(0.01)
                elif (ending := end._outbox._ending) is not None:
                    raise ending(repr(end))
                else:
                    sleep(0.001)
            except StubwireError as error:
                return f"{type(error).__name__}: {error}"
        return "none"

    def _send(self, channel: str, frame: bytes) -> str:
        """Send what a frame holds; return the name of the error that it raises."""
        push = self._push(channel)
        try:
            push.send(push.channel.decode(frame), PATIENCE / 2)
        except StubwireError as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def _fill(self, channel: str, frame: bytes) -> str:
        """Send what a frame holds once more, without waiting; return the name of the error."""
        push = self._push(channel)
        try:
            push.send_nowait(push.channel.decode(frame))
        except StubwireError as error:
            return type(error).__name__
        return ""

    def _send_bad(self, channel: str) -> dict[str, str]:
        """Try to send each bad object, and a good one after it; return the names of the errors."""
        push = self._push(channel)
        found = {}
        for name, bad in bad_objects():
            try:
                push.send(bad)
                found[name] = ""
            except Exception as error:
                found[name] = type(error).__name__
            push.send(wire.Values(text="good"))
        return found

    def _look(self) -> Look:
        connection = self.connection
        stats = connection.stats()
        with suppress(StubwireError):
            while True:
                event = connection.events.recv_nowait()
                self._events.append(text_of(event))
                if isinstance(event, PeerEnded):
                    left = event.unconfirmed.items()
                    self._unconfirmed = {name: count for name, count in left if count}
        return Look(
            state=connection.state,
            healthy=connection.healthy,
            letters=[
                Letter(
                    channel=letter.channel,
                    position=letter.position,
                    reason=letter.reason,
                    path=letter.path,
                    error=letter.error,
                    size=len(letter.frame),
                )
                for letter in connection.dead_letters
            ],
            stats=stats.channels,
            strangers=stats.strangers,
            total=stats.dead_letters,
            records=self._records.lines,
            events=self._events,
            unconfirmed=self._unconfirmed,
            memory=memory(),
            peak=peak_memory(),
        )


def peak_memory() -> int:
    """Return how many bytes this process has had at most; `ru_maxrss` would count its parent's."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise OSError("/proc/self/status has no VmHWM")


def text_of(event: Event) -> str:
    match event:
        case MessageRejected():
            return f"{event.channel} {event.position} {event.reason} {event.path}"
        case PeerEnded():
            return f"PeerEnded {event.clean} {event.why}"
    return type(event).__name__


def answer(value: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def opened(role: str, transport: str, catalogue: str) -> Connection | None:
    """Return a side that has bound, or connected; answer its info, or how that went."""
    if role == "host":
        host = HOSTS[catalogue].bind(as_transport(transport))
        answer(host.info)
        return host
    info = ConnectionInfo.from_json(sys.stdin.buffer.readline())
    begin = monotonic()
    try:
        kernel = KERNELS[catalogue].connect(info, PATIENCE / 2)
    except StubwireError as error:
        answer((f"{type(error).__name__}: {error}", monotonic() - begin))
        return None
    answer(("ready", monotonic() - begin))
    return kernel


def main(recursion: str, stack: str) -> None:
    faulthandler.dump_traceback_later(LIFE, exit=True)
    records = listen_to_log()
    if int(recursion):
        sys.setrecursionlimit(int(recursion))
    if int(stack):
        threading.stack_size(int(stack))
    verbs: Verbs | None = None
    for line in sys.stdin.buffer:
        match msgspec.json.decode(line, type=list[str]):
            case ["open", role, transport, catalogue]:
                if verbs is not None:
                    verbs.connection.close(drain=0)
                records.lines.clear()
                connection = opened(role, transport, catalogue)
                verbs = None if connection is None else Verbs(connection, records)
            case [verb, *args] if verbs is not None:
                answer(verbs.obey(verb, args))
            case other:
                raise ValueError(f"not now: {other}")


if __name__ == "__main__":
    main(*sys.argv[1:])
