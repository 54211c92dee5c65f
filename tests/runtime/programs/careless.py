"""A kernel that sends, and ends without closing."""

import sys

from tests.runtime.notebook import Kernel, KernelMessage

if __name__ == "__main__":
    kernel = Kernel.connect()
    for number in range(int(sys.argv[1])):
        kernel.stream.send(KernelMessage(b"%d" % number))
    raise SystemExit(7)
