"""Faults that lose messages in the middle, hold them up, or let too many wait."""

from __future__ import annotations

import signal
import time

from tests.contract.faults.orders import Ask, Layer, Receive, Send
from tests.contract.faults.outcome import Outcome, noticed, tally
from tests.contract.faults.stage import PATIENCE, Process, Stage
from tests.contract.proxy import Proxy, port_of


def unread(layer: Layer) -> Outcome:
    """Leave a channel for one message unread, and use another."""
    with Stage(layer) as stage:
        kernel = stage.kernel()
        stage.host.ask(Send("down_one", 3, timeout=0.2), 2.0)
        stage.host.begin(Send("down1", 1000))
        arrived = len(kernel.must(Receive("down1", 1000, timeout=2.0)).received)
    return Outcome(f"{arrived:,} arrive", arrived == 1000)


def capacity(layer: Layer) -> Outcome:
    """Send on a channel for 1,000 messages that nobody reads."""
    with Stage(layer, "tcp") as stage:
        stage.kernel()
        stage.host.begin(Send("down1", 300_000, timeout=0.5))
        accepted = settled(stage.host, "down1")
    return Outcome(f"{accepted:,} are accepted", accepted == 1000)


def settled(host: Process, channel: str) -> int:
    """Return how many messages a channel has accepted, once it has accepted none for a second."""
    count, since = -1, time.monotonic()
    while time.monotonic() < since + 1.0:
        now = host.must(Ask(channel)).accepted
        if now != count:
            count, since = now, time.monotonic()
        time.sleep(0.05)
    return count


def threads(layer: Layer) -> Outcome:
    """Send 1,000 messages of 70 kB each on one channel from 8 threads, five times or until that has come to harm."""
    runs, each = 5, 1000
    count = 8 * each
    tried = lost = twice = 0
    ending = ""
    while tried < runs and not ending and lost == twice == 0:
        tried += 1
        with Stage(layer) as stage:
            kernel = stage.kernel()
            receiving = kernel.begin(Receive("down1", count, timeout=2.0))
            sent = stage.host.ask(Send("down1", each, size=70_000, threads=8), 6.0)
            if sent is None and stage.host.ended(1.0):
                ending = "ends by " + ended_by(stage.host_process.wait(PATIENCE))
            elif sent is None or sent.error:
                ending = "hangs" if sent is None else f"raises `{sent.error}`"
            found = kernel.answer(receiving, PATIENCE)
        numbers = [] if found is None else found.received
        came = set(numbers)
        lost += count - len(came)
        twice += len(numbers) - len(came)
    ends = f"run {tried} {ending}" if ending else f"{tried} of {runs} runs end well"
    text = (
        f"{ends}; {lost:,} of {tried * count:,} messages missing, {twice:,} come twice"
    )
    return Outcome(text, not ending and lost == twice == 0)


def ended_by(status: int) -> str:
    """Return what ended a process."""
    return signal.Signals(-status).name if status < 0 else f"exit code {status}"


def broken(layer: Layer) -> Outcome:
    """Reset a channel's connection after a third of 20,000 messages."""
    count = 20_000
    with Stage(layer, "tcp") as stage:
        port = port_of(stage.endpoints()["down1"])
        with Proxy([port]) as proxy:
            info = stage.host.hello.info.replace(
                f':{port}"'.encode(), f':{proxy.ports[port]}"'.encode()
            )
            kernel = stage.kernel_with(info)
            receiving = kernel.begin(Receive("down1", count, timeout=2.0))
            sending = stage.host.begin(Send("down1", count, size=10_000))
            while kernel.must(Ask("down1")).arrived < count // 3:
                time.sleep(0.005)
            proxy.fault("rst")
            since = time.monotonic()
            sent = stage.host.answer(sending, 10.0)
            found = kernel.answer(receiving, PATIENCE)
            accepted = stage.host.must(Ask("down1")).accepted
    became = tally(accepted, [] if found is None else found.received)
    told = 0 if sent is None or sent.unconfirmed is None else sent.unconfirmed
    text = (
        f"{became.gaps:,} of {count:,} missing in the middle; the sender: "
        f"{noticed(sent, since, 10.0)}; {became.lost:,} of {accepted:,} accepted are lost, "
        f"{told:,} told of"
    )
    return Outcome(text, became.gaps == 0 and became.in_order and became.lost <= told)
