"""What the user types, one line for each question.

Lines are read on a thread, because a question may lose its sense before it is answered: the
cell that asked can be interrupted. What is typed then, answers the next question.
"""

import os
import sys
import threading
from collections.abc import Callable


class Keyboard:
    """Standard input. It is read only when there is a question, until the process ends."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._answer: Callable[[str], None] | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)

    def ask(self, answer: Callable[[str], None]) -> None:
        """Have `answer` called with the next line, and its line end; with nothing at the end."""
        with self._changed:
            self._answer = answer
            self._changed.notify()
            if self._thread.ident is None:
                self._thread.start()

    def withdraw(self) -> None:
        """Nobody wants an answer any more."""
        with self._changed:
            self._answer = None

    def _work(self) -> None:
        encoding = sys.stdin.encoding if sys.stdin else "utf-8"
        unread = b""
        while True:
            self._wait_for_question()
            while b"\n" not in unread and (chunk := _read()):
                unread += chunk
            line, end, unread = unread.partition(b"\n")
            answer = self._take_question()
            text = (line + end).decode(encoding, "replace")
            answer(text.replace("\r\n", "\n"))

    def _wait_for_question(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._answer is not None)

    def _take_question(self) -> Callable[[str], None]:
        """Return who gets the line: who asks now, whoever asked when it was begun."""
        with self._changed:
            while self._answer is None:
                self._changed.wait()
            answer, self._answer = self._answer, None
            return answer


def _read() -> bytes:
    """Return what there is; nothing at the end, or if standard input is closed."""
    # Not by `sys.stdin`: its lock, held here, would not let the process end.
    return os.read(0, 4096) if sys.stdin else b""
