"""Records how each contract test ended, for the table; keeps a process that others mistreat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.contract.ends import VARIABLE
from tests.contract.measured import Line, tier, write
from tests.contract.victims import Victim, process_of

HERE = Path(__file__).parent.name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let everything run once before anything runs again."""
    items.sort(key=run_of)


def run_of(item: pytest.Item) -> int:
    """Return which of the runs of a test it is."""
    callspec = getattr(item, "callspec", None)
    return 0 if callspec is None else int(callspec.params.get("run", 0))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Write down the outcome of the test itself, or of a set-up that failed."""
    if f"/{HERE}/" in report.nodeid and (report.when == "call" or not report.passed):
        write(
            Line(
                test=report.nodeid,
                tier=tier(),
                outcome=report.outcome,
                seconds=report.duration,
            )
        )


class Cell:
    """Where a victim lives; a new one, if the last one has ended."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._victim: Victim | None = None

    def victim(self) -> Victim:
        if self._victim is None or self._victim.process.poll() is not None:
            self._victim = self._stack.enter_context(process_of())
        return self._victim


@pytest.fixture
def ends(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have every connection, also of other processes, used by threads, or by tasks."""
    kind: str = request.param
    monkeypatch.setenv(VARIABLE, kind)
    return kind


@pytest.fixture(scope="package")
def cell() -> Iterator[Cell]:
    with ExitStack() as stack:
        yield Cell(stack)


@pytest.fixture
def victim(cell: Cell) -> Victim:
    """Return a process that has survived what was done to it before."""
    return cell.victim()
