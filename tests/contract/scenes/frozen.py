"""A host and a kernel send each other messages, while somebody else freezes one of them.

`python -m tests.contract.scenes.frozen FOLDER TRANSPORT HEARTBEAT` prints the kernel's process id. After a
line on standard input it ends the traffic, and prints what is wrong.
"""

import sys
import threading
from pathlib import Path
from time import sleep
from typing import Final

from tests.contract.payload import Sizes
from tests.contract.steer import Steered, as_transport, steered

DOWN: Final = ("down1", "down_one")
UP: Final = ("up1", "up_one")
ENDLESS: Final = 10**9
SIZES: Final = Sizes(16, 4096)


def watch(both: Steered) -> None:
    """Write down what happens besides messages, on both sides."""

    def run() -> None:
        for event in both.host.events:
            both.history.noted(type(event).__name__)

    threading.Thread(target=run, daemon=True).start()
    both.order("watch")


def main(folder: str, transport: str, heartbeat: str) -> None:
    place = Path(folder)
    with steered(as_transport(transport), place, heartbeat=float(heartbeat)) as both:
        watch(both)
        for channel in (*DOWN, *UP):
            both.consume(channel, "1")
            both.send(channel, ENDLESS, SIZES)
        for channel in (*DOWN, *UP):
            both.await_received(channel, 50)
        # The first question comes after a fifth of it, and tells the kernel how long silence may last.
        sleep(float(heartbeat) / 4)
        print(both.process.pid, flush=True)
        sys.stdin.readline()
        for channel in DOWN:
            both.traffic.stop(channel)
        for channel in UP:
            both.order("stop", channel)
        both.all_sent()
        for violation in finish(both):
            print(violation)


def finish(both: Steered) -> list[str]:
    code = both.finish(*UP)
    found = [f"the kernel ended with exit code {code}"] if code else []
    return found + both.nothing_lost(*DOWN, *UP)


if __name__ == "__main__":
    main(*sys.argv[1:])
