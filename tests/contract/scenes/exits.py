"""A process that ends with messages on their way.

`python -m tests.contract.scenes.exits SIDE FOLDER TRANSPORT PEER WAY`: as "host", it starts a kernel
that reads (PEER is "reader"), one that does not ("idle"), or none ("none"); as "kernel", it is one, and
leaves when its host says so, or is gone. Its history is FOLDER/SIDE, that of the kernel that it starts
is FOLDER/kernel.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from runtime import StubwireError

from tests.contract.history import History
from tests.contract.kernel import Unhandled
from tests.contract.steer import as_transport, kernel_command
from tests.contract.traffic import WATCHDOG, flood, push_of
from tests.contract.wire import Control, Host, Kernel, Report

COUNT: Final = 500
SIZE: Final = 1000

WAYS: Final = {
    "end": 0,
    "exit": 3,
    "raise": 1,
    "with": 0,
    "with and raise": 1,
    "drop": 0,
}
"""How it ends, with its exit code."""

_kept: list[Host | Kernel] = []
"""What is still referred to when the interpreter ends."""


def main(side: str, folder: str, transport: str, peer: str, way: str) -> None:
    history = History(Path(folder) / side)
    if side == "host":
        leave(open_host(Path(folder), transport, peer, history), way, history)
    else:
        leave(open_kernel(history), way, history)


def open_host(folder: Path, transport: str, peer: str, history: History) -> Host:
    """Return a host that has sent messages, read or not."""
    host = Host.bind(as_transport(transport))
    place = folder / "kernel"
    if peer == "reader":
        process = host.spawn(kernel_command(place), timeout=WATCHDOG)
        consume = Control(verb="consume", args=["down2", "prompt", "1", "0"])
        host.orders.send(consume)
    elif peer == "idle":
        program = [sys.executable, "-m", "tests.contract.stubborn", "idle", str(place)]
        process = host.spawn(program, timeout=WATCHDOG)
        host.reports.recv(WATCHDOG)
    if peer != "none":
        history.noted(str(process.pid), "kernel")
        process.returncode = 0  # it is the test that waits for it
    flood(push_of(host, "down2"), COUNT, SIZE, history)
    return host


def open_kernel(history: History) -> Kernel:
    """Return a kernel that has sent messages, read or not."""
    kernel = Kernel.connect(detached=True)
    flood(push_of(kernel, "up1"), COUNT, SIZE, history)
    kernel.reports.send(Report(text="flooded"))
    try:
        kernel.orders.recv()
    except StubwireError:
        history.noted("the host is gone")
    return kernel


def leave(side: Host | Kernel, way: str, history: History) -> None:
    """End, with a reference or without one."""
    if not way.startswith("with") and way != "drop":
        _kept.append(side)
    history.noted("leaving")
    match way:
        case "exit":
            sys.exit(WAYS["exit"])
        case "raise":
            raise Unhandled("as ordered")
        case "with":
            with side:
                pass
        case "with and raise":
            with side:
                raise Unhandled("as ordered")
        case "drop":
            del side
            history.noted("dropped")


if __name__ == "__main__":
    main(*sys.argv[1:])
