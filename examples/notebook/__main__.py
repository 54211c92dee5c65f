"""`python -m examples.notebook`: from the first line on, Ctrl-C ends it without a traceback."""

import os
import signal
import sys
from types import FrameType


def main() -> int:
    """Run the command line, and return the exit status."""
    signal.signal(signal.SIGINT, _leave)
    # Only now: this takes some time.
    from examples.notebook.command import run_command

    try:
        return run_command()
    finally:
        # Python is about to end; nothing is left to be interrupted.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _leave(signum: int, frame: FrameType | None) -> None:
    os._exit(130)


if __name__ == "__main__":
    sys.exit(main())
