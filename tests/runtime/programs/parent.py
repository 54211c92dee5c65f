"""A parent for tests of `runtime.child`: its child runs the given code, and it says how that went.

When its own standard input ends, it lets go of the child's lifeline.
"""

import os
import signal
import sys
import threading

import msgspec
from runtime.child import Child


class Report(msgspec.Struct):
    exitcode: int
    stderr: str
    threads: int
    descriptors: list[int]


def descriptors() -> list[int]:
    """Return the open ones."""
    names = os.listdir("/proc/self/fd")  # one of them was open for this
    return sorted(
        int(name) for name in names if os.path.exists(f"/proc/self/fd/{name}")
    )


def main() -> None:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as programs of the command line do
    before = descriptors()
    exitcodes: list[int] = []
    child = Child([sys.executable, "-c", sys.argv[1]], b"info", None, None)
    child.watch(exitcodes.append)
    if sys.stdin is not None:
        sys.stdin.read()
    child.release()
    child.wait(10)
    stderr = child.tail()
    if "leave" in sys.argv:
        return
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(10)
    report = Report(
        exitcode=exitcodes[0],
        stderr=stderr,
        threads=threading.active_count() - 1,
        descriptors=[number for number in descriptors() if number not in before],
    )
    print(msgspec.json.encode(report).decode(), flush=True)


if __name__ == "__main__":
    main()
