"""What is sent, whoever sends it: small and medium messages of two kinds in turns, or blocks of bytes.

Small messages are of 102 bytes, medium ones of 10,000: half of these are a list of numbers, half a
list of lines. All ways send the same objects, and make the same objects of what arrives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeAlias, TypeVar

import msgspec

from benchmarks import loads
from benchmarks.loads import Block, Log, Trace
from benchmarks.peers.task import Task
from benchmarks.wire import Alarm, Reading, Sensor

if TYPE_CHECKING:
    from typing_extensions import TypeForm

M_co = TypeVar("M_co", covariant=True)

Message: TypeAlias = Reading | Alarm | Trace | Log | Block

FRAME: Final = {"small": 102, "medium": 10_000}
"""Bytes of each message as msgpack."""

_SENSOR: Final = "boiler/outlet1"
_TIME: Final = 1730000000.25


class Load(NamedTuple, Generic[M_co]):
    """The messages that are sent in turns; what the other side says of them, and of anything else."""

    type: TypeForm[M_co]
    sent: tuple[M_co, M_co]
    taken: M_co
    refused: M_co


def load_of(task: Task) -> Load[Message]:
    match task.load:
        case "small":
            return small()
        case "medium":
            return medium()
        case "blocks":
            return blocks(task.size)


def small() -> Load[Reading | Alarm]:
    sensor = Sensor(_SENSOR)
    reading = Reading(
        sensor=sensor,
        seen_at=_TIME,
        value=81.5,
        unit="celsius",
        reliable=True,
        count=90_000,
    )
    alarm = Alarm(
        sensor=sensor,
        raised_at=_TIME,
        level=3,
        text="the pressure is above its set limit",
    )
    return Load(Reading | Alarm, (reading, alarm), reading, alarm)


def medium() -> Load[Trace | Log]:
    samples = [81.5 + number / 8 for number in range(1103)]
    lines = [
        f"{number:04}: the pressure is {number * 3 % 97:02} percent of its set limit, "
        "which is as it should be; nothing to be done."
        for number in range(101)
    ]
    lines.append("that is all there is to be said of today.")
    sensor = loads.Sensor(_SENSOR)
    trace = Trace(sensor=sensor, began_at=_TIME, unit="degC", samples=samples)
    log = Log(sensor=sensor, began_at=_TIME, lines=lines)
    return Load(Trace | Log, (trace, log), trace, log)


def blocks(size: int) -> Load[Block]:
    block = Block(content=content(size))
    return Load(
        Block, (block, block), Block(content=b"taken"), Block(content=b"refused")
    )


def content(size: int) -> bytes:
    """Return so many bytes that are not all the same."""
    return (bytes(range(256)) * (size // 256 + 1))[:size]


def frames(load: Load[object]) -> Load[bytes]:
    """Return the same load as the bytes that msgspec makes of it."""
    encode = msgspec.msgpack.Encoder().encode
    one, other = load.sent
    return Load(
        bytes, (encode(one), encode(other)), encode(load.taken), encode(load.refused)
    )
