"""A kernel that never looks at its channels again."""

from tests.runtime.notebook import Kernel, KernelMessage

if __name__ == "__main__":
    with Kernel.connect() as kernel:
        kernel.stream.send(KernelMessage(b"busy"))
        while True:
            pass
