"""A kernel that sends five messages and ends in the way that it is told."""

import sys

from runtime import ChannelClosed

from tests.runtime.notebook import Kernel, KernelMessage


def end(how: str) -> None:
    match how:
        case "error":
            raise ZeroDivisionError
        case "status":
            raise SystemExit(3)
        case "interrupt":
            raise KeyboardInterrupt
        case "closed":
            raise ChannelClosed("as every end does")
        case "exit":
            raise SystemExit(0)


with Kernel.connect() as kernel:
    for number in range(5):
        kernel.stream.send(KernelMessage(bytes([number])))
    end(sys.argv[1])
