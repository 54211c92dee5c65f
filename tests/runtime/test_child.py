"""The other process: its death is known, and so are its last words; writing never blocks it."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

import msgspec
import pytest
from runtime import our_stderr
from runtime.child import Child
from runtime.our_stderr import OurStderr

from tests.runtime.processes import children
from tests.runtime.programs import parent
from tests.runtime.programs.parent import Report

UNTIL_LET_GO = "\nimport sys\nsys.stdin.readline()\nsys.stdin.read()"
FLOOD = """
import os
lines = b"".join(b"%09d\\n" % number for number in range(6400))
count = 0
while count < {size}:
    count += os.write(2, lines[:{size} - count])
print("written", flush=True)
"""


class Running:
    """A child of this process."""

    def __init__(self, code: str) -> None:
        self.over = threading.Event()
        self.exitcodes: list[int] = []
        argv = [sys.executable, "-c", code]
        self.child = Child(argv, b"the info", None, None)
        self.child.watch(self._ended)
        self._held = True

    def let_go(self) -> None:
        if self._held:
            self.child.release()
        self._held = False

    def last_words(self) -> str:
        assert self.over.wait(10)
        return self.child.tail()

    def _ended(self, exitcode: int) -> None:
        self.exitcodes.append(exitcode)
        self.over.set()


@contextmanager
def running(code: str) -> Iterator[Running]:
    """Run a child; afterwards, nothing of it is left."""
    with nothing_left():
        child = Running(code)
        try:
            yield child
        finally:
            child.child.process.kill()
            child.child.wait(10)
            child.let_go()
        assert len(child.exitcodes) == 1


@contextmanager
def nothing_left() -> Iterator[None]:
    threads, descriptors = set(threading.enumerate()), parent.descriptors()
    yield
    begin = monotonic()
    for thread in set(threading.enumerate()) - threads:
        thread.join(5)
    assert monotonic() - begin < 1
    assert set(threading.enumerate()) <= threads
    assert parent.descriptors() == descriptors


@contextmanager
def parent_of(
    code: str, stderr: int, *options: str, redirect: str = ""
) -> "Iterator[subprocess.Popen[bytes]]":
    """Run `programs.parent`, whose child runs `code`; afterwards, it has ended well."""
    shell = ["sh", "-c", f'exec "$@" {redirect}', "sh"]
    program = [sys.executable, "-m", parent.__name__, code, *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        shell + program, stdin=pipe, stdout=pipe, stderr=stderr
    ) as process:
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
    assert process.returncode == 0


def report(process: "subprocess.Popen[bytes]") -> Report:
    """Let the child of a parent go, and return what the parent says."""
    output, _ = process.communicate(timeout=30)
    process.wait(10)
    said = msgspec.json.decode(output.splitlines()[-1], type=Report)
    assert (said.threads, said.descriptors) == (0, [])
    return said


# What is known of it.


def test_it_gets_the_info_and_hears_when_this_side_lets_go() -> None:
    code = "import sys; sys.stderr.write(sys.stdin.readline() + sys.stdin.read() + '.')"
    with running(code) as it:
        assert it.child.process.stdin is None
        assert it.child.process.stderr is None
        assert not it.over.wait(0.2)
        it.let_go()
        assert it.last_words() == "the info\n."
        assert it.exitcodes == [0]


@pytest.mark.parametrize("words", ["", "last words\n", "x" * 4095 + "\n", "x" * 4096])
def test_all_that_a_child_wrote_before_it_ended_is_known(words: str) -> None:
    for _ in range(5):
        with running(f"import os; os.write(2, {words.encode()!r}); os._exit(3)") as it:
            assert it.last_words() == words
            assert it.exitcodes == [3]


def test_of_much_the_last_4_kb_are_known_from_the_start_of_a_line() -> None:
    with running(FLOOD.format(size=1_000_001)) as it:
        last = it.last_words()
    assert 4080 < len(last) <= 4096
    assert re.fullmatch(r"(\d{9}\n)+\d", last)


def test_one_long_line_is_cut_and_odd_bytes_are_replaced() -> None:
    words = b"\xc3\xa4" * 3000 + b"\xff\n"
    with running(f"import os; os.write(2, {words!r})") as it:
        assert it.last_words() == "\xe4" * 2047 + "\ufffd\n"


def test_its_death_is_noticed_at_once() -> None:
    with running(UNTIL_LET_GO) as it:
        begin = monotonic()
        it.child.process.kill()
        assert it.over.wait(10)
        assert monotonic() - begin < 0.25
        assert it.exitcodes == [-signal.SIGKILL]


@pytest.mark.parametrize("does", ["signal.pause()", "os.write(2, bytes(1000))"])
def test_a_grandchild_that_keeps_the_pipe_makes_nobody_wait(
    does: str, tmp_path: Path
) -> None:
    place = tmp_path / "pid"
    code = f"""
import os, pathlib, signal
if pid := os.fork():
    pathlib.Path({str(place)!r}).write_text(str(pid))
    os._exit(0)
while True:
    {does}
"""
    try:
        with running(code) as it:
            assert it.over.wait(10)
            begin = monotonic()
            it.child.tail()
            assert monotonic() - begin < 0.5
        if "pause" in does:
            os.kill(int(place.read_text()), 0)
    finally:
        with suppress(ProcessLookupError):
            os.kill(int(place.read_text()), signal.SIGKILL)


def test_nothing_is_left_of_many() -> None:
    with nothing_left():
        for number in range(20):
            with running(f"raise SystemExit({number})") as it:
                assert it.last_words() == ""
                assert it.exitcodes == [number]


# What cannot be started.


def test_nothing_is_left_of_what_cannot_be_started() -> None:
    with nothing_left(), pytest.raises(FileNotFoundError):
        Child(["/no/such/program"], b"", None, None)


@pytest.mark.parametrize("number", [1, 2])
def test_nothing_is_left_where_there_can_be_no_more_threads(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, starts = threading.Thread.start, []
    others = children()

    def start_or_not(thread: threading.Thread) -> None:
        starts.append(thread)
        if len(starts) == number:
            raise RuntimeError("can't start new thread")
        start(thread)

    with nothing_left(), monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start_or_not)
        no_more = pytest.raises(RuntimeError, match="can't start new thread")
        if number == 1:
            with no_more:
                Child([sys.executable, "-c", UNTIL_LET_GO], b"", None, None)
        else:
            child = Child([sys.executable, "-c", UNTIL_LET_GO], b"", None, None)
            with no_more:
                child.watch(print)
            child.end()
            assert child.process.returncode == -signal.SIGKILL
    assert children() == others


def test_nothing_is_left_of_one_that_is_ended_here() -> None:
    code = "import sys; print('words', file=sys.stderr, flush=True)"
    exitcodes: list[int] = []
    with nothing_left():
        child = Child([sys.executable, "-c", code + UNTIL_LET_GO], b"", None, None)
        child.watch(exitcodes.append)
        begin = monotonic()
        child.wait(0.1)
        assert 0.1 <= monotonic() - begin < 1
        while not child.tail():
            child.wait(0.01)
        child.end()
        assert child.tail() == "words\n"
    assert exitcodes == [-signal.SIGKILL]


# What becomes of what it writes.


def test_what_a_child_writes_is_passed_on_as_it_comes() -> None:
    code = "import os; os.write(2, b'half\\xff')" + UNTIL_LET_GO
    with parent_of(code, subprocess.PIPE) as process:
        assert process.stderr is not None
        seen = b""
        while len(seen) < 5:
            seen += os.read(process.stderr.fileno(), 100)
        assert seen == b"half\xff"
        assert report(process).stderr == "half\ufffd"


def full_pipe() -> tuple[int, int, int]:
    """Return the ends of a pipe that takes no more, and how many bytes are in it."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    size = 0
    with suppress(BlockingIOError):
        while True:
            size += os.write(write, bytes(4096))
    os.set_blocking(write, True)
    return read, write, size


@pytest.mark.parametrize("size", [1_000_000, 100_000_000])
def test_a_child_is_not_blocked_by_a_stream_that_nobody_reads(size: int) -> None:
    read, write, before = full_pipe()
    chunks: list[bytes] = []

    def drain() -> None:
        while chunk := os.read(read, 64 * 1024):
            chunks.append(chunk)

    reader = threading.Thread(target=drain)
    with parent_of(FLOOD.format(size=size) + UNTIL_LET_GO, write) as process:
        os.close(write)
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        reader.start()
        said = report(process)
    reader.join(30)
    os.close(read)
    text = b"".join(chunks)[before:]
    note = rb"\nstubwire: (\d+) bytes from process \d+ were dropped: .*\n"
    dropped = [int(count) for count in re.findall(note, text)]
    passed_on = re.sub(note, b"", text)
    assert len(passed_on) + sum(dropped) == size
    assert len(dropped) == (1 if size > 1024 * 1024 else 0)
    assert passed_on.endswith(said.stderr.encode())
    assert said.exitcode == 0


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere `poll` has to be believed"
)
def test_it_does_not_wait_even_where_another_writer_was_faster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, write, size = full_pipe()
    monkeypatch.setattr(our_stderr, "STDERR", write)
    ours = OurStderr("a test")
    ours.put(b"words")
    monkeypatch.setattr(our_stderr, "_has_room", lambda seconds: True)
    ours.flow()
    assert ours.waits
    assert os.read(read, size + 1) == bytes(size)
    ours.flow()
    assert not ours.waits
    assert os.read(read, 100) == b"words"
    assert os.get_blocking(write)
    os.close(read)
    os.close(write)


@pytest.mark.parametrize("redirect", ["2>&-", "<&- 2>&-"])
def test_a_stream_that_is_closed_is_left_alone(redirect: str) -> None:
    code = FLOOD.format(size=1_000_000) + UNTIL_LET_GO + "; os._exit(3)"
    with parent_of(code, subprocess.DEVNULL, redirect=redirect) as process:
        said = report(process)
    assert said.exitcode == 3
    assert len(said.stderr) > 4000


def test_a_stream_that_nobody_will_read_any_more_is_left_alone() -> None:
    read, write = os.pipe()
    os.close(read)
    code = FLOOD.format(size=1_000_000) + "os._exit(3)"
    with parent_of(code, write) as process:
        os.close(write)
        said = report(process)
    assert said.exitcode == 3
    assert len(said.stderr) > 4000


def test_last_words_get_out_of_a_program_that_ends_with_its_child() -> None:
    for _ in range(5):
        code = FLOOD.format(size=5_000_000)
        with parent_of(code, subprocess.PIPE, "leave") as process:
            _, text = process.communicate(timeout=30)
        assert len(text) == 5_000_000


def test_a_file_is_written_where_others_write(tmp_path: Path) -> None:
    place = tmp_path / "stderr"
    place.write_bytes(b"before\n")
    with place.open("ab", buffering=0) as file:
        code = "import os; os.write(2, b'within\\n')"
        with parent_of(code, file.fileno()) as process:
            report(process)
        file.write(b"after\n")
    assert place.read_bytes() == b"before\nwithin\nafter\n"
