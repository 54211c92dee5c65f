"""A host that is frozen or killed by its own kernel, which then closes.

`python -m tests.contract.scenes.closing FOLDER TRANSPORT WHAT CHANNEL COUNT SIZE DRAIN`, where WHAT is
"stopped" or "killed", prints the kernel's process id.
"""

import sys
from pathlib import Path
from time import sleep

from tests.contract.steer import as_transport, steered


def main(
    folder: str,
    transport: str,
    what: str,
    channel: str,
    count: str,
    size: str,
    drain: str,
) -> None:
    with steered(as_transport(transport), Path(folder)) as both:
        print(both.process.pid, flush=True)
        if what == "stopped":
            both.order("stop_host")
            both.order("flood", channel, count, size)
            both.order("close", drain)
        else:
            both.consume(channel, "1")
            both.order("flood", channel, count, size)
            both.order("kill_host_and_close", drain)
        while True:
            sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
