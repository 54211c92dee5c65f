"""The table says what ran and what was worst."""

from tests.contract.measured import Line, percentile
from tests.contract.table import key_of, render, rows_of


def line(test: str, **values: float) -> list[Line]:
    lines = [
        Line(test=test, tier="small", name=name, value=value, limit=9.0)
        for name, value in values.items()
    ]
    return [*lines, Line(test=test, tier="small", outcome="passed", seconds=1.0)]


def test_a_test_is_known_by_its_promise_and_function() -> None:
    assert key_of("tests/contract/test_r03_no_stall.py::test_x[ipc-1]") == (
        "R3",
        "test_x",
    )
    assert key_of("tests/contract/test_s1_place.py::test_y")[0] == "S1"
    assert key_of("tests/contract/test_b01_malformed.py::test_y")[0] == "B1"
    assert key_of("tests/contract/test_checker.py::test_y")[0] == "checker"


def test_the_worst_of_all_runs_is_shown() -> None:
    lines = line("tests/contract/test_r10_x.py::test_late[ipc]", late=2.0)
    lines += line("tests/contract/test_r10_x.py::test_late[tcp]", late=3.0)
    lines += line("tests/contract/test_r02_x.py::test_soon")
    lines += line("tests/contract/test_b01_x.py::test_bad")
    text = render(rows_of(lines))
    assert "| R10 | late | small | 2 | 0 | 2.0 | late 3 (allowed 9) |" in text
    order = [text.index(f"| {promise} ") for promise in ("R2", "R10", "B1")]
    assert order == sorted(order)


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert percentile(values, 0.5) == 51
    assert percentile(values, 0.99) == 100
    assert percentile([7.0], 0.99) == 7
