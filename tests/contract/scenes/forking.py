"""A host that forks while messages travel both ways.

`python -m tests.contract.scenes.forking FOLDER TRANSPORT SIDE FORKS COUNT METHOD`: SIDE, "host" or
"kernel", forks so often; COUNT messages travel each way at least. METHOD is "os", or one of those of
`multiprocessing`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from tests.contract.forking import fork_often
from tests.contract.history import History
from tests.contract.payload import Sizes
from tests.contract.steer import Steered, as_transport, kernel_command
from tests.contract.traffic import WATCHDOG
from tests.contract.wire import Host

SIZES = Sizes(16, 4096)


def main(
    folder: str, transport: str, side: str, forks: str, count: str, method: str
) -> None:
    place = Path(folder)
    history, theirs = History(place / "host"), place / "kernel"
    with Host.bind(as_transport(transport)) as host:
        process = host.spawn(kernel_command(theirs), timeout=WATCHDOG)
        both = Steered(host, process, history, theirs)
        for channel in ("down1", "up1"):
            both.consume(channel)
            both.send(channel, 10**9, SIZES, pause=0.0002)
            both.await_received(channel, 20)
        if side == "kernel":
            answer = both.ask("fork", method, forks, place)
            found = msgspec.json.decode(answer, type=list[str])
        else:
            found = fork_often(host, method, int(forks), place)
        for channel in ("down1", "up1"):
            both.await_received(channel, int(count))
        both.traffic.stop("down1")
        both.order("stop", "up1")
        both.all_sent()
        if host.state != "ready":
            found.append(f"the host is {host.state}")
        code = both.finish("up1")
    if code:
        found.append(f"the kernel ended with exit code {code}")
    for line in found + both.nothing_lost("down1", "up1"):
        print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
