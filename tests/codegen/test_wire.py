"""The fingerprint changes with what bytes mean, and with nothing else; names have their own digest."""

from __future__ import annotations

import msgspec
import pytest
from runtime.fingerprints import names
from runtime.wire_model import WireModel, from_json, to_json

from codegen.generate import read
from codegen.wire import wire_model
from tests.codegen.test_golden import NAMES, schema

BASE = """\
[catalogue]
name     = "wire"
version  = "1"
binds    = "host"
connects = "kernel"

[types.Name]
newtype = "str"

[types.Colour]
enum = ["red", "green"]

[types.Point]
fields.x = "int"
fields.y = { type = "int = 0", ge = 0, le = 9 }

[types.Unused]
fields.f = "int"

[messages.Move]
doc              = "Go somewhere."
fields.to_point  = "Point"
fields.name      = "Name | None = None"
fields.colours   = { type = "list[Colour]", default_factory = "list" }
fields.speed     = { type = "float", optional = true }
fields.mode      = "Literal['a', 'b'] = 'a'"
fields.rate      = { type = "int | float = 1", ge = 0 }

[messages.Stop]
doc = "Stop."

[channels.control]
doc     = "Commands."
from    = "host"
carries = ["Move", "Stop"]
"""


def model(text: str) -> WireModel:
    return wire_model(read(text))


def changed(old: str, new: str) -> WireModel:
    assert old in BASE
    return model(BASE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name     = "wire"', 'name = "other"'),
        ('version  = "1"', 'version = "2"\ndoc = "Something."'),
        ('doc = "Stop."', 'doc = "Halt."\ndeprecated = "Use Move."'),
        ('doc     = "Commands."', 'doc = "Orders."\ndeprecated = "Do not."'),
        ('from    = "host"', 'from = "host"\ncapacity = 3\noverflow = "error"'),
        ('from    = "host"', 'from = "host"\nmax_message_bytes = 4096'),
        ('from    = "host"', 'from = "host"\nplatforms = ["linux"]'),
        ('"host"', '"boss"'),
        ('connects = "kernel"', 'connects = "worker"'),
        ('fields.to_point  = "Point"', 'fields.there = { type = "Point", name = "to_point" }'),
        ('fields.x = "int"', 'fields.x = { type = "int", doc = "Across.", deprecated = "No." }'),
        ('[types.Name]\nnewtype = "str"', '[types.Name]\nalias = "str"'),
        ('"Name | None = None"', '"str | None = None"'),
        ('"Name | None = None"', '"None | Name = None"'),
        ("[types.Point]", "[types.Place]\nalias = 'Point'\n\n[types.Point]"),
        ('carries = ["Move", "Stop"]', 'carries = ["Stop", "Move"]'),
        ('carries = ["Move", "Stop"]', 'carries = "Move | Stop"'),
        ('enum = ["red", "green"]', 'enum = { GRUEN = "green", ROT = "red" }'),
        ("Literal['a', 'b']", "Literal['b', 'a']"),
        ('[types.Unused]\nfields.f = "int"', ""),
        ('[types.Unused]\nfields.f = "int"', '[types.Unused]\nfields.f = "str"'),
        ("int | float = 1", "float | int = 1"),
    ],
)  # fmt: skip
def test_what_is_not_on_the_wire_does_not_count(old: str, new: str) -> None:
    assert changed(old, new).fingerprint == model(BASE).fingerprint


def test_the_order_of_fields_and_the_names_of_types_do_not_count() -> None:
    point = 'fields.x = "int"\nfields.y = { type = "int = 0", ge = 0, le = 9 }'
    turned = "\n".join(reversed(point.split("\n")))
    assert changed(point, turned).fingerprint == model(BASE).fingerprint
    renamed = BASE.replace("Point", "Place").replace("Colour", "Paint")
    assert model(renamed).fingerprint == model(BASE).fingerprint
    tagged = BASE.replace("Stop", "Halt").replace(
        'doc = "Halt."', 'doc = "Halt."\ntag = "Stop"'
    )
    assert model(tagged).fingerprint == model(BASE).fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fields.to_point ", "fields.point "),
        ('"Point"', '{ type = "Point", name = "p" }'),
        ('binds    = "host"', 'rename = "camel"\nbinds    = "host"'),
        ('binds    = "host"', 'tags = "snake"\nbinds    = "host"'),
        ('binds    = "host"', 'tag_field = "kind"\nbinds    = "host"'),
        ('fields.x = "int"', 'fields.x = "float"'),
        ('fields.x = "int"', 'fields.x = "int | None"'),
        ('fields.x = "int"', 'fields.x = "int = 0"'),
        ('fields.x = "int"', 'fields.x = "int"\nfields.z = "int"'),
        ('fields.y = { type = "int = 0", ge = 0, le = 9 }', ""),
        ("ge = 0, le = 9", "ge = 0"),
        ("ge = 0, le = 9", "gt = -1, le = 9"),
        ("int = 0", "int = 1"),
        ("= None", ""),
        ('"red", "green"', '"red", "green", "blue"'),
        ('enum = ["red", "green"]', 'enum = ["red", "green"]\nunknown = "OTHER"'),
        ('list[Colour]", default_factory = "list"', 'set[Colour]", default_factory = "set"'),
        (', default_factory = "list"', ""),
        (", optional = true", ""),
        ("'b'] = 'a'", "'b', 'c'] = 'a'"),
        ("'b'] = 'a'", "'b'] = 'b'"),
        ("int | float = 1", "float = 1"),
        ("rate      = { type = \"int | float = 1\", ge = 0", "rate = { type = \"int | float = 1\", ge = 1"),
        ('doc = "Stop."', 'doc = "Stop."\ntag = "halt"'),
        ('doc = "Stop."', 'doc = "Stop."\nforbid_unknown_fields = true'),
        ('doc = "Stop."', 'doc = "Stop."\nomit_defaults = true'),
        ('[types.Point]', '[types.Point]\narray_like = true'),
        ('[channels.control]', '[channels.commands]'),
        ('from    = "host"', 'from = "kernel"'),
        ('carries = ["Move", "Stop"]', 'carries = ["Move"]'),
        ('carries = ["Move", "Stop"]', 'carries = ["Move", "Stop"]\n[channels.more]\ndoc = "x"\nfrom = "host"\ncarries = "int"'),
    ],
)  # fmt: skip
def test_what_is_on_the_wire_counts(old: str, new: str) -> None:
    assert changed(old, new).fingerprint != model(BASE).fingerprint


def called(text: str) -> dict[str, str]:
    made = model(text)
    return names(made.channels, made.structs)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('fields.to_point  = "Point"', 'fields.there = { type = "Point", name = "to_point" }'),
        ("Point", "Place"),
        ('enum = ["red", "green"]', 'enum = { GREEN = "red", RED = "green" }'),
    ],
)  # fmt: skip
def test_what_python_calls_things_has_a_digest_of_its_own(old: str, new: str) -> None:
    text = BASE.replace(old, new)
    assert model(text).fingerprint == model(BASE).fingerprint
    assert called(text) != called(BASE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version  = "1"', 'version = "2"'),
        ('connects = "kernel"', 'connects = "worker"'),
        ("[types.Name]", "[types.Other]\nalias = 'Name'\n\n[types.Name]"),
        ('"Name | None = None"', '"None | str = None"'),
        ('enum = ["red", "green"]', 'enum = ["green", "red"]'),
        ('carries = ["Move", "Stop"]', 'carries = ["Stop", "Move"]'),
        ('[types.Unused]\nfields.f = "int"', '[types.Unused]\nfields.g = "int"'),
    ],
)  # fmt: skip
def test_a_name_that_tells_nothing_of_what_is_meant_does_not_count(
    old: str, new: str
) -> None:
    assert old in BASE
    assert called(BASE.replace(old, new)) == called(BASE)


def test_defaults_that_only_types_tell_apart() -> None:
    prints = [
        model(BASE.replace('"int = 0", ge = 0, le = 9', default)).fingerprint
        for default in (
            '"float", default = inf', '"float", default = -inf', '"float", default = nan',
            '"float | None", default = 0', '"float | None = None"', '"str = \'inf\'"',
            '"bytes = b\'inf\'"', '"tuple[int, ...] = ()"', '"tuple[int, ...] = (0,)"',
            '"frozenset[int] = [0]"', '"Any = 0"', '"Any = \'0\'"', '"Any = None"',
        )
    ]  # fmt: skip
    assert len(set(prints)) == len(prints)


def test_only_what_a_channel_reaches_is_in_the_model() -> None:
    assert set(model(BASE).structs) == {"Move", "Point", "Stop"}


def test_a_channel_has_a_fingerprint_of_its_own() -> None:
    more = '\n[channels.more]\ndoc = "x"\nfrom = "host"\ncarries = "int"\n'
    before, after = model(BASE), model(BASE + more)
    assert after.channels[0].fingerprint == before.channels[0].fingerprint
    assert after.fingerprint != before.fingerprint


@pytest.mark.parametrize("name", NAMES)
def test_json(name: str) -> None:
    made = model(schema(name))
    text = to_json(made)
    assert from_json(text) == made
    assert to_json(from_json(text)) == text
    assert len(made.fingerprint) == 64
    assert msgspec.json.decode(text)["fingerprint"] == made.fingerprint


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_the_text_does_not_count(name: str) -> None:
    head, *tables = ("\n" + schema(name)).split("\n[")
    turned = "\n[".join([head, *reversed(tables)])
    assert model(turned).fingerprint == model(schema(name)).fingerprint
