"""What the notebook example survives, and what it leaves behind: kills, Ctrl-C, floods."""

import contextlib
import os
import random
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.contract import scale
from tests.examples.program import (
    PATIENCE,
    ROOT,
    Gate,
    Program,
    command,
    in_pipes,
    in_terminal,
)

CTRL_C = "\x03"
QUESTION = "restart the kernel and run the remaining cells? [y/N] "

Write = Callable[[str], Path]

DEADLY = """\
# %% Learn
import os, signal
known = "known"
print("kernel", os.getpid())
# %% Die
print("last words")
open({gate!r}).readline()
os.kill(os.getpid(), signal.SIGKILL)
# %% Ask what it knows
known
# %% Go on
print("on and on")
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a notebook, and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "notebook.py"
        path.write_text(text)
        return path

    return write


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    gate = Gate(tmp_path / "gate")
    yield gate
    gate.close()


@pytest.fixture
def deadly(write: Write, gate: Gate) -> Path:
    """Write a notebook whose second cell kills the kernel when the gate is opened."""
    return write(DEADLY.format(gate=gate.path))


def number_after(text: str, program: Program) -> int:
    program.wait_for(text)
    return int(program.wait_for("\n"))


def check_nothing_of_ours(text: str) -> None:
    """No traceback shows a line that is not the notebook's."""
    for part in ("examples/notebook/", "/runtime/", "lib/python", "Exception ignored"):
        assert part not in text, text


# The kernel is killed


def test_a_killed_kernel_is_reported_at_once(write: Write, gate: Gate) -> None:
    notebook = write(f"""\
# %% First
import os
print("kernel", os.getpid())
# %% Second
open({gate.path!r}).readline()
# %% Third
print("never")
""")
    with in_pipes(notebook) as program:
        kernel = number_after("kernel ", program)
        program.wait_for("Second\n")
        begun = monotonic()
        os.kill(kernel, signal.SIGKILL)
        program.wait_for(
            "the kernel died (exit code -9)\n"
            "[2/3] Second was running; cells not begun: 1; messages not confirmed: "
        )
        # StopKernel, and what was confirmed too late.
        assert program.wait_for("\n") in ("1 on 'control'\n", "2 on 'control'\n")
        assert monotonic() - begun < scale.limit(1)
        assert program.status() == 1
    assert "never" not in program.text
    assert "restart" not in program.text


def test_the_other_cells_run_in_a_new_kernel_if_that_is_wanted(
    deadly: Path, gate: Gate
) -> None:
    with in_pipes("--restart", deadly) as program:
        program.wait_for("last words\n")
        gate.open()
        program.wait_for("the kernel died (exit code -9)\n")
        program.wait_for("runs the remaining 2\n\n[3/4] Ask what it knows\n")
        program.wait_for("NameError: name 'known' is not defined\n")
        program.wait_for("on and on\n")
        program.wait_for(
            "2 of 4 cells succeeded\n"
            "[2] the kernel died\n"
            "[3] NameError: name 'known' is not defined\n"
        )
        assert program.status() == 1
    assert program.text.count("last words\n") == 1
    assert program.text.count("kernel died (exit") == 1


def test_settings_hold_in_the_new_kernel_at_once(deadly: Path, gate: Gate) -> None:
    with in_pipes("--restart", "--set", "known=5", deadly) as program:
        program.wait_for("last words\n")
        gate.open()
        program.wait_for("=> 5\n")
        assert program.status() == 1


def test_no_more_than_three_kernels_follow_the_first(write: Write) -> None:
    notebook = write("# %% Die\nimport os\nos._exit(7)\n" * 6)
    with in_pipes("--restart", notebook) as program:
        assert program.status() == 1
    assert program.text.count("the kernel died (exit code 7)\n") == 4
    assert "cells not begun: 2" in program.text


@pytest.mark.parametrize(
    ("answer", "status"), [("y\n", 1), ("n\n", 1), ("\n", 1), (CTRL_C, 130)]
)
def test_in_a_terminal_the_user_is_asked(
    deadly: Path, gate: Gate, answer: str, status: int
) -> None:
    with in_terminal(deadly) as program:
        program.wait_for("last words\n")
        gate.open()
        program.wait_for(QUESTION)
        program.type(answer)
        assert program.status() == status
    assert ("on and on\n" in program.text) is (answer == "y\n")
    check_nothing_of_ours(program.text)


def test_nobody_is_asked_when_nothing_remains(write: Write) -> None:
    with in_terminal(write("import os\nos._exit(3)\n")) as program:
        program.wait_for("the kernel died (exit code 3)")
        assert program.status() == 1
    assert "restart" not in program.text


def test_what_was_asked_by_the_dead_kernel_is_not_answered(write: Write) -> None:
    """The line that is typed answers the question that is open: the one of the host."""
    notebook = write("""\
# %% Ask
import os, threading
print("kernel", os.getpid())
input("a? ")
# %% Ask again
print("b is", input("b? "))
""")
    with in_terminal(notebook) as program:
        kernel = number_after("kernel ", program)
        program.wait_for("a? ")
        os.kill(kernel, signal.SIGKILL)
        program.wait_for(QUESTION)
        program.type("y\n")
        program.wait_for("b? ")
        program.type("2\n")
        program.wait_for("b is 2\n")
        assert program.status() == 1


# The host is killed


@pytest.mark.parametrize(
    "busy",
    [
        "while True: pass",
        "input('a? ')",
        "import threading; threading.Thread(target=threading.Event().wait).start()",
        "while True:\n    try:\n        print('on')\n    except Exception:\n        pass",
    ],
    ids=["busy", "asking", "idle", "printing"],
)
def test_no_kernel_outlives_its_host(write: Write, busy: str) -> None:
    with in_pipes(write(f"print('begun', flush=True)\n{busy}\n")) as program:
        program.wait_for("begun\n")
        begun = monotonic()
        program.process.kill()
        program.status()  # reads until nobody is left who could write
        assert monotonic() - begun < scale.limit(2)


# Ctrl-C, again and again


def storm(program: Program, seed: int) -> int:
    """Interrupt a program until it and its kernel have ended; return the exit status."""
    rng = random.Random(seed)
    reader = threading.Thread(target=program.status)  # to the last of who could write
    reader.start()
    end = monotonic() + PATIENCE
    ended = False
    while not ended:
        assert monotonic() < end, f"it has not ended:\n{program.text}"
        program.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.process.wait(rng.uniform(0, 0.01))
            ended = True
    reader.join(scale.limit(2))
    assert not reader.is_alive(), "its kernel lives"
    check_nothing_of_ours(program.text)
    return program.process.wait()


def loads(program: Program, library: str) -> None:
    """Wait until a program has begun to load what takes most of its start."""
    end = monotonic() + PATIENCE
    while library not in Path(f"/proc/{program.process.pid}/maps").read_text():
        assert monotonic() < end


@pytest.mark.parametrize("seed", range(scale.count(100)))
def test_a_storm_while_it_starts(write: Write, seed: int) -> None:
    with in_pipes(write("print('ran')\n")) as program:
        loads(program, "msgspec")
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.process.wait(random.Random(seed).uniform(0, 0.5))
        assert storm(program, seed) in (0, 1, 130)


@pytest.mark.parametrize("seed", range(scale.count(40)))
@pytest.mark.parametrize(
    "cell",
    [
        "while True: pass",
        "import time\nwhile True: time.sleep(0.01)",
        "input('a? ')",
        "while True:\n    try:\n        input('a? ')\n    except KeyboardInterrupt: pass",
        "while True:\n    try:\n        1 / 0\n    except BaseException: pass",
        "",
    ],
    ids=["busy", "sleeping", "asking", "asking again", "stubborn", "ending"],
)
def test_a_storm_while_cells_run(write: Write, cell: str, seed: int) -> None:
    notebook = write(f"print('begun', flush=True)\n{cell}\n# %%\n1\n# %%\n2\n")
    with in_pipes(notebook) as program:
        program.wait_for("begun\n")
        assert storm(program, seed) in (0, 1, 130)
    assert program.text.count("interrupted; the kernel was ended\n") <= 1


@pytest.mark.parametrize("seed", range(scale.count(40)))
def test_nothing_printed_is_lost_in_a_storm_or_comes_twice(
    write: Write, seed: int
) -> None:
    notebook = write("""\
import itertools
for number in itertools.count():
    print("line", number)
""")
    with in_pipes(notebook) as program:
        program.wait_for("line 1000\n")
        storm(program, seed)
    numbers = [int(text) for text in re.findall(r"^line (\d+)$", program.text, re.M)]
    assert numbers == list(range(len(numbers)))


def starts_kernel(program: Program) -> None:
    """Wait until a program has a child."""
    pid = program.process.pid
    end = monotonic() + PATIENCE
    while not Path(f"/proc/{pid}/task/{pid}/children").read_text():
        assert monotonic() < end


@pytest.mark.parametrize("moment", ["importing", "starting"])
def test_a_storm_typed_in_a_terminal_while_it_starts(write: Write, moment: str) -> None:
    """In a terminal it is for all processes: also for a kernel that has only just begun."""
    with in_terminal(write("print('ran')\n")) as program:
        loads(program, "msgspec")
        if moment == "starting":
            starts_kernel(program)
        for _ in range(300):
            program.type(CTRL_C)
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.process.wait(0.003)
                break
        assert program.status() in (0, 1, 130)
    check_nothing_of_ours(program.text)


def test_a_storm_at_the_question_is_a_no(deadly: Path, gate: Gate) -> None:
    with in_terminal(deadly) as program:
        program.wait_for("last words\n")
        gate.open()
        program.wait_for(QUESTION)
        program.type(CTRL_C * 20)
        assert program.status() == 130
    assert "on and on" not in program.text
    check_nothing_of_ours(program.text)


# Floods, and a reader that takes its time

FLOOD = """\
# %% Flood
import os
print("kernel", os.getpid())
for number in range({lines}):
    print(f"{{number:09d}} " + "x" * 989)
# %% After
print("after")
"""
LINE = "x" * 989
ROOM = 40_000
"""kB that a process may grow by."""


def peak(pid: int) -> int:
    """Return the most memory, in kB, that a process has had."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0])


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def stall(pid: int) -> None:
    """Wait until a process has nothing to do: it uses no time for a while."""
    used, since, end = -1, monotonic(), monotonic() + PATIENCE
    while monotonic() < since + 0.5:
        assert monotonic() < end
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        now = int(fields[11]) + int(fields[12])
        if now != used:
            used, since = now, monotonic()
        threading.Event().wait(0.05)


def test_a_flood_arrives_byte_by_byte_and_takes_no_memory(write: Write) -> None:
    lines = 100_000 if scale.FULL else 10_000
    with start(write(FLOOD.format(lines=lines))) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            kernel = int(process.stdout.readline().split()[1])
            pids = kernel, process.pid
            before = [peak(pid) for pid in pids]
            stall(kernel)  # nobody reads: the cell waits
            for number in range(lines):
                line = process.stdout.readline().decode()
                assert line == f"{number:09d} {LINE}\n"
                if number == lines - 2000:
                    grown = [
                        peak(pid) - so_far
                        for pid, so_far in zip(pids, before, strict=True)
                    ]
            rest = process.stdout.read().decode()
            assert process.stderr.read() == b""
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
    assert rest.endswith("[2/2] After\nafter\n\n2 of 2 cells succeeded\n")
    assert max(grown) < ROOM, grown


def test_one_text_of_any_length_arrives(write: Write) -> None:
    length = 70_000_000 if scale.FULL else 1_000_000
    done = subprocess.run(
        command(write(f"print('a' * {length} + 'b')\n")),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=4 * PATIENCE,
    )
    assert done.returncode == 0
    assert b"\n" + b"a" * length + b"b\n" in done.stdout


def test_ctrl_c_works_while_a_flood_waits_for_its_reader(write: Write) -> None:
    with start(write(FLOOD.format(lines=10**9))) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            kernel = int(process.stdout.readline().split()[1])
            stall(kernel)
            process.send_signal(signal.SIGINT)
            assert process.stderr is not None
            out, err = process.stdout.read(), process.stderr.read()
            process.wait(PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 1
    assert b"KeyboardInterrupt" in err
    check_nothing_of_ours(err.decode())
    flood, _, after = out.decode().partition("\n\n[2/2] After\nafter\n")
    assert after
    numbers = [int(line.split()[0]) for line in flood.split("\n") if LINE in line]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > 1000


def test_ctrl_c_ends_it_even_if_nobody_reads_ever(write: Write) -> None:
    with start(write(FLOOD.format(lines=10**9))) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            kernel = int(process.stdout.readline().split()[1])
            stall(kernel)
            end = monotonic() + scale.limit(5)
            while process.poll() is None:
                assert monotonic() < end
                process.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.2)
        finally:
            process.kill()
    assert process.returncode == 130
