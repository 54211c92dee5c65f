"""A host that sends a lot of large pictures to a kernel, and ends without a goodbye.

`python -m tests.runtime.programs.blinded HOW`, where HOW is "kept" if the host is still there as the
interpreter ends, or "gone"; "reads" is the kernel.
"""

import sys
from contextlib import suppress

from runtime import StubwireError

from tests.codegen.golden.buffers.generated import Host, Kernel, Picture

SIZE = 20_000_000


def main() -> Host:
    host = Host.bind()
    host.spawn([sys.executable, "-m", "tests.runtime.programs.blinded", "reads"])
    for number in range(16):
        host.pictures.send(Picture(content=memoryview(bytes([number]) * SIZE)))
    return host


def read() -> None:
    with suppress(StubwireError), Kernel.connect() as kernel:
        for _ in kernel.pictures:
            pass


if __name__ == "__main__":
    match sys.argv[1]:
        case "kept":
            host = main()
        case "gone":
            main()
        case "reads":
            read()
