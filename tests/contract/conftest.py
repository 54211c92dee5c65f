"""Records how each contract test ended, for the table."""

from pathlib import Path

import pytest

from tests.contract.measured import Line, tier, write

HERE = Path(__file__).parent.name


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
