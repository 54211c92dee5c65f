"""Connections that are all closed at once, again and again: `... storm FOLDER TRANSPORT ROUNDS`.

Those of the last round are left to the end of the process.
"""

import sys
import threading

from tests.contract.steer import as_transport
from tests.runtime.notebook import Host, Interrupt, Kernel, KernelMessage

AT_ONCE = 8


def open_all(transport: str) -> list[tuple[Host, Kernel]]:
    """Return connections with messages in both directions, some of them read."""
    made = []
    for _ in range(AT_ONCE):
        host = Host.bind(as_transport(transport))
        kernel = Kernel.connect(host.info)
        for number in range(10):
            host.control.send(Interrupt())
            kernel.stream.send(KernelMessage(bytes([number])))
        kernel.control.recv(10)
        host.stream.recv(10)
        made.append((host, kernel))
    return made


def close_all(pairs: list[tuple[Host, Kernel]]) -> None:
    """Close all hosts and half of the kernels at the same moment."""
    closing: list[Host | Kernel] = [host for host, _ in pairs]
    closing += [kernel for _, kernel in pairs[::2]]
    together = threading.Barrier(len(closing))

    def close(one: Host | Kernel) -> None:
        together.wait()
        one.close(drain=0.05)

    threads = [threading.Thread(target=close, args=(one,)) for one in closing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _, kernel in pairs:
        kernel.close(drain=0)


def main(folder: str, transport: str, rounds: str) -> None:
    for _ in range(int(rounds)):
        close_all(open_all(transport))
    left = open_all(transport)
    for host, kernel in left[:4]:
        host.close(drain=0)
        kernel.close(drain=0)
    sys.exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
