"""A host that does nothing, for a kernel that is a test: prints its info, closes when told to.

`python -m tests.contract.scenes.idle TRANSPORT`
"""

import sys

from tests.contract.steer import as_transport
from tests.contract.wire import Host


def main(transport: str) -> None:
    with Host.bind(as_transport(transport)) as host:
        print(host.info.to_json(), flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
