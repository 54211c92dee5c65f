"""The decoder that a sender makes of a peer's model, beside the one that the peer has."""

from __future__ import annotations

import random
import time
import warnings
from collections import Counter

import msgspec
import pytest
from runtime.channel import Decodes
from runtime.differences import difference
from runtime.peer_decoder import decoder
from runtime.wire_model import (
    Array,
    Bounded,
    Default,
    Map,
    Node,
    Plain,
    Reference,
    Values,
    WireChannel,
    WireField,
    WireModel,
    WireStruct,
)

from codegen.breaking.conforming import NoValueError, Writer
from codegen.breaking.wire_types import Types
from tests.evolution.catalogues import model
from tests.evolution.proofs import wire_model
from tests.evolution.random_models import Maker
from tests.evolution.test_cases import CASES
from tests.evolution.valid import valid

PAIRS, MESSAGES = 150, 20


def takes(made: Decodes[object], frame: bytes) -> bool:
    try:
        made.decode(frame)
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError):
        return False
    return True


def of(node: Node, *structs: WireStruct) -> WireModel:
    feed = WireChannel("feed", "binds", node)
    return WireModel(channels=(feed,), structs={one.name: one for one in structs})


def frames(model: WireModel, seed: int) -> list[bytes]:
    """Return what a writer with a model may send."""
    writer, made = Writer(Types(model.structs), random.Random(seed)), list[bytes]()
    for _ in range(MESSAGES):
        try:
            made.append(msgspec.msgpack.encode(writer.value(model.channels[0].type)))
        except (NoValueError, TypeError, ValueError, OverflowError, RecursionError):
            continue
    return made


def compared(writer: WireModel, reader: WireModel, seed: int) -> Counter[bool]:
    """Return how many frames both decoders have taken, and how many both have refused."""
    mine = decoder(reader, "feed", reader)
    theirs = Types(reader.structs).decoder(reader.channels[0].type)
    counts: Counter[bool] = Counter()
    for frame in frames(writer, seed):
        taken = takes(mine, frame)
        assert taken == takes(theirs, frame), frame
        counts[taken] += 1
    return counts


@pytest.mark.parametrize("name", CASES)
def test_it_judges_the_cases_as_the_peer_does(name: str) -> None:
    old, new = model(CASES[name]["old"]), model(CASES[name]["new"])
    for writer, reader in ((old, new), (new, old), (old, old)):
        assert compared(writer, reader, seed=1)


def test_it_judges_random_catalogues_as_the_peer_does() -> None:
    counts: Counter[bool] = Counter()
    seed = 5 * 10**9
    pairs = 0
    while pairs < PAIRS:
        seed += 1
        maker = Maker(random.Random(seed))
        writer = maker.model()
        reader = maker.changed(writer)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if valid(writer) and valid(reader):
                counts += compared(wire_model(writer), wire_model(reader), seed)
                pairs += 1
    assert counts[True] > 10 * PAIRS
    assert counts[False] > PAIRS


def test_a_pattern_of_the_peer_alone_is_not_run() -> None:
    endless = Bounded(Plain("str"), {"pattern": "(a+)+$", "max_length": 40})
    made = decoder(of(endless), "feed", of(Plain("str")))
    begun = time.monotonic()
    assert takes(made, msgspec.msgpack.encode("a" * 26 + "!"))
    assert time.monotonic() - begun < 1
    assert not takes(made, msgspec.msgpack.encode("a" * 41))


def test_a_pattern_that_this_side_knows_is_run() -> None:
    digits = Bounded(Plain("str"), {"pattern": "^[0-9]+$"})
    own = of(Map(Plain("str"), Array("list", digits)))
    made = decoder(of(digits), "feed", own)
    assert takes(made, msgspec.msgpack.encode("12"))
    assert not takes(made, msgspec.msgpack.encode("x"))


def test_no_name_of_a_peers_becomes_one_in_python() -> None:
    names = ("__init__", "__struct_config__", "lambda:0", "__post_init__", "mro")
    fields = tuple(WireField(f"wire{i}", n, Plain("int")) for i, n in enumerate(names))
    struct = WireStruct("__import__('os')", fields)
    choice = Values(("a", "b"), names=("_missing_", "__class__"), open=True)
    chosen = WireField("c", "_generate_next_value_", choice, Default("a"))
    hostile = msgspec.structs.replace(struct, fields=(*fields, chosen))
    made = decoder(of(Reference(struct.name), hostile), "feed", of(Plain("int")))
    right = {f"wire{i}": i for i in range(len(names))}
    assert takes(made, msgspec.msgpack.encode({**right, "c": "anything"}))
    assert not takes(made, msgspec.msgpack.encode({**right, "c": 1}))
    assert not takes(made, msgspec.msgpack.encode({**right, "wire0": "no"}))


def test_a_default_text_of_a_peers_is_not_evaluated() -> None:
    field = WireField(
        "x", "x", Plain("int"), Default(factory="__import__('os').getcwd")
    )
    made = decoder(
        of(Reference("M"), WireStruct("M", (field,))), "feed", of(Plain("int"))
    )
    assert takes(made, msgspec.msgpack.encode({}))


def test_what_only_a_pattern_of_the_reader_decides_is_told_apart() -> None:
    bounds = {
        "short": "min_length = 3",
        "odd": "pattern = '^o'",
        "known": "pattern = '^k'",
    }
    bounds["both"] = "min_length = 3, pattern = '^b'"
    new = "[types.M]\n" + "".join(
        f"fields.{name} = {{ type = 'str', {bound} }}\n"
        for name, bound in bounds.items()
    )
    old = "[types.M]\n" + "".join(f"fields.{name} = 'str'\n" for name in bounds)
    old += "fields.more = { type = 'str = \"k\"', pattern = '^k' }\n"
    found = difference(model(old), model(new), "feed")
    assert found.meaning == "partial"
    undecodable, unchecked = (
        [told.split(":")[0] for told in places]
        for places in (found.undecodable, found.unchecked)
    )
    assert undecodable == ["M.short", "M.known", "M.both"]
    assert unchecked == ["M.odd", "M.both"]
