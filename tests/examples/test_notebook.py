"""The notebook example, run as a user runs it: real processes, by the command line."""

import contextlib
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.examples.program import (
    PATIENCE,
    ROOT,
    Gate,
    Program,
    command,
    in_pipes,
    in_terminal,
)

NOTEBOOKS = ROOT / "examples" / "notebook" / "notebooks"

CTRL_C = "\x03"
CTRL_D = "\x04"
ESCAPE = "\x1b"

Write = Callable[[str], Path]


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
    """A cell that reads a line of the gate waits until the test opens it."""
    with contextlib.closing(Gate(tmp_path / "gate")) as gate:
        yield gate


def run(*arguments: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def number_after(text: str, program: Program) -> int:
    program.wait_for(text)
    return int(program.wait_for("\n"))


# What a run shows


def test_output_shows_while_its_cell_runs(write: Write, gate: Gate) -> None:
    notebook = write(f"""\
# %%
import os, sys
print("kernel", os.getpid())
print("no line end", end="", flush=True)
open({gate.path!r}).readline()
print("...", "and on")
print("aside", file=sys.stderr)
open({gate.path!r}).readline()
6 * 7
""")
    with in_pipes(notebook) as program:
        kernel = number_after("kernel ", program)
        program.wait_for("no line end")
        assert is_running(kernel)
        gate.open()
        program.wait_for("... and on\n")
        program.wait_for("aside\n")
        gate.open()
        program.wait_for("=> 42\n")
        assert program.status() == 0
    assert not is_running(kernel)


def test_stderr_and_tracebacks_go_to_stderr(write: Write) -> None:
    done = run(
        write("import sys\nprint('out')\nprint('err', file=sys.stderr)\n1 / 0\n")
    )
    assert "out\n" in done.stdout
    assert "err" not in done.stdout
    assert done.stderr.startswith("err\nTraceback (most recent call last):\n")
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_a_traceback_shows_the_lines_of_the_notebook_and_no_others() -> None:
    notebook = NOTEBOOKS / "stumble.py"
    done = run(notebook)
    assert done.returncode == 1
    lines = notebook.read_text().splitlines()
    shown = re.findall(
        rf'File "{notebook}", line (\d+), in .*\n    (.*)\n', done.stderr
    )
    assert shown
    assert all(lines[int(number) - 1].strip() == text for number, text in shown)
    assert "execution.py" not in done.stderr
    assert "ValueError: Invalid literal for Fraction: '4 euros'\n" in done.stderr
    assert "direct cause of the following exception" in done.stderr
    assert "LookupError: nobody knows what dates cost\n" in done.stderr


def test_the_kernel_goes_on_after_a_failure_with_all_it_knew() -> None:
    done = run(NOTEBOOKS / "stumble.py")
    assert (
        "now the cheese has a price: 9/2\n=> 'bread'\n\n4 of 6 cells succeeded"
        in done.stdout
    )


def test_a_cell_that_is_no_python_fails_alone(write: Write) -> None:
    notebook = write("# %%\n1 +\n# %%\nprint('next')\n")
    done = run(notebook)
    assert done.returncode == 1
    assert f'File "{notebook}", line 2\n    1 +\n' in done.stderr
    assert "SyntaxError: invalid syntax\n" in done.stderr
    assert "next\n" in done.stdout


def test_a_cell_cannot_end_the_kernel_by_exit(write: Write) -> None:
    done = run(write("# %%\nraise SystemExit(3)\n# %%\nprint('next')\n"))
    assert done.returncode == 1
    assert "SystemExit: 3\n" in done.stderr
    assert "next\n" in done.stdout


def test_a_kernel_that_dies_is_reported(write: Write, gate: Gate) -> None:
    notebook = write(f"""\
# %%
import os
print("last words")
open({gate.path!r}).readline()
os._exit(3)
# %%
print("never")
""")
    with in_pipes(notebook) as program:
        program.wait_for("last words\n")
        gate.open()
        program.wait_for("the kernel died (exit code 3)\n")
        assert program.status() == 1
    assert "never" not in program.text


def test_a_kernel_whose_host_dies_ends(write: Write, gate: Gate) -> None:
    with in_pipes(
        write(f"print('begun')\nopen({gate.path!r}).readline()\n")
    ) as program:
        program.wait_for("begun\n")
        program.process.kill()
        program.status()  # reads until nobody is left who could write


def test_text_that_nobody_can_encode_fails_once(write: Write) -> None:
    done = run(write("# %%\nprint('\\ud800')\n# %%\nprint('next')\n# %%\n'\\ud800'\n"))
    assert "UnicodeEncodeError" in done.stderr
    assert "next\n" in done.stdout
    assert r"=> '\ud800'" in done.stdout


def test_modules_beside_the_notebook_can_be_imported(
    write: Write, tmp_path: Path
) -> None:
    (tmp_path / "neighbour.py").write_text("name = 'Ada'\n")
    assert "=> 'Ada'\n" in run(write("import neighbour\nneighbour.name\n")).stdout


# Input


def test_input_is_answered_from_a_pipe() -> None:
    done = run(NOTEBOOKS / "ask.py", typed="Ada\n" + "n\n" * 7)
    assert done.returncode == 0
    assert "Your name? Ada\nHello, Ada!\n" in done.stdout
    assert "Ada, it is 1. I asked 7 times.\n" in done.stdout


def test_input_is_answered_from_the_terminal() -> None:
    with in_terminal(NOTEBOOKS / "ask.py") as program:
        program.wait_for("Your name? ")
        program.type("Ada\n")
        program.wait_for("Hello, Ada!\n")
        for _ in range(6):
            program.wait_for("greater than ")
            program.type("y\n")
        program.wait_for("Ada, it is 100. I asked 6 times.\n")
        assert program.status() == 0


def test_the_host_goes_on_while_a_question_is_open(write: Write) -> None:
    notebook = write("# %% Ask\nimport math\ninput('a? ')\n")
    with in_pipes(notebook, "--complete", "math.sq") as program:
        program.wait_for("a? ")
        program.wait_for("completions: math.sqrt(\n")
        program.type("yes\n")
        program.wait_for("=> 'yes'\n")
        assert program.status() == 0


def test_the_end_of_input_is_an_eof_error(write: Write) -> None:
    notebook = write("# %% First\ninput('a? ')\n# %%\nprint('next')\n")
    for standard_input in ("/dev/null", "&-"):
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" <{standard_input}', "sh", *command(notebook)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert "EOFError" in done.stderr
        assert "next\n" in done.stdout
    with in_terminal(notebook) as program:
        program.wait_for("a? ")
        program.type(CTRL_D)
        program.wait_for("EOFError")
        program.wait_for("next\n")
        assert program.status() == 1


# Ctrl-C


def test_ctrl_c_interrupts_the_cell_and_the_kernel_survives(write: Write) -> None:
    notebook = write("""\
# %%
import os, time
kept = "kept"
print("kernel", os.getpid())
while True:
    time.sleep(0.01)
# %%
print("what it knew is", kept)
print("still", os.getpid())
""")
    with in_terminal(notebook) as program:
        kernel = number_after("kernel ", program)
        # Not of the terminal's foreground: Ctrl-C there reaches it through the host only.
        assert os.getpgid(kernel) != os.getpgid(program.process.pid)
        program.type(CTRL_C)
        program.wait_for("KeyboardInterrupt")
        program.wait_for("what it knew is kept\n")
        assert number_after("still ", program) == kernel
        assert program.status() == 1
    assert not is_running(kernel)


def test_ctrl_c_interrupts_a_cell_that_prints_all_the_time(write: Write) -> None:
    notebook = write("# %%\nwhile True:\n    print('again')\n# %%\nprint('next')\n")
    with in_terminal(notebook) as program:
        program.wait_for("again\n" * 100)
        program.type(CTRL_C)
        trace = program.wait_for("next\n")
        assert "KeyboardInterrupt\n" in trace.replace(f"{ESCAPE}[0m", "")
        assert "console.py" not in trace
        assert program.status() == 1


def test_ctrl_c_at_a_question_interrupts_the_cell(write: Write) -> None:
    notebook = write(
        "# %% First\ninput('a? ')\n# %% Second\nprint('b is', input('b? '))\n"
    )
    with in_terminal(notebook) as program:
        program.wait_for("a? ")
        program.type(CTRL_C)
        program.wait_for("KeyboardInterrupt")
        program.wait_for("b? ")
        program.type("2\n")
        program.wait_for("b is 2\n")
        assert program.status() == 1


def test_ctrl_c_twice_ends_the_kernel(write: Write) -> None:
    notebook = write("""\
import os, time
while True:
    try:
        print("kernel", os.getpid())
        while True:
            time.sleep(0.01)
    except KeyboardInterrupt:
        print("not now")
""")
    with in_terminal(notebook) as program:
        kernel = number_after("kernel ", program)
        program.type(CTRL_C)
        program.wait_for("not now")
        program.type(CTRL_C)
        program.wait_for("interrupted; the kernel was ended")
        assert program.status() == 130
    assert not is_running(kernel)


# Completion, and values from outside


def test_code_is_completed_while_a_cell_runs(write: Write, gate: Gate) -> None:
    notebook = write(f"import math\nopen({gate.path!r}).readline()\n'after'\n")
    with in_pipes(notebook, "--complete", "2 * math.sq") as program:
        program.wait_for("completions: 2 * math.sqrt(\n")
        gate.open()
        program.wait_for("=> 'after'\n")
        assert program.status() == 0


def test_a_slider_moves_while_a_cell_runs(write: Write) -> None:
    notebook = write("""\
speed, pond = 1, {"depth": 1, "width": 5}
while speed != 3 or pond["depth"] != 2.5:
    pass
print("width", pond["width"])
""")
    slides = ("--slide", "speed=2", "--slide", "speed=3", "--slide", "pond.depth=2.5")
    with in_pipes(notebook, *slides) as program:
        program.wait_for("width 5\n")
        assert program.status() == 0


def test_a_setting_replaces_what_the_first_cell_says(write: Write) -> None:
    notebook = write("# %%\na, b = 1, {'x': 1, 'y': 2}\n# %%\nprint(a, b)\n")
    done = run(notebook, "--set", "a=[5]", "--set", "b.x=six")
    assert "['5'] {'x': 'six', 'y': 2}\n" in done.stdout


def test_what_has_no_occasion_is_said(write: Write) -> None:
    assert "no cell took" in run(write("1\n"), "--complete", "pri").stdout


# The command line


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ([], "the following arguments are required: NOTEBOOK"),
        (["no/such.py"], "no/such.py: "),
        (
            [str(NOTEBOOKS / "waves.py"), "--set", "height"],
            "'height' is not NAME=VALUE",
        ),
        ([str(NOTEBOOKS / "waves.py"), "--slide", "1=2"], "'1=2' is not NAME=VALUE"),
    ],
)
def test_bad_usage_is_said_and_nothing_runs(arguments: list[str], text: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert text in done.stderr
    assert not done.stdout


def test_help_shows_an_example() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert (
        "example:\n  python -m examples.notebook examples/notebook/notebooks/waves.py"
        in done.stdout
    )


# Terminals and others


def test_a_log_has_no_escapes() -> None:
    done = run(NOTEBOOKS / "waves.py")
    assert done.returncode == 0
    assert not done.stderr
    assert ESCAPE not in done.stdout


def test_a_terminal_gets_colours_and_a_picture_that_moves() -> None:
    with in_terminal(NOTEBOOKS / "waves.py", "--set", "frames=2") as program:
        program.wait_for(f"{ESCAPE}[38;5;")
        program.wait_for("▀")
        program.wait_for(f"{ESCAPE}[22A")  # lines up, on a terminal of 24
        assert program.status() == 0


def test_who_reads_the_output_may_leave(write: Write) -> None:
    notebook = write("import os\nprint(os.getpid())\nwhile True:\n    print('on')\n")
    process = subprocess.Popen(
        command(notebook),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        kernel = int(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(PATIENCE) == 1
    assert not is_running(kernel)


def test_no_color_is_respected(write: Write) -> None:
    with in_terminal(write("1\n"), NO_COLOR="1") as program:
        program.wait_for("=> 1\n")
        assert program.status() == 0
    assert ESCAPE not in program.text
