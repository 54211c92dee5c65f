"""A kernel that tells on standard output how its channels ended."""

import sys

from runtime import PeerLost

from tests.runtime.notebook import Interrupt, Kernel, KernelMessage


def main() -> None:
    with Kernel.connect() as kernel:
        kernel.stream.send(KernelMessage(b"ready"))
        try:
            for command in kernel.control:
                if command == Interrupt():
                    rest = sys.stdin.read()
                    kernel.stream.send(KernelMessage(rest.encode()))
            print("closed", flush=True)
        except PeerLost:
            print("lost", flush=True)


if __name__ == "__main__":
    main()
