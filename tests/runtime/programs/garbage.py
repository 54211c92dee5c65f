"""900 good frames and 100 bad ones, sent by a peer that is none of ours; prints what became of them."""

import random
import sys
from typing import Final

import msgspec
import zmq
from runtime import BindingConnection, Channel, ConnectingConnection, Pull, Push


class Report(msgspec.Struct, tag="report", kw_only=True):
    """Has a type for every way in which a frame can be bad."""

    number: int
    text: str = ""
    inner: "Report | None" = None

    def __post_init__(self) -> None:
        if self.text == "memory":
            raise MemoryError
        if self.text == "key":
            raise KeyError("secret")


class Done(msgspec.Struct, tag="done"):
    """The other member of the union, so that the tag is checked."""


REPORTS: Final[Channel[Report | Done]] = Channel("reports", Report | Done)
OTHERS: Final[Channel[int]] = Channel("others", int)


class ReportsPush(Push[Report | Done]):
    channel = REPORTS


class ReportsPull(Pull[Report | Done]):
    channel = REPORTS


class OthersPush(Push[int]):
    channel = OTHERS


class OthersPull(Pull[int]):
    channel = OTHERS


class Reporter(ConnectingConnection):
    reports: ReportsPush
    others: OthersPush


class Reader(BindingConnection[Reporter]):
    reports: ReportsPull
    others: OthersPull


class Outcome(msgspec.Struct):
    """What the reader has got: the numbers; of each dead letter position, reason and path."""

    numbers: list[int]
    letters: list[tuple[int, str, str]]
    others: list[int]


_GOOD: Final = msgspec.msgpack.encode(Report(number=1))
_DEEP: Final = b"\x82\xa4type\xa6report\xa5inner" * 100_000

BAD: Final = [
    (b"", "malformed", ""),
    (b"\xc1", "malformed", ""),
    (_GOOD[:-3], "malformed", ""),
    (_GOOD + _GOOD, "malformed", ""),
    (_GOOD.replace(b"\xa4text\xa0", b"\xa4text\xa2\xff\xfe"), "malformed", ""),
    (msgspec.msgpack.encode([1]), "schema", "$"),
    (msgspec.msgpack.encode({"type": "report", "number": "x"}), "schema", "$.number"),
    (msgspec.msgpack.encode({"type": "unknown"}), "schema", "$.type"),
    (_DEEP, "depth", ""),
    (_GOOD.replace(b"\xa4text\xa0", b"\xa4text\xa6memory"), "hook", ""),
    (_GOOD.replace(b"\xa4text\xa0", b"\xa4text\xa3key"), "hook", ""),
]


def seeded() -> tuple[list[bytes], Outcome]:
    """Return the frames to send, and what must come of them."""
    bad_at = set(random.Random(1).sample(range(1000), 100))
    frames, expected = [], Outcome([], [], [1, 2, 3])
    for position in range(1000):
        if position in bad_at:
            frame, reason, path = BAD[len(expected.letters) % len(BAD)]
            expected.letters.append((position, reason, path))
        else:
            frame = msgspec.msgpack.encode(Report(number=position))
            expected.numbers.append(position)
        frames.append(frame)
    return frames, expected


def run() -> Outcome:
    """Send the frames; return what came of them."""
    frames, expected = seeded()
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    reader = Reader.bare()
    reporter = Reporter.bare(reader.endpoints)
    with reporter, reader, context, context.socket(zmq.PUSH) as stranger:
        stranger.linger, stranger.sndtimeo = 0, 10_000
        stranger.connect(reader.endpoints["reports"])
        for frame in frames:
            stranger.send(frame)
        stranger.send(msgspec.msgpack.encode(Done()))
        reporter.others.send_many([1, 2, 3])
        others = [reader.others.recv(10) for _ in range(3)]
        numbers = []
        while isinstance(message := reader.reports.recv(10), Report):
            numbers.append(message.number)
        stats = reader.reports.stats()
        if (stats.received, stats.rejected, stats.queued) != (1001, 100, 0):
            raise SystemExit(f"miscounted: {stats}")
        letters: list[tuple[int, str, str]] = [
            (letter.position, letter.reason, letter.path)
            for letter in reader.dead_letters
        ]
        return Outcome(numbers, letters, others)


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(run()))
