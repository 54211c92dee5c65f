"""Channels with buffers, beside others: what a change from one to the other does."""

from __future__ import annotations

import pytest
from runtime.differences import difference
from runtime.evolution import channel_verdict, verdict
from runtime.framing import framing_of
from runtime.verdicts import OK
from runtime.wire_model import Plain

from codegen.breaking.findings import find
from tests.evolution.catalogues import version

PLAIN = """
[messages.A]
doc      = "One."
fields.x = "bytes"
[messages.B]
doc = "Other."
[channels.feed]
carries = ["A", "B"]
"""
CHANNEL = "[channels.feed]\ncarries = "
NODE = "[types.Node]\nfields.next = 'Node | None = None'\n"


def framing(text: str) -> str:
    model = version(text).model
    return framing_of(model.channels[0].type, model.structs)


@pytest.mark.parametrize(
    "carries",
    [
        "'buffer'", "'writable_buffer'", "'list[buffer]'", "'dict[str, buffer]'",
        "'buffer | None'", "'tuple[int, buffer]'", "'tuple[buffer, ...]'",
    ],
)  # fmt: skip
def test_a_buffer_anywhere_decides_how_a_channel_is_framed(carries: str) -> None:
    assert framing(CHANNEL + carries) == "buffers"


def test_a_buffer_behind_structs_does_too_and_other_channels_are_left_alone() -> None:
    inside = NODE + "fields.image = 'list[buffer | None]'\n"
    assert framing(inside + CHANNEL + "'dict[str, Node]'") == "buffers"
    assert framing(inside + CHANNEL + "'bytes'") == "plain"
    assert framing(NODE + CHANNEL + "'Node'") == "plain"


@pytest.mark.parametrize(
    "now",
    [
        PLAIN.replace('"bytes"', '"buffer"'),
        PLAIN.replace('[channels', 'fields.y = "buffer | None = None"\n[channels'),
    ],
    ids=["bytes to buffer", "the first buffer"],
)  # fmt: skip
def test_a_channel_that_is_framed_anew_is_refused_both_ways(now: str) -> None:
    old, new = version(PLAIN), version(now, "new")
    for writer, reader in ((old.model, new.model), (new.model, old.model)):
        assert channel_verdict(writer, reader, "feed").outcome == "error"
        told = difference(writer, reader, "feed")
        assert told.meaning == "refused"
        assert "CHANNEL_FRAMING_CHANGED" in told.undecodable[0]
    (found,) = (f for f in find(old, new) if f.rule == "CHANNEL_FRAMING_CHANGED")
    assert (found.forward.severity, found.backward.severity) == ("breaking", "breaking")


def test_a_second_buffer_is_a_field_as_any_other() -> None:
    one = PLAIN.replace('"bytes"', '"buffer"')
    two = one.replace('"buffer"', '"buffer"\nfields.y = "buffer | None = None"')
    old, new = version(one), version(two, "new")
    assert channel_verdict(new.model, old.model, "feed").severity == "safe"
    assert channel_verdict(old.model, new.model, "feed").severity == "safe"


def test_writable_or_not_is_the_readers_affair() -> None:
    for one, other in (("buffer", "writable_buffer"), ("writable_buffer", "buffer")):
        assert verdict(Plain(one), Plain(other), {}, {}) == OK
    changed = PLAIN.replace('"bytes"', '"writable_buffer"')
    was = version(PLAIN.replace('"bytes"', '"buffer"')).model
    assert was.fingerprint != version(changed).model.fingerprint


@pytest.mark.parametrize(
    ("writer", "reader", "outcome"),
    [
        ("bytes", "buffer", "ok"),
        ("buffer", "bytes", "value_dependent"),
        ("buffer", "str", "error"),
        ("str", "buffer", "error"),
        ("buffer", "Any", "lossy"),
        ("Any", "buffer", "value_dependent"),
    ],
)
def test_a_large_buffer_is_no_bytes(writer: str, reader: str, outcome: str) -> None:
    assert verdict(Plain(writer), Plain(reader), {}, {}).outcome == outcome
