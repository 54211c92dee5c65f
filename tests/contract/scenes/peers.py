"""The other sides of many sessions, one after the other, in one process.

`python -m tests.contract.scenes.peers` reads, line by line, the transport for which it is to be a
host, whose connection info it prints, or the connection info of a host; and the folder for its history.
It sends back what it gets on the channels with room for one, and reads nothing else. When a session is over,
it prints how, when, and what it was told.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import Literal

import msgspec
from runtime import ConnectionInfo, StubwireError

from tests.contract.history import History
from tests.contract.traffic import receive, send
from tests.contract.wire import Host, Kernel


class Wanted(msgspec.Struct, frozen=True):
    """What this process is to be the other side of."""

    folder: str
    info: str = ""
    transport: Literal["ipc", "tcp"] = "ipc"


class Over(msgspec.Struct, frozen=True):
    """How a session has ended."""

    error: str
    at: float


def echo(side: Host | Kernel, history: History) -> Over:
    """Send back what comes, until the session is over."""
    try:
        while True:
            if isinstance(side, Host):
                send(side.down_one, receive(side.up_one, history), history)
            else:
                send(side.up_one, receive(side.down_one, history), history)
    except StubwireError as error:
        return Over(type(error).__name__, monotonic())


def serve(wanted: Wanted) -> None:
    side: Host | Kernel
    history = History(Path(wanted.folder) / "peer")
    if wanted.info:
        side = Kernel.connect(ConnectionInfo.from_json(wanted.info), detached=True)
    else:
        side = Host.bind(wanted.transport)
        print(side.info.to_json(), flush=True)
    with side:
        over = echo(side, history)
    history.close()
    print(msgspec.json.encode(over).decode(), flush=True)


if __name__ == "__main__":
    for line in sys.stdin:
        serve(msgspec.json.decode(line, type=Wanted))
