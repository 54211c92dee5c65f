"""Definitions come out in an order that Python accepts, whatever the order of the text."""

from __future__ import annotations

import random
import sys
from types import ModuleType

import msgspec
import pytest

from codegen.generate import generate, read
from tests.codegen.test_golden import schema

HEAD = """\
[catalogue]
name     = "order"
version  = "1"
binds    = "host"
connects = "kernel"

[channels.ticks]
doc     = "A channel."
from    = "host"
carries = "int"
"""


def order(*definitions: str) -> list[str]:
    text = "\n".join([HEAD, *definitions])
    return [definition.name for definition in read(text).definitions]


def test_independent_definitions_keep_the_order_of_the_text() -> None:
    names = ["D", "A", "C", "B"]
    assert order(*(f"[types.{name}]\nnewtype = 'int'" for name in names)) == names


def test_what_is_needed_at_once_comes_first() -> None:
    assert order(
        "[types.A]\nalias = 'list[B] | N'",
        "[types.N]\nnewtype = 'int'",
        "[types.B]\nfields.f = { type = 'C', default_factory = 'C' }",
        "[types.C]\nfields.f = 'E = 1'",
        "[types.E]\nenum = { ONE = 1 }",
    ) == ["E", "C", "B", "N", "A"]


def test_a_circle_is_broken_at_a_field() -> None:
    text = "[types.A]\nfields.f = 'list[B]'", "[types.B]\nfields.f = 'list[A]'"
    assert order(*text) == ["B", "A"]
    messages = generate("\n".join([HEAD, *text]))["messages.py"]
    assert 'f: "list[A]"' in messages
    assert "f: list[B]" in messages


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_the_text_imports(seed: int) -> None:
    document = schema("every_type")
    head, *tables = ("\n" + document).split("\n[")
    shuffled = [table for table in tables if not table.startswith("catalogue")]
    random.Random(seed).shuffle(shuffled)
    first = next(table for table in tables if table.startswith("catalogue"))
    text = "\n[".join([head, first, *shuffled])
    module = ModuleType("shuffled")
    sys.modules["shuffled"] = module
    try:
        exec(generate(text)["messages.py"], vars(module))
        for made in list(vars(module).values()):
            if isinstance(made, type) and issubclass(made, msgspec.Struct):
                msgspec.msgpack.Decoder(made)
    finally:
        del sys.modules["shuffled"]
