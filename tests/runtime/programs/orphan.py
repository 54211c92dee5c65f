"""A host that starts a kernel, tells its own parent about both, and hangs."""

import sys
import threading

from tests.runtime.notebook import Host


def main() -> None:
    host = Host.bind()
    kernel = host.spawn([sys.executable, "-m", "tests.runtime.programs.witness"])
    host.stream.recv()
    print(kernel.pid, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
