"""What the user types, one line for each question.

Lines are read on a thread, because a question may lose its sense before it is answered: the
cell that asked can be interrupted. What is typed then, answers the next question.
"""

import os
import sys
import threading
from collections.abc import Callable


class Keyboard:
    """Standard input. It is read only when there is a question.

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
        unread = b""
        while True:
            self._wait_for_question()
            # Not `sys.stdin`: its lock, held here, would not let the process end.
            while b"\n" not in unread and (chunk := os.read(0, 4096)):
                unread += chunk
            line, end, unread = unread.partition(b"\n")
            text = (line + end).decode(sys.stdin.encoding, "replace")
            self._wait_for_question()
            self.withdraw()
            self._answer(text.replace("\r\n", "\n"))

    def _wait_for_question(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._asked)
