"""A kernel that does not end by itself: `python -m tests.contract.stubborn STATE HISTORY [detached]`.

It reports that it is there. STATE is what its main thread does then: "idle", "busy", blocked in
"send" or in "recv". When the host is lost it goes on, and if it still can after a while, it says so
in its history and ends.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Final

from runtime import ChannelClosed, PeerLost

from tests.contract.history import History
from tests.contract.payload import Sizes, make
from tests.contract.scale import limit
from tests.contract.traffic import receive, send
from tests.contract.wire import Kernel, Report

LONGER: Final = 2.3
"""Seconds after which a kernel that was to be ended should be, on a machine as fast as any."""

SURVIVED: Final = "survived"


def main(state: str, place: str, detached: str = "") -> None:
    history = History(Path(place))
    kernel = Kernel.connect(detached=bool(detached))
    kernel.reports.send(Report(text="here"))
    longer = LONGER if detached else limit(LONGER)
    how = (kernel, history, longer)
    threading.Thread(target=outlive, args=how, daemon=True).start()
    match state:
        case "busy":
            while True:
                pass
        case "send":
            with suppress(PeerLost):
                for number in range(10**9):
                    send(kernel.up1, make("up1", 0, number, Sizes(16, 16)), history)
        case "recv":
            with suppress(PeerLost):
                kernel.orders.recv()
    threading.Event().wait()


def outlive(kernel: Kernel, history: History, longer: float) -> None:
    """Receive until the host is lost, and for so many seconds after that."""
    deadline = None
    while deadline is None or monotonic() < deadline:
        try:
            receive(kernel.down1, history, timeout=0.1 if deadline else None)
        except (PeerLost, ChannelClosed):
            if deadline is None:
                deadline = monotonic() + longer
            threading.Event().wait(0.1)
    history.noted(SURVIVED)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
