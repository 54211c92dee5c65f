"""Faults in what is sent: frames that cannot be read, and catalogues that differ."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

import msgspec

from tests.contract.faults.newer import write_package
from tests.contract.faults.orders import Ask, Frames, Layer, Receive, Send, Start
from tests.contract.faults.outcome import Outcome
from tests.contract.faults.stage import PATIENCE, Stage
from tests.contract.faults.strangers import frame
from tests.contract.wire import Values

_BAD: Final = [
    b"",
    b"\xc1",
    frame(1)[:-3],
    frame(1) + frame(1),
    msgspec.msgpack.encode([1]),
    msgspec.msgpack.encode({"type": "unknown"}),
    msgspec.msgpack.encode({"type": "payload", "number": "x"}),
]


def garbage(layer: Layer) -> Outcome:
    """Send 100 frames that are no messages among 900 that are."""
    bad_at = set(random.Random(1).sample(range(1000), 100))
    frames = [
        _BAD[number % len(_BAD)] if number in bad_at else frame(number)
        for number in range(1000)
    ]
    with Stage(layer) as stage:
        kernel = stage.kernel()
        receiving = kernel.begin(Receive("down1", 900, timeout=2.0))
        stage.host.ask(Frames("down1", frames), 10.0)
        found = kernel.answer(receiving, PATIENCE)
        told = asked(lambda: len(kernel.must(Ask("down1")).letters), 100)
        rejected = asked(lambda: stage.host.must(Ask("down1")).rejected, 100)
    arrived = 0 if found is None else len(found.received)
    text = (
        f"{arrived} of 900 good ones arrive; the receiver is told of {told} bad ones, "
        f"the sender of {rejected}"
    )
    return Outcome(text, (arrived, told, rejected) == (900, 100, 100))


def text(layer: Layer) -> Outcome:
    """Send a text that is not UTF-8, then 100 messages on another channel."""
    good = msgspec.msgpack.encode(Values(text="ab"))
    return poisoned(layer, good.replace(b"ab", b"\xff\xfe"))


def deep(layer: Layer) -> Outcome:
    """Send 1,000,000 lists in one another, then 100 messages on another channel."""
    inside = msgspec.msgpack.encode({"type": "values", "new": 0})[:-1]
    return poisoned(layer, inside + b"\x91" * 1_000_000 + b"\x00")


def poisoned(layer: Layer, frame: bytes) -> Outcome:
    """Send one bad frame, then 100 messages on another channel."""
    with Stage(layer) as stage:
        kernel = stage.kernel()
        stage.host.ask(Frames("down_values", [frame]), 5.0)
        # Whoever is to fall over it has half a second for that.
        stage.host.begin(Send("down1", 100, pause=0.005))
        found = kernel.ask(Receive("down1", 100, timeout=2.0), PATIENCE)
        asked(lambda: len(kernel.must(Ask("down_values")).letters), 1)
        told = kernel.must(Ask("down_values")).letters
    arrived = 0 if found is None else len(found.received)
    why = f"why: `{told[0]}`" if told else "nothing"
    words = f"{arrived} of 100 arrive; the receiver is told {why}"
    return Outcome(words, arrived == 100 and len(told) == 1)


def asked(count: Callable[[], int], expected: int) -> int:
    """Return a count, once it is what is expected or has not become that in half a second."""
    until = time.monotonic() + 0.5
    while (found := count()) != expected and time.monotonic() < until:
        time.sleep(0.02)
    return found


def mismatch(layer: Layer) -> Outcome:
    """Start a kernel whose catalogue has another type for a field, and send it 100 messages."""
    with Stage(layer) as stage:
        write_package(stage.folder)
        starting = stage.host.begin(Start(stage.kernel_argv("--newer")))
        kernel = stage.arrival()
        started = stage.host.answer(starting, PATIENCE)
        arrived = 0
        if not kernel.hello.error:
            stage.host.begin(Send("down1", 100))
            found = kernel.must(Receive("down1", 100, timeout=1.0))
            arrived = len(found.received)
    errors = ("" if started is None else started.error, kernel.hello.error)
    host, other = (f"`{error}`" if error else "ready" for error in errors)
    words = f"the host: {host}; the kernel: {other}; {arrived} of 100 arrive"
    return Outcome(words, errors == ("CatalogueMismatch", "CatalogueMismatch"))
