"""The fault script runs, says what it ought to, and leaves nothing behind; `make faults` tries all of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.contract.faults import endings, frames, strangers
from tests.contract.faults.__main__ import app
from tests.contract.faults.orders import Ask
from tests.contract.faults.outcome import Fault, Outcome, seconds, tally
from tests.contract.faults.page import BEGIN, EMPTY, END, Row, inserted, markdown
from tests.contract.faults.script import SCRIPT
from tests.contract.faults.stage import Stage

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.contract.faults", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_second_kernel_is_refused_here_and_not_by_hand() -> None:
    by_hand, ours = strangers.second("naive"), strangers.second("stubwire")
    assert not by_hand.holds
    assert "let in" in by_hand.text
    assert ours.holds, ours.text


def test_a_kernel_that_never_connects_is_told_of_here() -> None:
    ours = endings.never_ready("stubwire")
    assert ours.holds, ours.text


def test_another_type_for_a_field_is_refused_here() -> None:
    ours = frames.mismatch("stubwire")
    assert ours.holds, ours.text


def test_a_frozen_kernel_is_told_of_here() -> None:
    ours = endings.frozen("stubwire")
    assert ours.holds, ours.text
    assert "PeerUnresponsive" in ours.text


@pytest.mark.parametrize("layer", ["naive", "stubwire"])
def test_a_stage_leaves_no_process(layer: str) -> None:
    with Stage("naive" if layer == "naive" else "stubwire") as stage:
        kernel = stage.kernel()
        processes = [stage.host.hello.pid, kernel.hello.pid]
        assert kernel.must(Ask("down1")).accepted == 0
    assert not any(Path("/proc", str(pid), "exe").exists() for pid in processes)


def test_what_became_of_messages() -> None:
    became = tally(6, [0, 1, 1, 4])
    assert (became.lost, became.twice, became.gaps) == (3, 1, 2)
    assert became.in_order
    assert not tally(2, [1, 0]).in_order
    assert tally(3, []).lost == 3
    assert tally(3, []).gaps == 0


def test_spans_of_time() -> None:
    assert [seconds(n) for n in (0.0012, 0.0456, 0.25, 1.02, 12.3)] == [
        "1.2 ms", "46 ms", "0.25 s", "1 s", "12 s",
    ]  # fmt: skip


def rows() -> list[Row]:
    fault = Fault("one", "Something breaks", lambda layer: Outcome(layer, True))
    return [Row(fault, Outcome("3 lost", False), Outcome("0 lost", True))]


def test_the_table_is_written_between_its_markers() -> None:
    page = inserted(f"before\n{EMPTY}after\n", markdown(rows()))
    assert page.startswith("before\n")
    assert page.endswith("after\n")
    assert "| Something breaks | **fails**: 3 lost | **holds**: 0 lost |" in page
    assert inserted(page, markdown(rows())) == page
    with pytest.raises(ValueError, match="has no"):
        inserted(f"{END}\n{BEGIN}", "")


def test_the_page_has_every_fault() -> None:
    page = (ROOT / "docs/reliability.md").read_text("utf-8")
    table = page.split(BEGIN)[1].split(END)[0]
    told = [line.split(" | ")[0] for line in table.splitlines()[3:] if line[:1] == "|"]
    assert told == [f"| {fault.says}" for fault in SCRIPT]


def test_one_fault_by_its_name(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    done = run("garbage", "--page", str(page))
    assert done.returncode == 0, done.stdout + done.stderr
    for word in ("fails", "holds", "900 of 900"):
        assert word in done.stdout
    assert not page.exists()


def test_no_such_fault() -> None:
    done = CliRunner().invoke(app, ["earthquake"])
    assert done.exit_code == 2
    assert "no fault named 'earthquake'" in done.output
