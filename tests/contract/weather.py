"""How punctual the machine is while something is measured on it: others may use it, too.

A process that does nothing but sleep, for half a millisecond each time, notes by how much it wakes up too
late. Where even that is late, what was measured says nothing of what was to be measured.
"""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter, sleep
from types import TracebackType
from typing import Final, Self

import msgspec

from tests.contract.measured import measured, percentile

NAP: Final = 0.0005
"""Seconds."""

MANY: Final = 200_000
"""Naps after which the process ends though nobody has told it to: a few minutes."""


class Weather:
    """Watches the machine from `with` on; afterwards, says how late things were."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"begun\n"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        told, _ = self._process.communicate(timeout=30)
        self._late = msgspec.json.decode(told, type=list[float])

    def is_calm(self, p99: float, longest: float) -> bool:
        """Return whether of 100 naps 99 ended in less than `p99` seconds too much, all in `longest`."""
        found = percentile(self._late, 0.99), max(self._late)
        measured("the machine itself, p99 (ms)", found[0] * 1000)
        measured("the machine itself, max (ms)", found[1] * 1000)
        return found[0] <= p99 and found[1] <= longest


def main() -> None:
    import threading

    over = threading.Event()

    def watch() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=watch, daemon=True).start()
    print("begun", flush=True)
    late: list[float] = []
    while not over.is_set() and len(late) < MANY:
        before = perf_counter()
        sleep(NAP)
        late.append(perf_counter() - before - NAP)
    sys.stdout.buffer.write(msgspec.json.encode(late))


if __name__ == "__main__":
    main()
