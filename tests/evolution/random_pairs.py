"""Random pairs of models: does msgspec do what the engine says?

Each pair is checked with up to 40 messages of the writer. "ok" must not fail nor change a message,
"error" must not let one pass, "lossy" must not fail, and loses no more than it says.
"""

from __future__ import annotations

import random
import signal
import traceback
import warnings
from collections.abc import Callable, Iterable
from types import FrameType
from typing import TypeAlias

import msgspec
from msgspec import Struct
from runtime.evolution import verdict
from runtime.verdicts import Verdict

from codegen.breaking.arrived import losses
from codegen.breaking.conforming import NoValueError, Writer, as_sent
from codegen.breaking.wire_types import Types
from tests.evolution.random_models import Maker, Model
from tests.evolution.valid import valid

MESSAGES = 40
_FRAMES = 6
"""Of a traceback, the innermost."""


class Counterexample(Struct, frozen=True):
    """A message to which happened what the engine had ruled out."""

    seed: int
    writer: Model
    reader: Model
    verdict: Verdict
    message: str
    what: str

    def size(self) -> int:
        return len(msgspec.json.encode((self.writer, self.reader)))

    def told(self) -> str:
        told = {
            "pair": str(self.seed),
            "writer": msgspec.json.encode(self.writer).decode(),
            "reader": msgspec.json.encode(self.reader).decode(),
            "verdict": f"{self.verdict.outcome} {sorted(self.verdict.losses)}",
            "reasons": "; ".join(f"{r.path}: {r.text}" for r in self.verdict.reasons),
            "message": self.message,
            "and yet": self.what,
        }
        return "\n".join(f"{name:>8}  {text}" for name, text in told.items())


class Pair(Struct, frozen=True):
    """What a pair has shown."""

    seed: int
    outcome: str
    messages: int
    harmed: int
    """Those that failed; where the verdict is "lossy", those that arrived as others."""
    wrong: Counterexample | None


class Broken(Struct, frozen=True):
    """A pair that could not be judged, which is a bug of ours."""

    seed: int
    trace: str


Judge: TypeAlias = Callable[[int], Pair | None]


def models(seed: int) -> tuple[Model, Model]:
    """Return what a writer and a reader have, which is much the same."""
    chance = random.Random(seed)
    maker = Maker(chance)
    writer = reader = maker.model()
    if chance.random() < 0.2:
        reader = maker.model()
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4))):
        reader = maker.changed(reader)
    if chance.random() < 0.5:
        writer, reader = reader, writer
    return writer, reader


def pair(seed: int) -> Pair | None:
    """Return what one pair shows; None if a model is no catalogue's, or has no messages."""
    return checked(seed, *models(seed))


def checked(seed: int, writer: Model, reader: Model) -> Pair | None:
    """Return what messages of one model show at another."""
    if not (valid(writer) and valid(reader)):
        return None
    sending, reading = Types(writer.structs), Types(reader.structs)
    conforming = sending.decoder(writer.type)
    decoder = reading.decoder(reader.type)
    said = verdict(writer.type, reader.type, writer.structs, reader.structs)
    maker = Writer(sending, random.Random(seed))
    messages = harmed = 0
    for _ in range(MESSAGES):
        try:
            message = maker.value(writer.type)
            frame = msgspec.msgpack.encode(message)
            as_sent(frame, conforming)
        except (NoValueError, RecursionError, TypeError, ValueError):
            continue
        messages += 1
        what = ""
        try:
            got = decoder.decode(frame)
        except Exception as error:  # whatever msgspec raises, the message is lost
            harmed += 1
            if said.outcome in ("ok", "lossy"):
                what = f"{type(error).__name__}: {error}"
        else:
            lost = losses(message, got, writer.structs, reader.structs)
            harmed += said.outcome == "lossy" and bool(lost - {"dropped"})
            what = surprise(said, got, lost)
        if what:
            wrong = Counterexample(seed, writer, reader, said, repr(message), what)
            return Pair(seed, said.outcome, messages, harmed, wrong)
    return Pair(seed, said.outcome, messages, harmed, None) if messages else None


def surprise(said: Verdict, got: object, lost: frozenset[str]) -> str:
    """Return what of a message that arrived goes against the verdict."""
    if said.outcome == "error":
        return f"it arrives: {got!r}"
    if said.outcome == "ok" and lost:
        return f"{sorted(lost)}: {got!r}"
    if said.severity == "safe" and lost - {"dropped"}:
        return f"{sorted(lost)}: {got!r}"
    return ""


class SlowError(BaseException):
    """A pair has taken too long; no part of the harness is to take it for something else."""


def judged(
    judge: Judge, seeds: Iterable[int], limit: float = 300
) -> list[Pair | Broken]:
    """Return what pairs have shown, those that could not be judged among them.

    Args:
        limit: seconds of computing for one pair; sets in sets in sets take minutes.
    """
    shown: list[Pair | Broken] = []
    before = signal.signal(signal.SIGVTALRM, _too_slow)
    for seed in seeds:
        try:
            found = _in_time(judge, seed, limit)
        except (Exception, SlowError):  # whatever it is, the other pairs are judged
            shown.append(Broken(seed, traceback.format_exc(limit=-_FRAMES)))
        else:
            shown += [found] if found else []
    signal.signal(signal.SIGVTALRM, before)
    return shown


def _in_time(judge: Judge, seed: int, limit: float) -> Pair | None:
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return judge(seed)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise SlowError("this pair takes too long")
