"""S8: whatever the other side does, few lines are logged, and never what a message holds."""

import logging
from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from time import monotonic
from typing import Final

import msgspec
import pytest
import zmq
from runtime import BindingConnection, Channel, ConnectingConnection, PeerEnded, Push
from runtime.session import Session
from runtime.session_messages import Rejected

from tests.contract.intruder import endpoints_of, kind_for
from tests.contract.measured import measured
from tests.contract.scale import TRANSPORTS, count, limit, seconds
from tests.contract.steer import Transport
from tests.contract.wire import (
    UP_VALUES,
    Down1Pull,
    Down1Push,
    Payload,
    Up1Pull,
    Up1Push,
    UpValuesPull,
)

QUIET: Final = 20
"""Log records in any second."""

MARK: Final = "PAYLOAD-THAT-MUST-NOT-SHOW-" * 3


class Records(logging.Handler):
    """What this package has logged, and when."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen: list[tuple[float, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append((monotonic(), f"{record.getMessage()} {record.exc_info}"))

    def busiest(self) -> int:
        times = [at for at, _ in self.seen]
        return max((sum(at <= o < at + 1 for o in times) for at in times), default=0)


@pytest.fixture
def records() -> Iterator[Records]:
    """Return all records of this package, of every level."""
    handler = Records()
    logger = logging.getLogger("stubwire")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


# A peer with the same fingerprints, whose channels carry whatever it likes.


class Raw(Push[msgspec.Raw]):
    channel = Channel("up_values", msgspec.Raw, fingerprint=UP_VALUES.fingerprint)


class RawKernel(ConnectingConnection):
    up: Up1Push
    down: Down1Pull
    values: Raw


class PlainHost(BindingConnection[RawKernel]):
    up: Up1Pull
    down: Down1Push
    values: UpValuesPull


def judge(records: Records, hostile: str) -> None:
    """Hold the log to what the contract allows."""
    assert (
        measured(f"{hostile}: records in a second", records.busiest(), QUIET) <= QUIET
    )
    for _, text in records.seen:
        assert MARK[:10] not in text
        assert MARK.encode()[:33].hex() not in text
        assert len(text) < 2000
        assert "\n" not in text


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_frames_that_are_no_messages(transport: Transport, records: Records) -> None:
    with PlainHost.bind(transport) as host, RawKernel.connect(host.info) as kernel:
        bad = [
            msgspec.Raw(msgspec.msgpack.encode(value))
            for value in (MARK, {"type": MARK}, {"type": "values", "text": [MARK]})
        ]
        bad.append(msgspec.Raw(msgspec.msgpack.encode({"type": "values", MARK: 1})))
        tries = count(100_000)
        for number in range(tries):
            kernel.values.send(bad[number % 3], limit(10))
        kernel.up.send(Payload(thread=0, number=7, crc=0, data=b""))
        assert host.up.recv(limit(10)).number == 7
        report = kernel.close()
        assert report.complete
        assert host.dead_letters.total == tries
    judge(records, "no messages")
    assert len(records.seen) > 2  # it is said, though


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_rejections_and_nonsense_from_the_other_side(
    transport: Transport, records: Records
) -> None:
    """It rejects the same message again and again, in words of its own at last."""
    with PlainHost.bind(transport) as host, RawKernel.connect(host.info) as kernel:
        session = kernel._session
        assert isinstance(session, Session)
        host.down.send(Payload(thread=0, number=0, crc=0, data=b""))
        rejected = Rejected(channel="down1", position=0, reason="schema", path="$.x")
        for _ in range(count(100_000)):
            kernel._receiver.post(partial(session.say, rejected))
        kernel.up.send(Payload(thread=0, number=7, crc=0, data=b""))
        assert host.up.recv(limit(10)).number == 7
        evil = Rejected(
            channel="down1", position=0, reason="schema", path=f"\n{MARK * 1000}"
        )
        kernel._receiver.post(lambda: session.say(evil))
        while not isinstance(event := host.events.recv(limit(10)), PeerEnded):
            assert MARK not in str(event)
        assert MARK not in event.why
    judge(records, "rejections")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_strangers_who_come_again_and_again(
    transport: Transport, records: Records
) -> None:
    with PlainHost.bind(transport) as host, RawKernel.connect(host.info) as kernel:
        context = zmq.Context[zmq.Socket[bytes]]()
        crowd = deque[zmq.Socket[bytes]]()
        places = cycle(endpoints_of(host.info).items())
        deadline = monotonic() + max(2.0, seconds(20))
        number = 0
        while monotonic() < deadline:
            # New ones: a socket that sees first that it is refused does not come again.
            name, endpoint = next(places)
            crowd.append(context.socket(kind_for(name)))
            crowd[-1].linger = 0
            crowd[-1].connect(endpoint)
            if len(crowd) > 100:
                crowd.popleft().close()
            kernel.up.send(Payload(thread=0, number=number, crc=0, data=b""))
            assert host.up.recv(limit(10)).number == number
            number += 1
        assert measured("strangers", host.stats().strangers) > 100
        for stranger in crowd:
            stranger.close()
        context.term()
    judge(records, "strangers")
