"""A message that proves what a verdict says: it really fails at the reader, or arrives as another.

Rule 1: msgspec has the last word. A witness is what its decoder has refused or misread, built as the
generated package would have it; nothing is returned that was not tried.
Rule 2: the smallest of the first few is taken, and the same input gives the same witness.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import TypeAlias

import msgspec
from msgspec import Struct
from runtime.verdicts import Verdict
from runtime.wire_model import Node, Reference, WireModel

from codegen.breaking.along import Along, at_the_end
from codegen.breaking.arrived import losses
from codegen.breaking.conforming import NoValueError, Writer, as_sent
from codegen.breaking.directed import Directed
from codegen.breaking.facing import Facing
from codegen.breaking.message_text import message_text
from codegen.breaking.routes import Step, route
from codegen.breaking.variation import Where
from codegen.breaking.wire_types import Structs, Types, Word

_DIRECTED, _RANDOM = 1000, 300
"""Messages that are tried, at most."""
_BATCHES = (1, 7, 24, 64)
"""How many are looked at together; the smallest of a batch is taken."""
_REASONS = 4
_HARMLESS = frozenset({"dropped"})
Lost: TypeAlias = Callable[[object, object, Structs, Structs], frozenset[str]]


class Witness(Struct, frozen=True):
    """A message and what becomes of it."""

    message: str
    """As Python text."""
    frame: bytes
    error: str
    """What msgspec says, with the name of the exception; empty if the message arrives."""
    arrived: str
    """What the reader holds; empty if the message fails."""
    losses: frozenset[str] = frozenset()


def find_witness(
    writer: WireModel,
    reader: WireModel,
    channel: str,
    expects: Verdict,
    through: str | Sequence[str] = "",
    *,
    lost: Lost = losses,
    seed: int = 0,
) -> Witness | None:
    """Return a message of a channel that proves a verdict; None if none is found.

    Args:
        expects: what is to be proved: that messages fail, or with what losses they arrive.
        through: what the message has to have inside, each inside the one before: a struct of the
            writer or a field of one, `Status` or `Status.state`. Where the writer has no such thing,
            or nothing is named, the reasons of the verdict tell where to look.
        lost: tells what a message that has arrived has lost.
        seed: of the random messages that are tried when the simple ones prove nothing.
    """
    sent, read = _type(writer, channel), _type(reader, channel)
    if sent is None or read is None or expects.severity == "safe":
        return None
    sides = _Decoder(writer.structs, sent), _Decoder(reader.structs, read)
    search = _Search(*sides, channel, expects, lost)
    names = [through] if isinstance(through, str) else list(through)
    ways = list(search.ways(list(filter(None, names))))
    return search.proof(search.messages(ways, seed))


def _type(model: WireModel, channel: str) -> Node | None:
    return next((c.type for c in model.channels if c.name == channel), None)


class _Decoder:
    """A decoder of one side's type, of as much of it as the frames ask for."""

    def __init__(self, models: Structs, node: Node) -> None:
        self.models = models
        self.node = node
        self.prepare(frozenset())

    def prepare(self, words: frozenset[Word] | None) -> None:
        self.types = Types(self.models, words)
        self.made = self.types.decoder(self.node)

    def learn(self, words: frozenset[Word] | None) -> None:
        """Be ready for frames in which this is said; anything, if nothing is known of it."""
        if words is None or not self.types.left_out.isdisjoint(words):
            self.prepare(words)


class _Search:
    def __init__(
        self,
        writer: _Decoder,
        reader: _Decoder,
        channel: str,
        expects: Verdict,
        losses: Lost,
    ) -> None:
        self.writer = writer
        self.reader = reader
        self.channel = channel
        self.expects = expects
        self.losses = losses
        self.types = Types(writer.models)
        self.directed = Directed(self.types)
        self.where = Where(Facing((reader.node,), reader.models))

    def ways(self, through: list[str]) -> Iterator[list[Step]]:
        """Yield where to look; the channel's type as a whole is a way without steps."""
        node, structs = self.writer.node, self.writer.models
        if through and (way := route(node, through, structs)):
            yield way
            return
        paths = [reason.path for reason in self.expects.reasons]
        places = [path.removeprefix(self.channel).strip(".") for path in paths]
        for place in list(dict.fromkeys(places))[:_REASONS]:
            name = place.split("[")[0].split("{")[0]
            for named in filter(None, (name, name.split(".")[0])):
                if way := route(node, [named], structs):
                    yield way
                    break
        yield []

    def messages(self, ways: list[list[Step]], seed: int) -> Iterator[object]:
        for way in ways:
            yield from _some(self.simple(way), _DIRECTED // len(ways))
        writer = Writer(self.types, random.Random(seed))
        for way in ways:
            yield from _some(self.at_random(way, writer), _RANDOM // len(ways))

    def simple(self, way: list[Step]) -> Iterator[object]:
        if not way:
            return self.directed.variants(self.writer.node, self.where)
        along = Along(self.directed, at_the_end(self.directed))
        return along.values(self.writer.node, self.where, way)

    def at_random(self, way: list[Step], writer: Writer) -> Iterator[object]:
        if not way:
            return _made(writer, self.writer.node)
        end = Along(
            self.directed, lambda step, _: _made(writer, Reference(step.struct))
        )
        return end.values(self.writer.node, self.where, way)

    def proof(self, messages: Iterator[object]) -> Witness | None:
        """Return the smallest witness of the first batch that has one."""
        encoded = _encoded(messages)
        for size in chain(_BATCHES, repeat(_BATCHES[-1])):
            batch = list(islice(encoded, size))
            if not batch:
                break
            words = _words(frame for _, frame in batch)
            self.writer.learn(words)
            self.reader.learn(words)
            proofs = [proof for one in batch if (proof := self.tried(*one))]
            if proofs:
                return min(proofs, key=lambda proof: len(proof.frame))
        return None

    def tried(self, message: object, frame: bytes) -> Witness | None:
        """Return what becomes of a message, if that is what was expected."""
        is_lossy = self.expects.outcome == "lossy"
        try:
            sent = as_sent(frame, self.writer.made)
            got = self.reader.made.decode(frame)
        except NoValueError:
            return None
        except Exception as error:  # whatever msgspec raises, the message is lost
            text = f"{type(error).__name__}: {error}"
            return None if is_lossy else Witness(message_text(sent), frame, text, "")
        if not is_lossy:
            return None
        lost = self.losses(message, got, self.writer.models, self.reader.models)
        if not lost & self.expects.losses - _HARMLESS:
            return None
        return Witness(message_text(sent), frame, "", message_text(got), lost)


def _made(writer: Writer, node: Node) -> Iterator[object]:
    for _ in range(_RANDOM):
        try:
            yield writer.value(node)
        except NoValueError:
            continue


def _some(values: Iterator[object], most: int) -> Iterator[object]:
    """Yield the first of some values, up to where there is none."""
    try:
        yield from islice(values, most)
    except (NoValueError, RecursionError):
        return


def _encoded(messages: Iterator[object]) -> Iterator[tuple[object, bytes]]:
    """Yield the messages with their frames, each frame once."""
    seen: set[bytes] = set()
    for message in messages:
        try:
            frame = msgspec.msgpack.encode(message)
        except (msgspec.MsgspecError, TypeError, ValueError, OverflowError):
            continue
        if frame not in seen:
            seen.add(frame)
            yield message, frame


def _words(frames: Iterable[bytes]) -> frozenset[Word] | None:
    """Return the strings and the integers in frames; None where Python has no value for one."""
    found: set[Word] = set()
    try:
        waiting: list[object] = list(map(msgspec.msgpack.decode, frames))
    except msgspec.DecodeError:  # a key that has no hash
        return None
    while waiting:
        match waiting.pop():
            case str() | int() as word:
                found.add(word)
            case list() | tuple() as items:
                waiting += items
            case dict() as mapping:
                waiting += [*mapping.keys(), *mapping.values()]
    return frozenset(found)
