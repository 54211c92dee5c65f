"""What the user sees of a run: plain text, with colours where a terminal shows it.

Rule: every line that is not the notebook's own output begins a line and ends it.
"""

import os
import shutil
import threading
from typing import TextIO

from generated import Terminal

BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
"""Parameters of ANSI's "select graphic rendition"."""


class Display:
    """Two text streams, for output and for errors; they may be the same terminal."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        self._begun = False
        self._line_begins = True
        # Reentrant, and not only for brevity: Ctrl-C may end the run while something is shown.
        self._lock = threading.RLock()

    def terminal(self) -> Terminal | None:
        """Return the terminal that shows the output, if one does."""
        if not self._out.isatty():
            return None
        size = shutil.get_terminal_size()
        return Terminal(columns=max(size.columns, 1), rows=max(size.lines, 1))

    def stdout(self, text: str) -> None:
        """Show what the notebook prints."""
        self._write(text, self._out)

    def stderr(self, text: str) -> None:
        """Show what the notebook prints to `sys.stderr`."""
        with self._lock:
            self._write(_painted(text, YELLOW, self._err), self._err)
            self._line_begins = text.endswith("\n")

    def heading(self, text: str) -> None:
        """Show that something begins, after an empty line if anything came before."""
        if self._begun:
            self._line("", BOLD, self._out)
        self._begun = True
        self._line(text, BOLD, self._out)

    def value(self, text: str) -> None:
        """Show a cell's value."""
        self._line(f"=> {text}", GREEN, self._out)

    def remark(self, text: str) -> None:
        """Show what the host has to say."""
        self._line(text, DIM, self._out)

    def error(self, text: str) -> None:
        """Show what went wrong."""
        self._line(text.rstrip("\n"), RED, self._err)

    def question(self, text: str) -> None:
        """Show what the user is asked; the answer follows on the same line."""
        self._write(text, self._out)

    def answer(self, line: str) -> None:
        """Show what the user typed, unless a terminal has done that."""
        with self._lock:
            self._write("" if os.isatty(0) else line, self._out)
            self._line_begins = line.endswith("\n")

    def _line(self, text: str, style: str, stream: TextIO) -> None:
        with self._lock:
            begin = "" if self._line_begins else "\n"
            self._write(f"{begin}{_painted(text, style, stream)}\n", stream)

    def _write(self, text: str, stream: TextIO) -> None:
        with self._lock:
            stream.write(text)
            stream.flush()
            self._line_begins = text.endswith("\n") if text else self._line_begins


def _painted(text: str, style: str, stream: TextIO) -> str:
    """Return the text in a style, unless user or stream want none: see no-color.org."""
    if (
        not stream.isatty()
        or os.environ.get("NO_COLOR")
        or os.environ.get("TERM") == "dumb"
    ):
        return text
    return "\n".join(
        f"\x1b[{style}m{line}\x1b[0m" if line else "" for line in text.split("\n")
    )
