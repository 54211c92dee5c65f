"""How messages are made, told and compared."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Sequence

import msgspec
import pytest
from runtime import python_types
from runtime.enums import OpenEnum
from runtime.evolution import channel_verdict
from runtime.wire_model import (
    Bounded,
    Default,
    Plain,
    Reference,
    Values,
    WireField,
    WireStruct,
)

from codegen.breaking import samples
from codegen.breaking.arrived import losses
from codegen.breaking.facing import Facing
from codegen.breaking.message_text import message_text
from codegen.breaking.patterns import matching
from codegen.breaking.routes import Step, route
from codegen.breaking.wire_types import Types
from codegen.breaking.witness import Witness, find_witness
from tests.evolution.catalogues import model

TREE = """
[messages.Log]
doc = "."
fields.lines = "list[str]"

[messages.Batch]
doc          = "."
fields.first = "Log | Status | None = None"
fields.by_id = { type = "dict[str, list[tuple[int, Status]]]", default_factory = "dict" }

[messages.Status]
doc         = "."
fields.n    = "int"
fields.kid  = { type = "Part", optional = true }

[types.Part]
fields.state = "Literal['on', 'off']"
fields.size  = "int = 0"

[channels.feed]
carries = ["Log", "Batch"]
"""


def proof(old: str, new: str, through: str | Sequence[str]) -> Witness:
    """Return what proves that messages of a new writer do not all reach an old reader."""
    writer, reader = model(new), model(old)
    said = channel_verdict(writer, reader, "feed")
    found = find_witness(writer, reader, "feed", said, through)
    assert found is not None
    return found


def test_the_way_to_a_field_is_filled_in() -> None:
    new = TREE.replace("'off'", "'off', 'dim'").replace("lines = 'list", "lines = 'set")
    found = proof(TREE, new, "Part.state")
    assert (
        found.message
        == "Batch(first=Status(n=0, kid=Part(state='dim', size=0)), by_id={})"
    )
    assert (
        found.error
        == "ValidationError: Invalid enum value 'dim' - at `$.first.kid.state`"
    )


def test_a_way_through_more_than_one_place() -> None:
    new = TREE.replace("'off'", "'off', 'dim'")
    found = proof(TREE, new, ["Batch.by_id", "Part.state"])
    assert found.message == (
        "Batch(first=None, by_id={'': [(0, Status(n=0, kid=Part(state='dim', size=0)))]})"
    )


def test_only_what_is_named_is_varied() -> None:
    new = TREE.replace('fields.n    = "int"', 'fields.n    = "int | None"')
    new = new.replace("'off'", "'off', 'dim'")
    assert "n=None" in proof(TREE, new, "Status.n").message
    assert "'dim'" in proof(TREE, new, "Part.state").message


def test_a_name_that_the_writer_does_not_have() -> None:
    assert proof(
        TREE, TREE.replace('fields.n    = "int"', 'fields.n    = "str"'), "Gone"
    ).error


def test_what_is_seen_only_beside_another_of_its_kind() -> None:
    old = "[types.N]\nfields.x = 'int'\n[types.M]\nfields.n = 'set[N]'\n"
    new = old.replace("'int'\n", "'int'\nfields.y = 'int = 0'\n")
    assert proof(old, new, "N.y").message == "M(n={N(x=0, y=0), N(x=0, y=1)})"


def test_a_reader_faces_a_message_with_the_one_of_its_tag() -> None:
    wire = model(TREE)
    facing = Facing((wire.channels[0].type,), wire.structs)
    log = wire.structs["Log"]
    assert facing.structs(log) == [log]
    assert {s.name for s in facing.structs(wire.structs["Part"])} == {"Log", "Batch"}


def test_the_way() -> None:
    wire = model(TREE)
    channel = wire.channels[0].type
    steps = [Step("Batch", "first"), Step("Status", "kid"), Step("Part")]
    assert route(channel, ["Part"], wire.structs) == steps
    assert route(channel, ["Status", "Part"], wire.structs) == steps
    assert route(channel, ["Log"], wire.structs) == [Step("Log")]
    assert route(channel, ["Log", "Part"], wire.structs) is None
    assert route(channel, ["Status.gone"], wire.structs) is None
    assert route(channel, ["Gone"], wire.structs) is None


def test_of_many_messages_those_are_built_that_a_frame_is() -> None:
    names = [f"M{n}" for n in range(300)]
    body = "".join(
        f"[messages.{name}]\ndoc = '.'\nfields.x = 'int'\nfields.next = 'Any | None = None'\n"
        for name in names
    )
    many = model(f"{body}[channels.feed]\ncarries = {names}\n")
    node = many.channels[0].type
    frame = msgspec.msgpack.encode({"type": "M7", "x": 1})
    types = Types(many.structs, frozenset({"type", "M7", "x", 1}))
    assert message_text(types.decoder(node).decode(frame)) == "M7(x=1, next=None)"
    assert types.structs.keys() == {"M7", "M0"}
    with pytest.raises(msgspec.ValidationError, match="Invalid value 'M8'"):
        types.decoder(node).decode(msgspec.msgpack.encode({"type": "M8"}))
    assert "M8" in types.left_out


class Status(msgspec.Struct):
    state: object
    n: object = msgspec.UNSET


class Colour(enum.Enum):
    RED = 1


class Open(OpenEnum, unknown="OTHER"):
    A = "a"
    OTHER = "?"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Status("idle", 1), "Status(state='idle', n=1)"),
        (Status(Colour.RED), "Status(state=<RED: 1>)"),
        ([Open.A, Open.OTHER], "[<A: 'a'>, <unknown: '?'>]"),
        ({"b", "a"}, "{'a', 'b'}"),
        (frozenset({2, 1}), "frozenset({1, 2})"),
        (set(), "set()"),
        (("a",), "('a',)"),
        ({1: [None, True]}, "{1: [None, True]}"),
        ("a" * 100, "'a' * 100"),
        ([0] * 50, "[0] * 50"),
        (bytes(41), r"b'\x00' * 41"),
        (msgspec.Raw(b"\xc0"), r"Raw(b'\xc0')"),
        (dt.date(2024, 1, 2), "datetime.date(2024, 1, 2)"),
    ],
    ids=str,
)
def test_a_message_as_text(value: object, told: str) -> None:
    assert message_text(value) == told


@pytest.mark.parametrize(
    "pattern",
    [
        "^[a-z]+$", r"^\d{4}-\d{2}$", "^(red|green)$", "x", "^[^a]{3,}$", r"^\w+@\w+\.com$",
        "^(?:[A-Z]{2}){2}$", r"^a?b*c+\Z", "^(?P<name>[01])$", r"^[\]x]$", "^.{12}$", "",
    ],
)  # fmt: skip
def test_a_text_for_a_pattern(pattern: str) -> None:
    assert any(re.search(pattern, text) for text in matching(pattern))
    assert samples.plain("str", {"pattern": pattern})


@pytest.mark.parametrize("pattern", ["(", "[", "a{", "*", "(?=a)b", "\\", "(?P<"])
def test_a_pattern_that_is_not_understood_is_no_trouble(pattern: str) -> None:
    matching(pattern)


@pytest.mark.parametrize(
    ("name", "bounds"),
    [
        ("int", {"ge": 200, "lt": 203}),
        ("int", {"gt": 12, "multiple_of": 50}),
        ("float", {"gt": 0, "lt": 1e-9}),
        ("float", {"ge": 100.5, "multiple_of": 0.5}),
        ("str", {"min_length": 50, "max_length": 60}),
        ("bytes", {"min_length": 3, "max_length": 3}),
        ("datetime", {"tz": False}),
        ("time", {"tz": True}),
    ],
)
def test_samples_conform(
    name: str, bounds: dict[str, int | float | str | bool]
) -> None:
    field = WireField("x", "x", samples_type(name, bounds))
    decoder = Types({"M": WireStruct("M", (field,))}).decoder(Reference("M"))
    values = samples.plain(name, bounds)
    assert values
    for value in values:
        decoder.decode(msgspec.msgpack.encode({"x": value}))


def samples_type(name: str, bounds: dict[str, int | float | str | bool]) -> Bounded:
    return Bounded(Plain(name), bounds)


def test_a_literal_that_python_keeps_from_before() -> None:
    """A frame does not depend on which `"port"` was there first."""
    kept = msgspec.json.decode(b'["port", "starboard"]', type=tuple[str, ...])
    python_types.literal(kept)
    node = Values(("port", "starboard"))
    side = WireField("x", "x", node, default=Default("port"))
    types = Types({"M": WireStruct("M", (side,), omit_defaults=True)})
    decoder = types.decoder(Reference("M"))
    frame = msgspec.msgpack.encode(types.struct("M")(x=types.members(node)[0]))
    assert msgspec.msgpack.encode(decoder.decode(frame)) == frame


# What was lost


def one_way(
    writer: WireStruct, reader: WireStruct, *others: WireStruct, **fields: object
) -> frozenset[str]:
    """Return what is lost of a struct between two sides that both have the others too."""
    writers = {s.name: s for s in (*others, writer)}
    readers = {s.name: s for s in (*others, reader)}
    sent = Types(writers).struct(writer.name)(**fields)
    decoder = Types(readers).decoder(Reference(reader.name))
    got = decoder.decode(msgspec.msgpack.encode(sent))
    return losses(sent, got, writers, readers)


X = WireField("x", "x", Plain("int"))


def test_a_struct_that_is_read_as_another() -> None:
    p, q = WireStruct("P", (X,)), WireStruct("Q", (X,))
    assert one_way(p, q, x=1) == set()
    assert one_way(p, q, p, x=1) == {"misread"}
    was_p = WireStruct("Q", (X,), renamed_from="P")
    assert one_way(p, was_p, p, x=1) == set()


def test_a_field_that_was_renamed() -> None:
    sent = WireStruct("P", (WireField("x", "x", Plain("int")),))
    lost = WireField("y", "y", Plain("int"), default=Default(0))
    assert one_way(sent, WireStruct("P", (lost,)), x=1) == {"dropped"}
    said = msgspec.structs.replace(lost, renamed_from="x")
    assert one_way(sent, WireStruct("P", (said,)), x=1) == {"altered"}


def test_a_name_that_belongs_to_a_renamed_field_now() -> None:
    """What the writer calls `x` was `z`, and arrives as `z`; the `x` of before is gone."""
    renamed = WireField("z", "x", Plain("int"), renamed_from="z")
    z, x = WireField("z", "z", Plain("int")), WireField("x", "x", Plain("int"))
    before = msgspec.structs.replace(x, default=Default(0))
    reader = WireStruct("P", (z, before))
    assert one_way(WireStruct("P", (renamed,)), reader, x=1) == set()


def test_a_tag_that_is_read_as_a_field() -> None:
    tagged = WireStruct("P", (), tag="P", tag_field="x")
    text = WireStruct("P", (WireField("x", "x", Plain("str")),))
    assert one_way(tagged, text) == {"altered"}


def test_values_of_an_enum_that_are_swapped() -> None:
    def struct(*names: str) -> WireStruct:
        field = WireField("x", "x", Values((1, 2), names=names))
        return WireStruct("P", (field,))

    member = Types({}).members(Values((1, 2), names=("A", "B")))[0]
    assert one_way(struct("A", "B"), struct("A", "B"), x=member) == set()
    assert one_way(struct("A", "B"), struct("B", "A"), x=member) == {"altered"}
    assert one_way(struct("A", "B"), struct("C", "B"), x=member) == set()
