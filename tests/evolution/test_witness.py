"""Messages that prove verdicts, replayed where nothing is left of how they were found."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct
from runtime.evolution import channel_verdict
from runtime.verdicts import Loss, Verdict

from codegen import render
from codegen.breaking.witness import Witness, find_witness
from codegen.generate import generate
from tests.evolution.catalogues import model, text
from tests.evolution.replay import Answer, Request
from tests.evolution.test_cases import CASES

ROOT = Path(__file__).parents[2]


class Way(Struct, frozen=True):
    """One direction of a case."""

    name: str
    sent: str
    read: str
    verdict: Verdict
    witness: Witness | None


def found() -> list[Way]:
    """Return both directions of all cases, with their witnesses."""
    ways: list[Way] = []
    for name, case in CASES.items():
        old, new = model(case["old"]), model(case["new"])
        for direction, writer, reader in (
            ("forward", new, old),
            ("backward", old, new),
        ):
            said = channel_verdict(writer, reader, "feed")
            witness = find_witness(writer, reader, "feed", said)
            sides = ("new", "old") if direction == "forward" else ("old", "new")
            sent, read = (case[side] for side in sides)
            ways.append(Way(f"{name}_{direction}", sent, read, said, witness))
    return ways


@pytest.fixture(scope="module")
def ways() -> list[Way]:
    return found()


def test_every_case_that_is_not_safe_has_a_witness(ways: list[Way]) -> None:
    unsafe = [way for way in ways if way.verdict.severity != "safe"]
    assert len(unsafe) > 100
    assert [way.name for way in unsafe if way.witness is None] == []
    for way in unsafe:
        assert way.witness is not None
        if way.verdict.outcome == "lossy":
            harmful = way.verdict.losses - {"dropped"}
            assert way.witness.losses & harmful, way.name
            assert way.witness.arrived
            assert not way.witness.error
        else:
            assert way.witness.error, way.name
            assert not way.witness.arrived


def test_no_safe_case_has_a_witness(ways: list[Way]) -> None:
    assert [w.name for w in ways if w.verdict.severity == "safe" and w.witness] == []


EVERY_LOSS: frozenset[Loss] = frozenset(
    {"altered", "misread", "precision", "deduped", "order"}
)


@pytest.mark.parametrize(
    "wrong", [Verdict("error"), Verdict("lossy", EVERY_LOSS)], ids=["error", "lossy"]
)
def test_a_wrong_verdict_is_not_proved(ways: list[Way], wrong: Verdict) -> None:
    """The search is at its end after a while, with nothing that msgspec has not done."""
    for way in ways:
        if way.verdict.severity == "safe":
            sent, read = model(way.sent), model(way.read)
            assert find_witness(sent, read, "feed", wrong) is None, way.name


def test_the_same_is_found_in_another_process(ways: list[Way]) -> None:
    """Where Python hashes strings, and addresses, in another way."""
    script = (
        "import sys, msgspec; from tests.evolution.test_witness import found;"
        "sys.stdout.buffer.write(msgspec.json.encode([w.witness for w in found()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "4", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    again = msgspec.json.decode(done.stdout, type=list[Witness | None])
    assert again == [way.witness for way in ways]


# Two processes


def ask(folder: Path, requests: Iterable[Request]) -> list[Answer]:
    """Return what a process with the packages in a folder answers."""
    lines = b"".join(msgspec.json.encode(request) + b"\n" for request in requests)
    done = subprocess.run(
        [sys.executable, "-m", "tests.evolution.replay", str(folder)],
        input=lines,
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    return [msgspec.json.decode(line, type=Answer) for line in done.stdout.splitlines()]


@cache
def generated(body: str) -> dict[str, str]:
    """Return the files of a package; what they are laid out like is of no matter here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "formatted", dict)
        return generate(text(body))


def install(folder: Path, name: str, body: str) -> None:
    """Put a generated package there."""
    for file, content in generated(body).items():
        path = folder / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


WITH_A_SET = {"nested_set_of_struct_field_added_forward"}
"""Where there are two structs in a set: Python puts them in the order of the day."""


def test_a_witness_does_the_same_between_two_processes(
    ways: list[Way], tmp_path: Path
) -> None:
    """Each has the packages of one side alone."""
    writers, readers = tmp_path / "writers", tmp_path / "readers"
    proved = [(way, way.witness) for way in ways if way.witness]
    for way, _ in proved:
        install(writers, way.name, way.sent)
        install(readers, way.name, way.read)
    sent = ask(writers, [Request(way.name, one.frame) for way, one in proved])
    read = ask(
        readers,
        [Request(w.name, a.frame) for (w, _), a in zip(proved, sent, strict=True)],
    )
    for (way, one), wrote, got in zip(proved, sent, read, strict=True):
        assert (wrote.error, wrote.message) == ("", one.message), way.name
        assert wrote.frame == one.frame or way.name in WITH_A_SET
        assert (got.error, got.message) == (one.error, one.arrived), way.name


HOLDS_ITSELF = """
[messages.M]
doc = "A node of a tree."
fields.size  = "int"
fields.parts = "tuple[M, ...] = ()"
fields.other = "list[M] | None = None"
fields.pair  = "tuple[M | None, int] = (None, 1)"
fields.range = { type = "tuple[float, ...]", default = [-inf, 1.0] }
fields.limit = { type = "Any", default = inf }
"""


def test_a_struct_that_holds_itself_has_defaults() -> None:
    """What a default is does not wait for the struct that it is a default of."""
    changed = HOLDS_ITSELF.replace('"int"', '"str"')
    old, new = model(HOLDS_ITSELF), model(changed)
    said = channel_verdict(old, new, "feed")
    witness = find_witness(old, new, "feed", said)
    assert witness is not None
    expected = (
        "M(size=0, parts=(), other=None, pair=(None, 1), range=(-inf, 1.0), limit=inf)"
    )
    assert (witness.message, said.outcome) == (expected, "error")
