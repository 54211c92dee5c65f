"""Random pairs of models: does msgspec do what the engine says?

    python -m tests.evolution.fuzz --pairs 20000 --seed 1

Each pair is checked with up to 40 messages of the writer. "ok" must not fail nor change a message,
"error" must not let one pass, "lossy" must not fail, and loses no more than it says.
"""

from __future__ import annotations

import argparse
import random
import sys
import warnings
from collections import Counter

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

    outcome: str
    messages: int
    arrived: int
    wrong: Counterexample | None


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
    messages = arrived = 0
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
            if said.outcome in ("ok", "lossy"):
                what = f"{type(error).__name__}: {error}"
        else:
            arrived += 1
            lost = losses(message, got, writer.structs, reader.structs)
            what = surprise(said, got, lost)
        if what:
            wrong = Counterexample(seed, writer, reader, said, repr(message), what)
            return Pair(said.outcome, messages, arrived, wrong)
    return Pair(said.outcome, messages, arrived, None) if messages else None


def surprise(said: Verdict, got: object, lost: frozenset[str]) -> str:
    """Return what of a message that arrived goes against the verdict."""
    if said.outcome == "error":
        return f"it arrives: {got!r}"
    if said.outcome == "ok" and lost:
        return f"{sorted(lost)}: {got!r}"
    if said.severity == "safe" and lost - {"dropped"}:
        return f"{sorted(lost)}: {got!r}"
    return ""


def run(pairs: int, seed: int) -> tuple[Counter[str], list[Counterexample]]:
    """Return how often each verdict was checked, and what went against one."""
    counts: Counter[str] = Counter()
    wrong: list[Counterexample] = []
    tried = 0
    while counts["pairs"] < pairs:
        tried += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pair(seed * 10**9 + tried)
        if found is None:
            continue
        counts["pairs"] += 1
        counts[found.outcome] += 1
        counts["messages"] += found.messages
        if found.outcome == "value_dependent" and found.arrived in (0, found.messages):
            counts["value_dependent, all alike"] += 1
        if found.wrong:
            wrong.append(found.wrong)
        if sys.stderr.isatty() and counts["pairs"] % 100 == 0:
            print(f"\r{counts['pairs']} of {pairs}", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return counts, wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.evolution.fuzz")
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    counts, wrong = run(options.pairs, options.seed)
    told = ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
    print(f"seed {options.seed}: {told}; wrong: {len(wrong)}")
    if wrong:
        print(min(wrong, key=Counterexample.size).told())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
