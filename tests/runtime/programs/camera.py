"""A kernel that sends back each picture that it gets, until it is to stop; then it says no more."""

from tests.codegen.golden.buffers.generated import Kernel, Picture, Scene

if __name__ == "__main__":
    with Kernel.connect() as kernel:
        for message in kernel.pictures:
            match message:
                case Picture(content=content):
                    kernel.raw.send(content)
                case Scene():
                    kernel.latest.send(message)
                case _:
                    break
