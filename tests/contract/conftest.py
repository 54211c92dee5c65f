"""Records how each contract test ended, for the table; keeps a process that others mistreat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.contract.ends import VARIABLE
from tests.contract.measured import Line, tier, write
from tests.contract.scale import FULL
from tests.contract.victims import Victim, process_of

HERE = Path(__file__).parent.name


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Let everything run once before anything runs again; of the small tier, no more than a part."""
    items.sort(key=run_of)
    if not FULL:
        left_out = [item for item in items if is_spared(item)]
        items[:] = [item for item in items if not is_spared(item)]
        config.hook.pytest_deselected(items=left_out)


def run_of(item: pytest.Item) -> int:
    """Return which of the runs of a test it is."""
    return int(str(params_of(item).get("run", 0)))


def is_spared(item: pytest.Item) -> bool:
    """Return whether the full tier is enough: what travels beneath is nothing to ends for asyncio."""
    params = params_of(item)
    transport = params.get("transport") or params.get("beside")
    return params.get("ends") == "asyncio" and transport != "ipc"


def params_of(item: pytest.Item) -> dict[str, object]:
    callspec = getattr(item, "callspec", None)
    return {} if callspec is None else callspec.params


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
