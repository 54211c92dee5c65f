"""R24: the same on every Python and in every mode; `make everywhere` runs all of it, this a little."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.contract.everywhere import MODES, count_of, run, skipped
from tests.contract.traffic import Traffic

A_LITTLE = "tests/contract/test_harness.py::test_both_sides_send_and_receive"


@pytest.mark.parametrize("mode", MODES)
def test_a_session_in_every_mode(mode: str, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    assert run(Path(sys.executable), mode, [A_LITTLE], report) == 0
    assert count_of(report) == 2
    assert list(skipped(report)) == []


def test_what_was_skipped_is_told(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "def test_well(): pass\n"
        "def test_not_here(): pytest.skip('no such thing')\n"
    )
    assert run(Path(sys.executable), "", [f"{tmp_path}/test_it.py"], report) == 0
    assert [line.rpartition(": ")[2] for line in skipped(report)] == ["no such thing"]


def test_the_asserts_of_the_harness_hold_without_asserts_of_python() -> None:
    """As in `python -O`: pytest has written them anew."""
    names = Traffic.join.__globals__
    assert "@pytest_ar" in names
