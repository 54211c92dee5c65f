"""A command that runs, watched through a pipe or a terminal as its user would watch it.

Nothing here sleeps: a test waits for the text that it expects.
"""

import codecs
import contextlib
import fcntl
import io
import os
import pty
import select
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

options: list[str] = []
"""What a user would type first, whatever else."""

PATIENCE = 30.0
"""Seconds after which what is waited for will not come."""


class Program:
    """A process, what it has written so far, and where to type."""

    def __init__(
        self, process: subprocess.Popen[bytes], output: int, keyboard: int
    ) -> None:
        self.process = process
        self.text = ""
        self._output = output
        self._keyboard = keyboard
        self._seen = 0
        self._decoder = io.IncrementalNewlineDecoder(
            codecs.getincrementaldecoder("utf-8")(), True
        )

    def wait_for(self, text: str) -> str:
        """Read until a text comes, and return what came since the last one, and it."""
        while (found := self.text.find(text, self._seen)) < 0:
            if not self._read():
                raise AssertionError(f"{text!r} never came; what came:\n{self.text}")
        begin, self._seen = self._seen, found + len(text)
        return self.text[begin : self._seen]

    def type(self, text: str) -> None:
        os.write(self._keyboard, text.encode())

    def status(self) -> int:
        """Read to the end, and return the exit status."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._output], [], [], PATIENCE)
        if not ready:
            raise AssertionError(
                f"nothing came for {PATIENCE} s; what came before:\n{self.text}"
            )
        try:
            read = os.read(self._output, 65536)
        except OSError:  # how Linux says that nobody holds the terminal any more
            return False
        self.text += self._decoder.decode(read)
        return bool(read)


class Gate:
    """A file in which a reader finds nothing, and waits, until the test opens the gate."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = str(path)
        self._held = os.open(path, os.O_RDWR)

    def open(self) -> None:
        """Let one reader of one line pass."""
        os.write(self._held, b"\n")

    def close(self) -> None:
        os.close(self._held)


@contextlib.contextmanager
def in_pipes(*arguments: str | Path) -> Iterator[Program]:
    """Run `python -m examples.notebook` between two pipes; stdout and stderr share one."""
    process = subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        with _ended(process):
            yield Program(process, process.stdout.fileno(), process.stdin.fileno())


@contextlib.contextmanager
def in_terminal(*arguments: str | Path, **environment: str) -> Iterator[Program]:
    """Run `python -m examples.notebook` in a terminal of its own."""
    user, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    process = subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm", **environment},
        start_new_session=True,
        preexec_fn=_control_terminal,
    )
    os.close(terminal)
    try:
        with process, _ended(process):
            yield Program(process, user, user)
    finally:
        os.close(user)


def command(*arguments: str | Path) -> list[str]:
    """Return what a user would type."""
    program = [sys.executable, "-m", "examples.notebook", *options]
    return [*program, *map(str, arguments)]


def _control_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A test that fails leaves no process behind."""
    try:
        yield
    finally:
        process.kill()
