"""A kernel that sends back what it is told, and ends when its channels do."""

import msgspec

from tests.runtime.notebook import ExecuteCells, Interrupt, Kernel, KernelMessage


def main() -> None:
    with Kernel.connect() as kernel:
        for command in kernel.control:
            match command:
                case ExecuteCells():
                    kernel.stream.send(KernelMessage(msgspec.msgpack.encode(command)))
                case Interrupt():
                    return


if __name__ == "__main__":
    main()
