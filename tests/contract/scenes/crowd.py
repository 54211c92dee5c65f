"""Many idle connections: `python -m tests.contract.scenes.crowd host TRANSPORT COUNT`, or `... kernel`.

The hosts print their infos, the kernels read them and print "ready". For a line, either closes its
connections one by one, and prints how many seconds each took.
"""

import sys
from time import monotonic

import msgspec
from runtime import ConnectionInfo

from tests.contract.steer import as_transport
from tests.contract.wire import Host, Kernel


def main(role: str, transport: str, count: str) -> None:
    crowd: list[Host | Kernel] = []
    for _ in range(int(count)):
        if role == "host":
            host = Host.bind(as_transport(transport))
            print(host.info.to_json(), flush=True)
            crowd.append(host)
        else:
            info = ConnectionInfo.from_json(sys.stdin.readline())
            crowd.append(Kernel.connect(info, detached=True))
    if role == "kernel":
        print("ready", flush=True)
    sys.stdin.readline()
    took = []
    for one in crowd:
        begin = monotonic()
        one.close()
        took.append(monotonic() - begin)
    print(msgspec.json.encode(took).decode(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
