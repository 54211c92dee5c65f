"""The benchmarks as a user runs them, and the catalogues they measure with."""

import os
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import msgspec
import pytest

from benchmarks.comparing import CHANGED, changed
from benchmarks.family import Effort, Family, Step, measure
from benchmarks.figures import Figure, flat, ratio
from benchmarks.generation import SIZES
from benchmarks.peers import PEERS
from benchmarks.peers.exchange import FRAME, MESSAGES
from benchmarks.process import ROOT, MeasurementFailed, run_python
from benchmarks.workload import catalogue
from codegen.breaking.findings import find
from codegen.breaking.versions import version_from_toml
from codegen.generate import generate, read


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def test_the_wire_package_is_what_its_catalogue_says() -> None:
    folder = ROOT / "benchmarks" / "wire"
    schema = ROOT / "benchmarks" / "catalogue" / "schema.toml"
    for name, text in generate(schema.read_text("utf-8")).items():
        assert (folder / name).read_text("utf-8") == text, name


@pytest.mark.parametrize("messages", [1, 15, *SIZES])
def test_a_workload_is_a_valid_catalogue_of_the_size_asked_for(messages: int) -> None:
    text = catalogue(messages)
    assert len(read(text).channels) == -(-messages // 10)
    document = tomllib.loads(text)
    carried = [channel["carries"] for channel in document["channels"].values()]
    assert list(chain.from_iterable(carried)) == list(document["messages"])
    assert len(document["messages"]) == messages


def test_as_many_messages_change_as_are_asked_for_and_each_is_found() -> None:
    old, new = catalogue(100), changed(catalogue(100), CHANGED)
    found = find(
        version_from_toml(old, "old", "old"), version_from_toml(new, "new", "new")
    )
    subjects = {each.now.name for each in found if each.severity != "safe" and each.now}
    assert len(subjects) == CHANGED
    assert changed(old, 0) == old


@pytest.mark.parametrize("message", MESSAGES)
def test_a_measured_message_has_the_size_that_is_told(message: object) -> None:
    assert len(msgspec.msgpack.encode(message)) == FRAME


@pytest.mark.parametrize("kind", ["throughput", "latency"])
@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_exchanges_messages(peer: str, kind: str) -> None:
    output = run_python(["-m", f"benchmarks.peers.{peer}", kind, "100"], 30)
    measured = msgspec.json.decode(output, type=dict[str, float])
    assert list(measured) == (["rate"] if kind == "throughput" else ["p50", "p99"])
    assert min(measured.values()) > 0


def test_figures_are_written_as_json(tmp_path: Path) -> None:
    results = tmp_path / "build" / "bench.json"
    done = run("--quick", "--out", results, "generation")
    assert done.returncode == 0, done.stderr
    figures = msgspec.json.decode(results.read_bytes(), type=dict[str, float])
    names = {
        *(f"generation.generate.{size}.seconds" for size in SIZES),
        *(f"generation.check.{size}.seconds" for size in SIZES),
        "generation.growth.generate.times",
        "generation.growth.check.times",
    }
    extremes = {f"{name}.{end}" for name in names for end in ("low", "high")}
    assert figures.keys() == names | extremes


def test_help_names_the_families() -> None:
    done = run("--help")
    assert done.returncode == 0
    for name in ("generation", "breaking", "importing", "throughput", "latency"):
        assert name in done.stdout


def test_an_unknown_name_is_wrong_usage() -> None:
    done = run("wishes")
    assert done.returncode == 2
    assert "wishes" in done.stderr


def test_a_round_takes_every_step_and_each_round_begins_with_another() -> None:
    taken: list[str] = []

    def step(name: str) -> Step:
        def take() -> dict[str, float]:
            taken.append(name)
            return {name: float(len(taken))}

        return Step(name, take)

    family = Family(
        "family",
        "",
        rounds=lambda effort: effort.exchanges,
        steps=lambda effort: [step("a"), step("b")],
        figures=lambda rounds: [ratio(rounds, "b_to_a", "b", "a")],
    )
    effort = Effort(0, 0, exchanges=3, messages=0, trips=0, seconds=60.0)
    told: list[float] = []
    rounds = measure(family, effort, told.append)
    assert "".join(taken) == "abbaab"
    assert told == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1])
    assert family.figures(rounds)[0].samples == (2 / 1, 3 / 4, 6 / 5)


def test_a_family_begins_no_round_after_its_time() -> None:
    family = Family(
        "family",
        "",
        rounds=lambda effort: effort.exchanges,
        steps=lambda effort: [Step("a", lambda: {"a": 1.0})],
        figures=lambda rounds: [],
    )
    effort = Effort(0, 0, exchanges=3, messages=0, trips=0, seconds=0.0)
    assert measure(family, effort, lambda done: None) == [{"a": 1.0}]


def test_a_figure_is_judged_by_its_median() -> None:
    figure = Figure("a.times", "times", (1.0, 9.0, 2.0), at_most=2.0)
    assert not figure.missed
    assert figure._replace(at_most=1.9).missed
    assert not figure._replace(at_most=None, at_least=2.0).missed
    assert figure._replace(at_most=None, at_least=2.1).missed
    assert flat([figure]) == {"a.times": 2.0, "a.times.low": 1.0, "a.times.high": 9.0}


def test_what_takes_too_long_is_killed_with_what_it_started(tmp_path: Path) -> None:
    fifo = tmp_path / "alive"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reader, True)
    grandchild = f"import signal; f = open({str(fifo)!r}, 'w', 1); print('here', file=f); signal.pause()"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    with pytest.raises(MeasurementFailed, match="not done after"):
        run_python(["-c", program], 2)
    with open(reader) as alive:
        assert alive.read() == "here\n"  # to the end: nobody holds it open any more


def test_what_fails_says_how() -> None:
    with pytest.raises(MeasurementFailed, match=r"exit code 1\n(.|\n)*KeyError"):
        run_python(["-c", "{}[1]"], 30)
