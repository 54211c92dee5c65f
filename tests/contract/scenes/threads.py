"""Many threads at one channel, that take turns as often as they can.

`python -m tests.contract.scenes.threads FOLDER TRANSPORT CHANNEL COUNT`
"""

import sys
from pathlib import Path

from tests.contract.history import Delivered
from tests.contract.payload import Sizes
from tests.contract.steer import as_transport, steered

INTERVAL = 1e-6
SENDERS = 8
RECEIVERS = 4
SIZES = Sizes(16, 65536, between=False)


def main(folder: str, transport: str, channel: str, count: str) -> None:
    sys.setswitchinterval(INTERVAL)
    with steered(as_transport(transport), Path(folder)) as both:
        both.order("switch", INTERVAL)
        both.consume(channel, threads=RECEIVERS)
        both.burst(channel, int(count), SIZES, SENDERS)
        both.all_sent()
        code = both.finish(*[channel] * channel.startswith("up"))
        if code:
            print(f"the kernel ended with exit code {code}")
        for violation in both.nothing_lost(channel):
            print(violation)
        _, receiver = both.sides(channel)
        found = sum(isinstance(event, Delivered) for event in receiver)
        if found != SENDERS * int(count):
            print(f"{channel}: {found} delivered")


if __name__ == "__main__":
    main(*sys.argv[1:])
