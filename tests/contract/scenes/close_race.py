"""One side closes while threads of both send and receive.

`python -m tests.contract.scenes.close_race FOLDER TRANSPORT SIDE`, where SIDE, "host" or "kernel", closes.
"""

import sys
import threading
from pathlib import Path
from typing import Final

from tests.contract.checker import px, vs
from tests.contract.history import Event, Noted
from tests.contract.measured import measured
from tests.contract.payload import Sizes
from tests.contract.scale import limit
from tests.contract.steer import Steered, as_transport, steered
from tests.contract.traffic import close

SENDERS: Final = 4
RECEIVERS: Final = 2
SOON: Final = limit(0.1)
ENDLESS: Final = 10**9
SIZES: Final = Sizes(16, 4096)


def main(folder: str, transport: str, side: str) -> None:
    with steered(as_transport(transport), Path(folder)) as both:
        for channel in ("down1", "up1"):
            both.consume(channel, threads=RECEIVERS)
            both.send(channel, ENDLESS, SIZES, SENDERS)
            both.await_received(channel, 200)
        if side == "host":
            thread = threading.Thread(target=close, args=(both.host, both.history, 5.0))
            thread.start()
            thread.join()
        else:
            both.order("close", 5.0)
        both.traffic.join()
        if side == "kernel":
            close(both.host, both.history, 5.0)
        code = both.process.wait(60)
        if code:
            print(f"the kernel ended with exit code {code}")
        judge(both, side)


def judge(both: Steered, side: str) -> None:
    """Print what is wrong."""
    ours, theirs = both.ours(), both.theirs()
    closer = ours if side == "host" else theirs
    for latency in endings(closer):
        measured("ChannelClosed after close (ms)", latency * 1000, SOON * 1000)
        if latency > SOON:
            print(f"a thread heard of it {latency:.3f} s after close began")
    if len(endings(closer)) != SENDERS + RECEIVERS:
        print(
            f"{len(endings(closer))} threads of the side that closed have heard of it"
        )
    for found in (
        both.nothing_lost("down1" if side == "host" else "up1"),
        px(ours, theirs, "down1"),
        px(theirs, ours, "up1"),
        vs(ours, theirs, "down1"),
        vs(theirs, ours, "up1"),
    ):
        for violation in found:
            print(violation)


def endings(closer: list[Event]) -> list[float]:
    """Return how many seconds after `close` began each thread had its `ChannelClosed`."""
    began = next(
        event.at
        for event in closer
        if isinstance(event, Noted) and event.what == "closing"
    )
    return [
        event.at - began
        for event in closer
        if isinstance(event, Noted) and event.what == "ChannelClosed"
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
