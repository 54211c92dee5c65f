"""A host that waits to be killed, with a kernel that does not end by itself.

`python -m tests.contract.scenes.orphaning FOLDER TRANSPORT STATE [detached]` prints the kernel's
process id and the connection info, when the kernel is in that state.
"""

import sys
from pathlib import Path

from tests.contract.deaths import until
from tests.contract.steer import as_transport
from tests.contract.traffic import WATCHDOG
from tests.contract.wire import Host


def main(folder: str, transport: str, state: str, *detached: str) -> None:
    with Host.bind(as_transport(transport)) as host:
        program = [sys.executable, "-m", "tests.contract.stubborn"]
        place = str(Path(folder) / "kernel")
        kernel = host.spawn([*program, state, place, *detached], timeout=WATCHDOG)
        # Until then, it may still be on its way out of `connect`, which would raise.
        assert host.reports.recv(WATCHDOG).text == "here"
        if state == "send":
            until(lambda: host.stats().channels["up1"].queued == 1000)
        print(kernel.pid, flush=True)
        print(host.info.to_json(), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
