"""What stands in for the terminal in the kernel: `sys.stdout`, `sys.stderr` and `input`.

Text is sent when its line is complete or when it is flushed, as terminals show it.
"""

import builtins
import contextlib
import io
import threading
from collections.abc import Callable, Iterator

from runtime import ChannelEmpty

from generated import (
    CellId,
    InputPull,
    InputRequest,
    Stderr,
    Stdout,
    StreamPush,
    Terminal,
)

PIECE = 8192
"""Characters in one message, at most: a channel of 1000 messages then holds a few megabytes."""


class Console:
    """The user's terminal, on the other side of the connection."""

    def __init__(self, stream: StreamPush, answers: InputPull) -> None:
        self._stream = stream
        self._answers = answers
        self.terminal: Terminal | None = None
        self.cell_id: CellId | None = None
        self.stdout = _LineStream(self, self._send_stdout)
        self.stderr = _LineStream(self, self._send_stderr)

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Let this console be what `print` and `input` use, and all else in this process."""
        original = builtins.input
        builtins.input = self.input
        try:
            with (
                contextlib.redirect_stdout(self.stdout),
                contextlib.redirect_stderr(self.stderr),
            ):
                yield
        finally:
            builtins.input = original

    def flush(self) -> None:
        """Send what was printed without a line end, too."""
        self.stdout.flush()
        self.stderr.flush()

    def input(self, prompt: object = "", /) -> str:
        """Return what the user typed, without the line end.

        Raises:
            EOFError: the user has nothing more to say.
        """
        self.flush()
        # An answer may still be there whose question was interrupted.
        with contextlib.suppress(ChannelEmpty):
            self._answers.recv_nowait()
        self._stream.send(
            InputRequest(prompt=printable(str(prompt)), cell_id=self.cell_id)
        )
        line = self._answers.recv()
        if not line:
            raise EOFError("the user's input ended")
        return line.removesuffix("\n")

    def _send_stdout(self, text: str) -> None:
        text.encode()  # raises what it raises for a terminal
        self._stream.send(Stdout(text=text, cell_id=self.cell_id))

    def _send_stderr(self, text: str) -> None:
        self._stream.send(Stderr(text=printable(text), cell_id=self.cell_id))


class _LineStream(io.TextIOBase):
    """A text stream that hands over whole lines. Any thread may write to it."""

    encoding = "utf-8"

    def __init__(self, console: Console, send: Callable[[str], None]) -> None:
        self._console = console
        self._send = send
        self._unsent = ""
        self._lock = (
            threading.RLock()
        )  # a signal handler may print while its thread prints

    def isatty(self) -> bool:
        return self._console.terminal is not None

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        with self._lock:
            self._unsent += text
            if "\n" in text or len(self._unsent) > PIECE:
                lines, end, rest = self._unsent.rpartition("\n")
                # Forgotten before it is sent: what cannot be sent must not come again.
                self._unsent = rest if end else ""
                self._send_pieces(lines + end if end else rest)
        return len(text)

    def flush(self) -> None:
        with self._lock:
            text, self._unsent = self._unsent, ""
            self._send_pieces(text)

    def _send_pieces(self, text: str) -> None:
        for begin in range(0, len(text), PIECE):
            self._send(text[begin : begin + PIECE])


def printable(text: str) -> str:
    """Return the text with backslashes for what cannot be encoded, as `sys.stderr` does."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
