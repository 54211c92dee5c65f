"""Faults in how a process begins or ends."""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from typing import Final

import zmq

from tests.contract.faults.losses import ended_by
from tests.contract.faults.orders import (
    Ask,
    Close,
    End,
    Layer,
    Receive,
    Send,
    Start,
    Watch,
)
from tests.contract.faults.outcome import Outcome, noticed, seconds, tally
from tests.contract.faults.stage import PATIENCE, Process, Stage

MANY: Final = 3_000
LARGE: Final = 100_000


def closing(layer: Layer) -> Outcome:
    """Send 3,000 messages of 100 kB to a reader that needs a millisecond for each, and close."""
    with Stage(layer) as stage:
        kernel = stage.kernel()
        receiving = kernel.begin(Receive("down1", MANY, 2.0, pause=0.001))
        accepted = stage.host.must(Send("down1", MANY, size=LARGE)).accepted
        closed = stage.host.ask(Close(), 10.0)
        found = kernel.answer(receiving, PATIENCE)
    lost = tally(accepted, [] if found is None else found.received).lost
    if closed is None:
        return Outcome(f"{lost:,} of {accepted:,} lost; `close` hangs", False)
    told = "" if closed.unconfirmed is None else f", {closed.unconfirmed:,} unconfirmed"
    text = (
        f"{lost:,} of {accepted:,} lost{told}; `close` takes {seconds(closed.seconds)}"
    )
    return Outcome(text, lost == 0 and not closed.unconfirmed)


def leaving(layer: Layer) -> Outcome:
    """Send the same to the same reader, and end without closing anything."""
    with Stage(layer) as stage:
        kernel = stage.kernel()
        receiving = kernel.begin(Receive("down1", MANY, 2.0, pause=0.001))
        accepted = stage.host.must(Send("down1", MANY, size=LARGE)).accepted
        status, ended = left(stage)
        found = kernel.answer(receiving, PATIENCE)
    lost = tally(accepted, [] if found is None else found.received).lost
    return Outcome(f"{lost:,} of {accepted:,} lost; {ended}", lost == 0 and status == 7)


def leaving_frozen(layer: Layer) -> Outcome:
    """Send 100 messages to a process that is stopped, and end."""
    with Stage(layer) as stage:
        kernel = stage.kernel()
        kernel.signal(signal.SIGSTOP)
        stage.host.ask(Send("down1", 100, size=LARGE, timeout=0.5), 2.0)
        status, ended = left(stage)
    return Outcome(ended, status == 7)


def left(stage: Stage) -> tuple[int | None, str]:
    """Have the host return from its program; return its exit code, and what there is to say."""
    began = time.monotonic()
    stage.host.begin(End())
    if not stage.host.ended(10.0):
        return None, "still running after 10 s"
    took = seconds(time.monotonic() - began)
    status = stage.host_process.wait(PATIENCE)
    return status, f"{ended_by(status)} after {took}"


def killed(layer: Layer) -> Outcome:
    """Kill the kernel while the host waits for it, and sends to it."""
    patience = 3.0
    with Stage(layer) as stage:
        kernel = stage.kernel()
        kernel.begin(Receive("down1", 1_000_000, timeout=PATIENCE))
        waiting = stage.host.begin(Receive("up1", 1, timeout=patience))
        sending = stage.host.begin(Send("down1", 1_000_000, pause=0.0005))
        while kernel.must(Ask("down1")).arrived < 100:
            time.sleep(0.005)
        before = stage.host.must(Ask("down1")).accepted
        since = kernel.signal(signal.SIGKILL)
        waited = stage.host.answer(waiting, patience + 1.0)
        sent = stage.host.answer(sending, 1.0)
        after = stage.host.must(Ask("down1")).accepted
    send = "blocks" if sent is None else f"raises `{sent.error}`"
    text = (
        f"{noticed(waited, since, patience)}; `send` accepts {after - before:,} more, "
        f"then {send}"
    )
    in_time = waited is not None and bool(waited.error) and waited.at - since < 0.25
    return Outcome(text, in_time and sent is not None)


def frozen(layer: Layer) -> Outcome:
    """Stop the kernel with SIGSTOP; ours is to notice in a second."""
    patience = 3.0
    with Stage(layer) as stage:
        kernel = stage.kernel()
        since = kernel.signal(signal.SIGSTOP)
        watched = stage.host.ask(Watch(patience), patience + 2.0)
    if watched is None or not watched.text:
        return Outcome(noticed(watched, since, patience + 2.0), False)
    took = watched.at - since
    return Outcome(f"`{watched.text}` after {seconds(took)}", took < 2.0)


def orphaned(layer: Layer) -> Outcome:
    """Kill the host while its kernel sends, and let a stranger take its port."""
    patience = 3.0
    with Stage(layer, "tcp") as stage:
        kernel = stage.kernel()
        kernel.begin(Send("up1", 1_000_000, pause=0.002))
        stage.host.must(Receive("up1", 50, timeout=2.0))
        since = stage.host.signal(signal.SIGKILL)
        stage.host.ended(PATIENCE)
        taken = takeover(stage.endpoints()["up1"], kernel, since + patience)
        gone = kernel.ended(0.0)
        took = seconds(time.monotonic() - since)
    text = f"ends after {took}" if gone else f"still runs after {took}"
    return Outcome(
        f"the kernel {text}; the stranger gets {taken:,} messages", gone and not taken
    )


def takeover(endpoint: str, kernel: Process, until: float) -> int:
    """Bind where a host was, and return how many messages its kernel hands over while it lives."""
    taken = 0
    with zmq.Context() as context, context.socket(zmq.PULL) as stranger:
        stranger.linger = 0
        while time.monotonic() < until:
            try:
                stranger.bind(endpoint)
                break
            except zmq.ZMQError:
                time.sleep(0.005)
        while time.monotonic() < until and not kernel.ended(0.0):
            if stranger.poll(50):
                with suppress(zmq.Again):
                    while True:
                        stranger.recv(zmq.NOBLOCK)
                        taken += 1
    return taken


def never_ready(layer: Layer) -> Outcome:
    """Start a kernel that never connects; ours is given a second."""
    patience = 5.0
    with Stage(layer) as stage:
        since = time.monotonic()
        starting = stage.host.begin(Start(stage.kernel_argv("--mute"), timeout=1.0))
        stage.arrival()
        started = stage.host.answer(starting, patience)
    text = noticed(started, since, patience)
    return Outcome(text, started is not None and bool(started.error))
