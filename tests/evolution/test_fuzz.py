"""A small part of `make fuzz-evolution`, the same each time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

import msgspec
import pytest
from runtime.verdicts import Verdict
from runtime.wire_model import Plain, Reference, WireField, WireStruct
from typer.testing import CliRunner

from codegen.breaking.arrived import losses
from codegen.breaking.wire_types import Types
from tests.evolution import fuzz, random_pairs
from tests.evolution.fuzz import DiedError, app, in_processes
from tests.evolution.random_models import Model
from tests.evolution.random_pairs import (
    Broken,
    Pair,
    checked,
    judged,
    pair,
    surprise,
)
from tests.evolution.tally import Tally


def test_random_pairs() -> None:
    tally = Tally()
    for shown in judged(pair, range(3 * 10**9, 3 * 10**9 + 1000)):
        tally.add(shown)
    assert list(tally.told("repeat")) == []
    for outcome in ("ok", "lossy", "value_dependent", "error"):
        assert tally.pairs[outcome] > 20


def test_a_pair_that_agrees() -> None:
    text, number = Model(Plain("str"), {}), Model(Plain("int"), {})
    found = checked(1, number, number)
    assert found is not None
    assert (found.outcome, found.wrong) == ("ok", None)
    assert found.messages > 30
    assert found.harmed == 0
    found = checked(1, number, text)
    assert found is not None
    assert (found.outcome, found.wrong) == ("error", None)
    assert found.harmed == found.messages > 30


def test_a_wrong_verdict_is_seen() -> None:
    nothing, altered = frozenset[str](), frozenset({"altered"})
    assert surprise(Verdict("error"), 1, nothing)
    assert surprise(Verdict(), 1, altered)
    assert surprise(Verdict("lossy", frozenset({"dropped"})), 1, altered)
    assert not surprise(Verdict("lossy", frozenset({"altered"})), 1, altered)
    assert not surprise(Verdict(), 1, nothing)


def test_what_is_lost_is_seen() -> None:
    x, y = WireField("x", "x", Plain("int")), WireField("y", "y", Plain("int"))
    large = Types({"P": WireStruct("P", (x, y))}).decoder(Reference("P"))
    small = Types({"P": WireStruct("P", (x,))}).decoder(Reference("P"))
    frame = msgspec.msgpack.encode({"x": 1, "y": 2})
    both = large.decode(frame)
    assert losses(both, both) == set()
    assert losses(both, small.decode(frame)) == {"dropped"}
    assert losses(both, {"x": 1, "y": "2"}) == {"altered"}
    assert losses([1, 1], {1}) == {"deduped"}
    assert losses(2**53 + 1, 2.0**53) == {"precision"}


# The run


SEED = 3 * 10**9 + 1


def odd(seed: int) -> Pair | None:
    """Judge a pair as a harness does that has a bug."""
    if seed % 2:
        raise RecursionError(f"at {seed}")
    return Pair(seed, "ok", 40, 0, None)


def die(seed: int) -> Pair | None:
    os._exit(seed % 2)


def test_processes_judge_the_pairs_that_one_would() -> None:
    alone = judged(pair, range(SEED, SEED + 600))
    found = in_processes(pair, 3, jobs=2)
    assert list(islice(found, len(alone))) == alone


def test_a_pair_that_cannot_be_judged_does_not_end_the_run() -> None:
    shown = judged(odd, range(4))
    assert [type(one) for one in shown] == [Pair, Broken, Pair, Broken]
    tally = Tally()
    for one in shown:
        tally.add(one)
    told = "".join(tally.told("python -m it --pair"))
    assert "RecursionError: at 3" in told
    assert "repeat  python -m it --pair 3" in told


def endless(seed: int) -> Pair | None:
    while True:
        try:
            seed += 1
        except Exception:
            return None


def test_a_pair_that_takes_too_long_is_told() -> None:
    (shown,) = judged(endless, [3], limit=0.1)
    assert isinstance(shown, Broken)
    assert "SlowError" in shown.trace


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(DiedError, match="died at a pair of 3000000001 to 3000000100"):
        next(in_processes(die, 3, jobs=1))


def test_a_run_without_a_wrong_verdict_succeeds() -> None:
    done = CliRunner().invoke(app, ["--pairs", "10", "--seed", "3", "--jobs", "1"])
    assert done.exit_code == 0
    assert "seed 3: 10 pairs, 0 wrong, 0 could not be judged" in done.stdout


def test_a_wrong_verdict_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random_pairs, "verdict", lambda *_: Verdict("error"))
    done = CliRunner().invoke(app, ["--pair", str(SEED)])
    assert done.exit_code == 1
    assert "and yet  it arrives" in done.stdout
    assert f"repeat  python -m tests.evolution.fuzz --pair {SEED}" in done.stdout


def test_what_was_done_until_ctrl_c_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Iterator[Pair | Broken]:
        yield from judged(odd, [2, 4])
        raise KeyboardInterrupt

    monkeypatch.setattr(fuzz, "in_processes", interrupted)
    done = CliRunner().invoke(app, ["--pairs", "10", "--seed", "3"])
    assert done.exit_code == 130
    assert "seed 3: 2 pairs, 0 wrong" in done.stdout
    assert "10 pairs were asked for" in done.stderr
