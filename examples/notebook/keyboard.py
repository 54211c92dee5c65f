"""What the user types, one line for each question.

Lines are read on a thread, because a question may lose its sense before it is answered: the
cell that asked can be interrupted. What is typed then, answers the next question.
"""

import os
import sys
import threading
from collections.abc import Callable


class Keyboard:
    """Standard input. It is read only when there is a question, until the process ends.

    Args:
        answer: is called with the line, and its line end; with nothing at the end of input.
    """

    def __init__(self, answer: Callable[[str], None]) -> None:
        self._answer = answer
        self._changed = threading.Condition()
        self._asked = False
        threading.Thread(target=self._work, daemon=True).start()

    def ask(self) -> None:
        """Have the next line answered to."""
        with self._changed:
            self._asked = True
            self._changed.notify()

    def withdraw(self) -> None:
        """Nobody wants an answer any more."""
        with self._changed:
            self._asked = False

    def _work(self) -> None:
        encoding = sys.stdin.encoding if sys.stdin else "utf-8"
        unread = b""
        while True:
            self._wait_for_question()
            while b"\n" not in unread and (chunk := _read()):
                unread += chunk
            line, end, unread = unread.partition(b"\n")
            self._wait_for_question()
            self.withdraw()
            text = (line + end).decode(encoding, "replace")
            self._answer(text.replace("\r\n", "\n"))

    def _wait_for_question(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._asked)


def _read() -> bytes:
    """Return what there is; nothing at the end, or if standard input is closed."""
    # Not by `sys.stdin`: its lock, held here, would not let the process end.
    return os.read(0, 4096) if sys.stdin else b""
