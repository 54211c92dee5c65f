"""R15: a host gets a ready session with its kernel, or an error within the time-out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
from runtime import StartupError

from tests.contract.history import History
from tests.contract.leftovers import nothing_left
from tests.contract.measured import measured
from tests.contract.payload import Sizes
from tests.contract.scale import FULL, TRANSPORTS, limit, repeats
from tests.contract.steer import Steered, Transport, kernel_command
from tests.contract.traffic import WATCHDOG, flood, push_of
from tests.contract.wire import Host

TIMEOUT: Final = 2.0 if FULL else 1.5
SLACK: Final = limit(0.1)
"""How much earlier or later than its time-out `spawn` may raise, as a share of it."""

KEPT: Final = 4096
SIZES: Final = Sizes(16, 4096)

FLOOD: Final = "for n in range(100_000): print(f'{n:09}', file=sys.stderr)"
GARBAGE: Final = "sys.stdout.buffer.write(bytes(range(256)) * 400); sys.stdout.flush()"

NOISES: Final = {"none": "", "garbage on stdout": GARBAGE, "1 MB on stderr": FLOOD}


@dataclass(frozen=True)
class Failure:
    """A program that is no kernel. `exitcode` is None if it has to be killed."""

    argv: list[str]
    exitcode: int | None
    last: str


def inline(code: str, exitcode: int | None, last: str = "") -> Failure:
    wait = "" if exitcode is not None else "; import time; time.sleep(600)"
    start = f"import sys; sys.stdin.readline()\n{code}\n"
    end = f"sys.exit({exitcode or 0}){wait}" if exitcode is not None else wait[2:]
    return Failure([sys.executable, "-c", start + end], exitcode, last)


def raw(far: str) -> Failure:
    return Failure([sys.executable, "-m", "tests.contract.raw", far, "mute"], None, "")


FAILURES: Final = {
    "exits at import": inline(
        "import no_such_module_at_all",
        1,
        "ModuleNotFoundError: No module named 'no_such_module_at_all'\n",
    ),
    "exits without a word": inline("", 0),
    "never connects": raw("nowhere"),
    "connects and is mute": raw("all"),
    "connects and hangs up": raw("off"),
    "connects the session only": raw("session"),
    "connects one channel only": raw("channel"),
    "garbage on stdout, exits": inline(GARBAGE, 3),
    "garbage on stdout, stays": inline(GARBAGE, None),
    "1 MB on stderr, exits": inline(FLOOD, 3, "000099999\n"),
    "1 MB on stderr, stays": inline(FLOOD, None),
}


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("transport", TRANSPORTS if FULL else TRANSPORTS[:1])
def test_spawn_raises_in_time(
    transport: Transport,
    failure: str,
    run: int,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    expected = FAILURES[failure]
    with nothing_left(monkeypatch):
        with Host.bind(transport) as host:
            began = monotonic()
            with pytest.raises(StartupError) as caught:
                host.spawn(
                    expected.argv,
                    timeout=TIMEOUT if expected.exitcode is None else WATCHDOG,
                )
            took = monotonic() - began
        del host
    error = caught.value
    assert error.exitcode == expected.exitcode
    assert error.stderr.endswith(expected.last)
    assert len(error.stderr) <= KEPT
    if "MB" in failure:
        assert len(error.stderr) > KEPT - 10
        passed_on = capfd.readouterr().err
        assert passed_on.endswith(error.stderr)
        lines = passed_on.split("\n")[:-1]
        assert lines == [f"{number:09}" for number in range(len(lines))]
    if expected.exitcode is None:
        late = (took / TIMEOUT - 1) * 100
        assert measured("late (%)", late, SLACK * 100) <= SLACK * 100
        if "hangs up" not in failure:
            assert measured("early (%)", -late, SLACK * 100) <= SLACK * 100


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_is_sent_before_is_delivered_after(
    transport: Transport,
    noise: str,
    run: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history, theirs = History(tmp_path / "host"), tmp_path / "kernel"
    python, *command = kernel_command(theirs)
    if noise != "none":
        program = f"import sys\n{NOISES[noise]}\nfrom tests.contract.kernel import main; main({str(theirs)!r})"
        command = ["-c", program]
    with nothing_left(monkeypatch):
        with Host.bind(transport) as host:
            for channel, count in (("down1", 1000), ("down_ten", 10), ("down_one", 1)):
                flood(push_of(host, channel), count, 64, history)
            both = Steered(
                host, host.spawn([python, *command], timeout=WATCHDOG), history, theirs
            )
            for channel in ("down1", "down_ten", "down_one"):
                both.consume(channel)
            both.send("up1", 10, SIZES)
            both.consume("up1")
            both.all_sent()
            assert both.finish("up1") == 0
        del host
    assert both.nothing_lost("down1", "down_ten", "down_one", "up1") == []
    assert len(both.theirs()) >= 1011
    history.close()
