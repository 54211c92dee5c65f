"""Sessions with random traffic and random faults, one after the other, for as long as you like.

`python -m tests.contract.soak --minutes 60 --seed n`: each session follows from the seed and its number;
`--session n` plays that one alone. What the two processes have written down is judged by the checker
(NL, PX, VS); at the end, this process must hold no more than after the first sessions. Ctrl-C ends after
the session that runs. What logs and kernels say goes to `build/soak/SEED.stderr`.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Final, TextIO

from tests.contract.history import Accepted, Delivered, read
from tests.contract.scenes.brief import Holding, hold_now
from tests.contract.sessions import FAULTS, Session, hostile
from tests.runtime.processes import children

WARM_UP: Final = 10
"""Sessions after which everything is imported and every cache filled."""

MEMORY: Final = 30.0
"""How many MB this process may grow by: the histories that it reads come and go."""

KEPT: Final = Path(__file__).parents[2] / "build" / "soak"
"""Where the histories of a session that broke a promise are."""


class Soak:
    """What has been done so far, and what was wrong with it."""

    def __init__(self, seed: int, place: Path, terminal: TextIO | None) -> None:
        self.seed = seed
        self.terminal = terminal
        self.counts: Counter[str] = Counter()
        self.sessions: Counter[str] = Counter()
        self.violations: list[str] = []
        self.interrupted = False
        self._place = place
        self._before: tuple[Holding, int] | None = None

    def play(self, number: int) -> None:
        """Play a session to its end, and judge it."""
        chance = random.Random(f"{self.seed}/{number}")
        fault = chance.choice([*FAULTS, "hostile"])
        folder = self._place / f"session-{number}"
        folder.mkdir()
        try:
            if fault == "hostile":
                found = hostile(chance)
            else:
                found = Session(chance, folder, fault).play()
        except Exception:
            found = [traceback.format_exc()]
        self.sessions[fault] += 1
        for path in folder.rglob("*"):
            if path.is_file():
                for event in read(path):
                    self.counts["accepted"] += isinstance(event, Accepted)
                    self.counts["delivered"] += isinstance(event, Delivered)
        for what in found:
            self._wrong(f"session {number} ({fault}): {what}")
        if found:
            shutil.copytree(folder, KEPT / f"{self.seed}-{number}", dirs_exist_ok=True)
        shutil.rmtree(folder)
        if sum(self.sessions.values()) == WARM_UP:
            self._before = self._hold()

    def judge_leaks(self) -> None:
        """Compare what this process holds with what it held after the first sessions."""
        left = sorted(path.name for path in (self._place / "run").iterdir())
        if left:
            self._wrong(f"left in the temporary folder: {left}")
        if self._before is None:
            return
        (before, family), (now, now_family) = self._before, self._hold()
        for what, grown, allowed in (
            ("threads", now.threads - before.threads, 0),
            ("descriptors", now.descriptors - before.descriptors, 2),
            ("children", now_family - family, 0),
            ("MB of memory", (now.memory - before.memory) / 1e6, MEMORY),
        ):
            print(f"{what}: {grown:+.0f} since session {WARM_UP}")
            if grown > allowed:
                self._wrong(f"{grown:.0f} {what} more than after {WARM_UP} sessions")

    def told(self) -> str:
        kinds = ", ".join(f"{n} {what}" for what, n in sorted(self.sessions.items()))
        counts = ", ".join(f"{n:,} {what}" for what, n in sorted(self.counts.items()))
        total = sum(self.sessions.values())
        return f"{total} sessions ({kinds}); {counts or 'no messages'}"

    def interrupt(self, signum: int, frame: FrameType | None) -> None:
        """End after this session; at the second time, now."""
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True

    def _hold(self) -> tuple[Holding, int]:
        gc.collect()
        return hold_now(), len(children())

    def _wrong(self, what: str) -> None:
        self.violations.append(what)
        print(f"\rWRONG: {what}", flush=True)


@contextmanager
def placed() -> Iterator[Path]:
    """Yield a folder for histories; `run` in it has all private directories, here and in children."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        (Path(folder) / "run").mkdir()
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = f"{folder}/run"
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["XDG_RUNTIME_DIR"]
            else:
                os.environ["XDG_RUNTIME_DIR"] = before


def aside(path: Path) -> TextIO | None:
    """Have standard error go to a file; return the terminal that it was, if it was one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    terminal = os.fdopen(os.dup(2), "w")
    with path.open("wb") as file:
        os.dup2(file.fileno(), 2)
    return terminal if terminal.isatty() else None


def run(soak: Soak, seconds: float, session: int | None) -> None:
    """Play sessions for so many seconds, or one of them."""
    begin = monotonic()
    number = session or 0
    while not soak.interrupted and (not number or monotonic() < begin + seconds):
        soak.play(number)
        if session is not None:
            return
        number += 1
        if soak.terminal is not None:
            minutes = (monotonic() - begin) / 60
            text = f"\r{minutes:.1f} min, {len(soak.violations)} wrong: {soak.told()}"
            width = shutil.get_terminal_size().columns
            print(text[:width].ljust(width), end="", file=soak.terminal, flush=True)
    if soak.terminal is not None:
        print(file=soak.terminal)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.contract.soak")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--session", type=int, help="play this one alone")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    terminal = aside(KEPT / f"{options.seed}.stderr")
    with placed() as place:
        soak = Soak(options.seed, place, terminal)
        before = signal.signal(signal.SIGINT, soak.interrupt)
        try:
            run(soak, options.minutes * 60, options.session)
        except KeyboardInterrupt:
            print("interrupted")
        finally:
            signal.signal(signal.SIGINT, before)
        soak.judge_leaks()
    print(f"seed {soak.seed}: {soak.told()}; wrong: {len(soak.violations)}")
    if soak.violations:
        print(*soak.violations, f"histories, and what was said: {KEPT}", sep="\n")
    return 1 if soak.violations else 0


if __name__ == "__main__":
    sys.exit(main())
