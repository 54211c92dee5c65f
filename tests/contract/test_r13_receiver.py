"""R13: the receiver thread does not die in silence; what is no fault, it survives."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Final

import msgspec
import pytest
from runtime import ConnectionInfo, Event, PeerEnded, ReceiverDied, StubwireError

from tests.contract import checker, payload
from tests.contract.history import History, read
from tests.contract.injection import FATAL, POINTS, TRANSIENT, Injection
from tests.contract.measured import measured
from tests.contract.payload import Sizes
from tests.contract.scale import FULL, TRANSPORTS, limit, repeats
from tests.contract.scenes.peers import Over, Wanted
from tests.contract.steer import Transport
from tests.contract.traffic import fill, pull_of, push_of, receive, send
from tests.contract.wire import Host, Kernel

SOON: Final = limit(1.0)
WATCHDOG: Final = limit(2.0)
SIZES: Final = Sizes(16, 4096)
SIDES: Final = ("host", "kernel")

CASES: Final = [
    (transport, side, point, fault)
    for place, point in enumerate(POINTS)
    for number, fault in enumerate(FATAL)
    for way, transport in enumerate(TRANSPORTS)
    for which, side in enumerate(SIDES)
    if FULL or (way + 2 * which == (place + number) % 4)
]


class Peers:
    """A process that is the other side of whatever session is asked for."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.scenes.peers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    @contextmanager
    def session(self, transport: Transport, side: str, folder: Path) -> Iterator[Side]:
        """Yield one side of a session, which is closed afterwards at the latest."""
        connection: Host | Kernel
        if side == "host":
            connection = Host.bind(transport)
            self._want(Wanted(str(folder), info=connection.info.to_json()))
        else:
            self._want(Wanted(str(folder), transport=transport))
            connection = Kernel.connect(ConnectionInfo.from_json(self._line()))
        history = History(folder / "here")
        try:
            yield Side(connection, history, folder)
        finally:
            connection.close(drain=0)
            history.close()

    def over(self) -> Over:
        """Wait until the session has ended there."""
        return msgspec.json.decode(self._line(), type=Over)

    def _want(self, wanted: Wanted) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(wanted) + b"\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode()


class Side:
    """The side whose receiver thread has faults."""

    def __init__(self, side: Host | Kernel, history: History, folder: Path) -> None:
        self.side = side
        self.history = history
        self.folder = folder
        self.out, self.back = (
            ("down", "up") if isinstance(side, Host) else ("up", "down")
        )
        self._numbers = count()

    def inject(self, point: str, fault: str) -> Injection:
        return Injection(self.side, point, fault, f"{self.back}_one")

    def ping(self) -> None:
        """Send a message, and wait until it comes back."""
        channel = f"{self.out}_one"
        message = payload.make(channel, 0, next(self._numbers), SIZES)
        send(push_of(self.side, channel), message, self.history, WATCHDOG)
        receive(pull_of(self.side, f"{self.back}_one"), self.history, 0, WATCHDOG)


class Blocked:
    """A call in a thread of its own, and how it ended."""

    def __init__(self, call: Callable[[], object]) -> None:
        self.at = 0.0
        self.error = ""
        self._call = call
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def ended(self) -> bool:
        self._thread.join(WATCHDOG)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while True:
                self._call()
        except StubwireError as error:
            self.at = monotonic()
            self.error = type(error).__name__


@pytest.fixture(scope="module")
def peers() -> Iterator[Peers]:
    made = Peers()
    yield made
    made.close()


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_is_transient_is_survived(
    peers: Peers, transport: Transport, side: str, run: int, tmp_path: Path
) -> None:
    """Each channel has room for one: what is forgotten stops everything."""
    with peers.session(transport, side, tmp_path) as here:
        here.ping()
        for point in POINTS:
            for fault in TRANSIENT:
                injection = here.inject(point, fault)
                begin = monotonic()
                for _ in range(3):
                    here.ping()
                took = monotonic() - begin
                assert injection.happened(0), f"{fault} has not happened at {point}"
                assert measured("three pings (ms)", took * 1000, SOON * 1000) < (
                    SOON * 1000
                )
        assert here.side.healthy
        report = here.side.close()
        assert report.complete
        assert peers.over().error == "ChannelClosed"
    ours, theirs = read(tmp_path / "here"), read(tmp_path / "peer")
    assert checker.nl(ours, theirs, f"{here.out}_one") == []
    # The echo of `out` is sent under the numbers, and with the checksums, of `out`.
    got = [(e.thread, e.number) for e in checker.deliveries(ours, f"{here.back}_one")]
    assert got == [(0, number) for number in range(len(got))]
    assert len(got) == 1 + 3 * len(POINTS) * len(TRANSIENT)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize(("transport", "side", "point", "fault"), CASES)
def test_any_other_fault_is_reported_on_every_channel(
    peers: Peers,
    transport: Transport,
    side: str,
    point: str,
    fault: str,
    run: int,
    tmp_path: Path,
) -> None:
    events: list[Event] = []
    with peers.session(transport, side, tmp_path) as here:
        here.ping()
        full = push_of(here.side, f"{here.out}_ten")
        fill(full, 16)
        message = payload.make(full.channel.name, 0, 0, SIZES)
        blocked = [
            Blocked(lambda: full.send(message)),
            Blocked(pull_of(here.side, f"{here.back}1").recv),
            Blocked(pull_of(here.side, f"{here.back}2").recv),
        ]
        watcher = threading.Thread(
            target=lambda: events.extend(here.side.events), daemon=True
        )
        watcher.start()
        injection = here.inject(point, fault)
        blocked.append(Blocked(here.ping))
        assert injection.happened(WATCHDOG), f"{fault} has not happened at {point}"
        for call in blocked:
            assert call.ended()
            assert call.error == "ReceiverDied"
            took = measured("ReceiverDied after (ms)", (call.at - injection.at) * 1000)
            assert took <= SOON * 1000
        assert not here.side.healthy
        assert here.side.state == "failed"
        with pytest.raises(ReceiverDied) as died:
            full.send_nowait(message)
        assert injection.is_cause(died.value.cause)
        over = peers.over()
        assert over.error == "PeerLost"
        told = measured("PeerLost of the other side (ms)", over.at - injection.at)
        assert told <= SOON
        begin = monotonic()
        assert not here.side.close().complete
        assert monotonic() - begin <= 0.5
        watcher.join(WATCHDOG)
        assert not watcher.is_alive()
        assert [event.clean for event in events if isinstance(event, PeerEnded)] == [
            False
        ]
