"""The pages about what was measured say what was measured."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from benchmarks.install import peers
from benchmarks.measured import Measured
from benchmarks.page import FIGURES, pages, read
from benchmarks.peers import OTHERS
from benchmarks.plot import plot
from benchmarks.process import ROOT
from benchmarks.report import performance, with_figures
from benchmarks.targets import TARGETS

FEW = Measured(
    "a machine",
    {
        "rounds": 2.0,
        "throughput_small_send_per_s": 200_000.0,
        "throughput_small_send_per_s.low": 190_000.0,
        "throughput_small_send_per_s.high": 210_000.0,
        "session_cost": 0.9,
        "session_cost.low": 0.8,
        "session_cost.high": 1.0,
        "roundtrip_p50_vs_raw": 3.0,
        "roundtrip_p50_vs_raw.low": 2.0,
        "roundtrip_p50_vs_raw.high": 4.0,
    },
)


def test_the_pages_are_those_of_the_figures_that_are_kept() -> None:
    measured = msgspec.json.decode(FIGURES.read_bytes(), type=Measured)
    readme = (ROOT / "README.md").read_text("utf-8")
    for path, text in pages(measured, readme).items():
        assert (ROOT / path).read_text("utf-8") == text, path


def test_every_target_is_told_with_its_verdict() -> None:
    page = performance(FEW)
    rows = {
        name: line
        for line in page.splitlines()
        for name in TARGETS
        if f"| `{name}` |" in line
    }
    assert rows.keys() == TARGETS.keys()
    for name, row in rows.items():
        verdict = {
            "session_cost": "| >= 0.85 | 0.90 x (0.80 x to 1.00 x) | reached |",
            "roundtrip_p50_vs_raw": "| <= 1.5 | 3.00 x (2.00 x to 4.00 x) | **not reached** |",
        }.get(name, "| - | not measured |")
        assert row.endswith(verdict)


def test_what_was_not_measured_has_no_row() -> None:
    page = performance(FEW)
    assert (
        "| **stubwire, `send`** | 200,000 /s (190,000 /s to 210,000 /s) | - |" in page
    )
    assert "| gRPC" not in page


def test_only_the_marked_part_of_the_readme_is_written() -> None:
    readme = "before\n<!-- figures: written by benchmarks.page -->\nold\n<!-- end -->\nafter\n"
    once = with_figures(readme, FEW)
    assert once.startswith("before\n<!-- figures")
    assert once.endswith("<!-- end -->\nafter\n")
    assert "200,000 /s" in once
    assert "old" not in once
    assert with_figures(once, FEW) == once
    with pytest.raises(ValueError, match="no part between"):
        with_figures("nothing", FEW)


def test_the_picture_is_xml_and_has_what_was_measured() -> None:
    texts = [each.text for each in ElementTree.fromstring(plot(FEW)).iter()]
    assert "stubwire, send" in texts
    assert "200 k" in texts
    assert "raw bytes over pyzmq" not in texts


def test_a_run_is_read_from_its_files(tmp_path: Path) -> None:
    results = tmp_path / "bench.json"
    results.write_bytes(msgspec.json.encode(FEW.figures))
    results.with_suffix(".txt").write_text("a machine\n\ntables\n")
    assert read(results) == FEW


def test_what_a_peer_needs_is_installed_by_name() -> None:
    needed = {peer.needs for peer in OTHERS if peer.needs}
    names = {re.split(r"[^\w-]", requirement)[0] for requirement in peers()}
    assert needed == names
