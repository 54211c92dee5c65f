"""The benchmarks as a user runs them, in a tiny form."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path
from time import monotonic, sleep

import msgspec
import pytest
import typer

from benchmarks import __main__ as program
from benchmarks.comparing import CHANGED, COMPARING, changed
from benchmarks.family import QUICK, Family, Results, Step, measure
from benchmarks.figures import Figure, figure, flat, ratio, there
from benchmarks.generation import GENERATION, SIZES
from benchmarks.growth import cost
from benchmarks.process import ROOT, MeasurementFailed, run_python
from benchmarks.targets import TARGETS, Target
from benchmarks.workload import catalogue
from codegen.breaking.findings import find
from codegen.breaking.versions import version_from_toml
from codegen.generate import generate, read


def start(folder: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start the command with a temporary directory of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(folder: Path, *arguments: str | Path) -> tuple[int, str, str]:
    with start(folder, *arguments) as process:
        out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.mark.parametrize(
    ("schema", "package"), [("schema.toml", "wire"), ("loads.toml", "loads")]
)
def test_a_package_is_what_its_catalogue_says(schema: str, package: str) -> None:
    text = (ROOT / "benchmarks" / "catalogue" / schema).read_text("utf-8")
    for name, content in generate(text).items():
        assert (ROOT / "benchmarks" / package / name).read_text() == content, name


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


def test_figures_are_written_as_json_and_what_is_printed_beside_it(
    tmp_path: Path,
) -> None:
    results = tmp_path / "build" / "bench.json"
    only = ("--only", "importing", "--repeats", "2")
    status, out, err = run(tmp_path, "--quick", "--out", results, *only)
    assert status == 0, err
    figures = msgspec.json.decode(results.read_bytes(), type=dict[str, float])
    names = {
        "import_generated_s",
        "import_msgspec_zmq_s",
        "import_generated_vs_import_msgspec_zmq",
    }
    extremes = {f"{name}.{end}" for name in names for end in ("low", "high")}
    assert figures.keys() == names | extremes | {"rounds"}
    assert figures["rounds"] == 2
    assert results.with_suffix(".txt").read_text() == out
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_help_names_the_families(tmp_path: Path) -> None:
    status, out, _ = run(tmp_path, "--help")
    assert status == 0
    for name in program.FAMILIES:
        assert name in out.replace("\n", "")


def test_an_unknown_name_is_wrong_usage(tmp_path: Path) -> None:
    status, _, err = run(tmp_path, "--only", "wishes")
    assert status == 2
    assert "wishes" in err


def test_an_interrupted_run_leaves_nothing_behind(short: Path) -> None:
    with start(short, "--only", "payload_50mb") as process:
        deadline = monotonic() + 60
        try:
            while not any(map(Path.is_socket, short.rglob("*"))):  # of the first step
                assert monotonic() < deadline
                assert process.poll() is None
                sleep(0.01)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.terminate()
    assert process.returncode == program.INTERRUPTED, out + err
    assert "target" in out
    assert not list(short.iterdir())


def test_the_generator_is_measured() -> None:
    measured = GENERATION.steps(QUICK)[0].measure()
    assert measured.keys() == {"generation_generate_10", "generation_check_10"}
    assert min(measured.values()) > 0
    generated, checked = cost(SIZES[0])
    assert 0 < generated < checked


def test_the_comparison_of_catalogues_is_measured() -> None:
    measured = COMPARING.steps(QUICK)[0].measure()
    assert measured["breaking_100"] > 0


def interrupted() -> dict[str, float]:
    raise KeyboardInterrupt


def test_what_was_measured_before_an_interruption_is_shown(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    steps = [Step("a", lambda: {"a": 5.0}), Step("b", interrupted)]
    family = Family(
        "idle", "", lambda effort: steps, lambda rounds: [figure(rounds, "a", "times")]
    )
    monkeypatch.setattr(program, "FAMILIES", {program.Name.idle: family})
    with pytest.raises(typer.Exit) as exit_:
        program.command(quick=True, results=tmp_path / "bench.json")
    assert exit_.value.exit_code == program.INTERRUPTED
    assert "5.00 x" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def family_of(steps: list[Step]) -> Family:
    return Family(
        "family",
        "",
        lambda effort: steps,
        lambda rounds: there([ratio(rounds, "b_to_a", "b", "a")]),
    )


def test_a_round_takes_every_step_and_each_round_begins_with_another() -> None:
    taken: list[str] = []

    def step(name: str) -> Step:
        def take() -> dict[str, float]:
            taken.append(name)
            return {name: float(len(taken))}

        return Step(name, take)

    family = family_of([step("a"), step("b")])
    results = Results()
    told: list[float] = []
    effort = QUICK._replace(rounds=3)
    measure([family], effort, results, lambda done, name: told.append(done))
    assert "".join(taken) == "abbaab"
    assert told == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6])
    assert family.figures(results.rounds)[0].samples == (2 / 1, 3 / 4, 6 / 5)


def test_no_round_begins_that_would_not_be_done_in_time() -> None:
    family = family_of([Step("a", lambda: {"a": 1.0})])
    results = Results()
    effort = QUICK._replace(rounds=3, seconds=0.0)
    measure([family], effort, results, lambda done, name: None)
    assert results.rounds == [{"a": 1.0}]


def test_a_step_that_fails_is_told_once_and_the_others_go_on() -> None:
    tries: list[str] = []

    def fail() -> dict[str, float]:
        tries.append("b")
        raise MeasurementFailed("no luck")

    family = family_of([Step("a", lambda: {"a": 1.0}), Step("b", fail)])
    results = Results()
    effort = QUICK._replace(rounds=2)
    measure([family], effort, results, lambda done, name: None)
    assert results.rounds == [{"a": 1.0}, {"a": 1.0}]
    assert results.failed == {"family: b": "no luck"}
    assert tries == ["b"]
    assert not family.figures(results.rounds)


def test_what_is_not_installed_is_told_and_not_taken() -> None:
    family = family_of([Step("a", interrupted, absent="no wheel")])
    results = Results()
    measure([family], QUICK, results, lambda done, name: None)
    assert results.absent == {"family: a": "no wheel"}


def test_a_figure_is_judged_by_its_median(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = (1.0, 9.0, 2.0)
    missed = []
    for target in (("<=", 2.0), ("<=", 1.9), (">=", 2.0), (">=", 2.1)):
        monkeypatch.setitem(TARGETS, "a", Target(*target))
        missed.append(Figure("a", "times", samples).missed)
    assert missed == [False, True, False, True]
    found = flat([Figure("a", "times", samples)])
    assert found == {"a": 2.0, "a.low": 1.0, "a.high": 9.0}


@pytest.mark.usefixtures("in_short")
def test_every_target_is_the_name_of_a_figure() -> None:
    """Figures are made of what the steps say that they measure."""
    measured = dict.fromkeys(
        (
            "import_generated",
            "import_msgspec_zmq",
            *(f"generation_{c}_{n}" for c in ("generate", "check") for n in SIZES),
            *(
                f"generation_growth_{c}_{n}"
                for c in ("generate", "check")
                for n in SIZES
            ),
        ),
        1.0,
    )
    for number, name in enumerate(measured):
        measured[name] += number  # sizes grow
    for family in program.FAMILIES.values():
        for step in family.steps(QUICK):
            for kind in ("p50", "p99", "percent", "kb"):
                measured[step.name.replace("*", kind)] = 1.0
    found = [
        each.name
        for family in program.FAMILIES.values()
        for each in there(family.figures([measured]))
    ]
    assert len(found) == len(set(found))
    assert set(TARGETS) <= set(found)


GRANDCHILD = """
import signal, sys

out = open({fifo!r}, "w", 1)

def leave(number, frame):
    print("bye", file=out)
    sys.exit()

signal.signal(signal.SIGTERM, leave)
print("here", file=out)
signal.pause()
"""


def test_what_takes_too_long_is_ended_with_what_it_started(tmp_path: Path) -> None:
    fifo = tmp_path / "alive"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reader, True)
    grandchild = GRANDCHILD.format(fifo=str(fifo))
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    with pytest.raises(MeasurementFailed, match="not done after"):
        run_python(["-c", program], 2)
    with open(reader) as alive:
        # To the end: nobody holds it open any more.
        assert alive.read() == "here\nbye\n"


def test_what_does_not_end_when_asked_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("benchmarks.process._GRACE", 0.2)
    program = "import signal; signal.signal(15, signal.SIG_IGN); signal.pause()"
    with pytest.raises(MeasurementFailed, match="not done after"):
        run_python(["-c", program], 1)


def test_what_fails_says_how() -> None:
    with pytest.raises(MeasurementFailed, match=r"exit code 1\n(.|\n)*KeyError"):
        run_python(["-c", "{}[1]"], 30)
