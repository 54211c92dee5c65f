"""A kernel that sends as many messages as it is told, then ends."""

import sys

from tests.runtime.notebook import Kernel, KernelMessage


def main() -> None:
    count = int(sys.argv[1])
    with Kernel.connect() as kernel:
        for number in range(count):
            kernel.stream.send(KernelMessage(b"%d" % number))


if __name__ == "__main__":
    main()
