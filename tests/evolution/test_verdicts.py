"""Verdicts that need more than one field to be seen: severity, reasons, recursion, names."""

from __future__ import annotations

import pytest
from runtime.evolution import channel_verdict, verdict
from runtime.verdicts import Reason, Verdict
from runtime.wire_model import (
    Array,
    Node,
    OneOf,
    Plain,
    Reference,
    WireField,
    WireModel,
    WireStruct,
)

from tests.evolution.catalogues import model
from tests.evolution.test_cases import told


def one_way(writer: str, reader: str) -> Verdict:
    return channel_verdict(model(writer), model(reader), "feed")


@pytest.mark.parametrize(
    ("writer", "reader", "severity"),
    [
        ("int", "int", "safe"),
        ("int", "str", "breaking"),
        ("int | None", "int", "dangerous"),
        ("int", "float", "dangerous"),
        ("list[int]", "set[int]", "dangerous"),
    ],
)
def test_severity(writer: str, reader: str, severity: str) -> None:
    channel = "[channels.feed]\ncarries = '{}'"
    assert one_way(channel.format(writer), channel.format(reader)).severity == severity


@pytest.mark.parametrize(
    ("bounds", "outcome"),
    [
        ("min_length = 16, max_length = 16", "ok"),
        ("max_length = 16", "value_dependent"),
        ("max_length = 15", "error"),
        ("min_length = 36, max_length = 36", "error"),
    ],
)
def test_bytes_that_may_be_a_uuid(bounds: str, outcome: str) -> None:
    sent = f"[types.M]\nfields.x = {{ type = 'bytes', {bounds} }}"
    assert told(one_way(sent, "[types.M]\nfields.x = 'UUID'")) == outcome


def test_a_dropped_field_is_safe() -> None:
    found = one_way("[types.M]\nfields.x = 'int'", "[types.M]\nfields = {}")
    assert (found.outcome, found.severity) == ("lossy", "safe")


MISSING = "the reader requires it, the writer does not send it"
DROPPED = "the reader does not know it"


def test_reasons_say_where_the_worst_first() -> None:
    found = one_way(
        """
[types.Part]
fields.gone = "int"

[messages.Run]
doc         = "Run."
fields.part = "list[Part]"
fields.old  = "int"

[channels.feed]
carries = ["Run"]
""",
        """
[types.Part]
fields.size = "int"

[messages.Run]
doc            = "Run."
fields.part    = "list[Part]"
fields.timeout = "float"

[channels.feed]
carries = ["Run"]
""",
    )
    assert found.outcome == "error"
    assert found.reasons == (
        Reason("feed.Run.timeout", MISSING, "error"),
        Reason("feed.Part.size", MISSING, "error"),
        Reason("feed.Run.old", DROPPED, "lossy"),
        Reason("feed.Part.gone", DROPPED, "lossy"),
    )


def test_a_reason_inside_a_field() -> None:
    found = one_way(
        "[types.M]\nfields.x = 'dict[str, list[int]]'",
        "[types.M]\nfields.x = 'dict[str, list[str]]'",
    )
    text = "the writer sends int, the reader takes str"
    assert found.reasons == (Reason("feed.M.x{}[]", text, "error"),)
    assert found.outcome == "value_dependent"


def test_structs_that_contain_themselves() -> None:
    tree = "[types.M]\nfields.left = 'M | None = None'\nfields.x = 'int'\n"
    assert told(one_way(tree, tree)) == "ok"
    assert told(one_way(f"{tree}fields.y = 'int'", tree)) == "lossy: dropped"
    assert told(one_way(tree, f"{tree}fields.y = 'int'")) == "error"
    assert told(one_way(tree, tree.replace("'int'", "'float'"))) == "lossy: precision"


def test_what_is_found_inside_comes_back_outside() -> None:
    """A set of what contains the set: it loses its items' field, and so items."""
    tree = "[types.M]\nfields.kids = 'frozenset[M]'\nfields.x = 'int = 0'\n"
    shallow = tree.replace("fields.x = 'int = 0'\n", "")
    assert told(one_way(tree, shallow)) == "lossy: deduped, dropped"


def test_structs_and_arrays_that_contain_each_other() -> None:
    """Neither side's structs meet: each is read as the array inside the other."""
    sent = WireField("a", "a", Array("list", Reference("W")))
    read = WireField("b", "b", Array("list", Reference("R")))
    writers = {"W": WireStruct("W", (sent,), array_like=True)}
    readers = {"R": WireStruct("R", (read,), array_like=True)}
    found = verdict(Reference("W"), read.type, writers, readers)
    assert told(found) == "value_dependent: dropped"


def chain(last: str) -> dict[str, WireStruct]:
    """Return structs of which each has the next one inside."""
    inner: dict[str, Node] = {
        f"T{n}": OneOf((Reference(f"T{n + 1}"), Plain("None"))) for n in range(900)
    }
    fields = {name: WireField("f", "f", node) for name, node in inner.items()}
    fields["T900"] = WireField("f", "f", Plain(last))
    return {name: WireStruct(name, (field,)) for name, field in fields.items()}


@pytest.mark.parametrize(
    ("last", "outcome"), [("int", "ok"), ("str", "value_dependent")]
)
def test_a_long_chain_of_structs(last: str, outcome: str) -> None:
    first = Reference("T0")
    assert told(verdict(first, first, chain("int"), chain(last))) == outcome


def test_many_messages() -> None:
    names = [f"M{n}" for n in range(60)]
    fields = "".join(f"fields.f{n} = 'list[int] | None = None'\n" for n in range(8))
    body = "".join(f"[messages.{name}]\ndoc = '.'\n{fields}" for name in names)
    big = model(f"{body}[channels.feed]\ncarries = {names}\n")
    assert channel_verdict(big, big, "feed") == Verdict()


def test_a_name_that_means_something_else() -> None:
    old = "[types.M]\nfields.x = { type = 'int', name = 'a' }\n"
    assert told(one_way(old, old.replace("fields.x", "fields.y"))) == "ok"
    moved = f"{old}fields.y = {{ type = 'int = 0', name = 'b' }}\n"
    swapped = moved.replace("fields.x", "fields.z").replace("fields.y", "fields.x")
    assert told(one_way(moved, swapped)) == "lossy: altered"
    declared = (
        "[types.M]\nfields.y = { type = 'int', name = 'a', renamed_from = 'x' }\n"
    )
    assert told(one_way(moved, declared)) == "lossy: altered"
    assert told(one_way(old, declared)) == "ok"


def test_a_name_that_meant_something_else_before() -> None:
    """What `x` was is `y` now, and comes as `b`; what comes as `a` is something new."""
    old = "[types.M]\nfields.x = { type = 'int = 0', name = 'a' }\n"
    said = (
        "[types.M]\nfields.y = { type = 'int = 0', name = 'b', renamed_from = 'x' }\n"
    )
    reused = f"{said}fields.z = {{ type = 'int = 0', name = 'a' }}\n"
    assert told(one_way(old, reused)) == "lossy: altered"
    assert told(one_way(reused, old)) == "lossy: altered"
    was_z = (
        "[types.M]\nfields.y = { type = 'int = 0', name = 'a', renamed_from = 'z' }\n"
    )
    both_had = f"{old}fields.z = {{ type = 'int = 0', name = 'b' }}\n"
    assert told(one_way(was_z, both_had)) == "lossy: altered"
    assert told(one_way(both_had, was_z)) == "lossy: altered"


def test_two_names_for_what_had_one() -> None:
    old = "[types.M]\nfields.x = { type = 'int = 0', name = 'a', renamed_from = 'z' }\n"
    assert told(one_way(old, old.replace("fields.x", "fields.y"))) == "ok"


def test_a_tag_that_belonged_to_another_message_before() -> None:
    old = "[messages.M]\ndoc = '.'\nfields.x = 'int'\n"
    new = f"{old}renamed_from = 'X'\n".replace("messages.M", "messages.Y")
    feed = "[channels.feed]\ncarries = {}\n"
    was = old.replace("messages.M", "messages.X") + feed.format(["X"])
    reused = old.replace("messages.M", "messages.Z") + "tag = 'X'\n" + new
    now = reused + feed.format(["Y", "Z"])
    assert told(one_way(was, now)) == "lossy: misread"


def test_a_field_that_the_reader_looks_for_elsewhere() -> None:
    old = "[types.M]\nfields.x = { type = 'int = 0', name = 'a' }\n"
    assert told(one_way(old, old.replace("'a'", "'b'"))) == "lossy: altered"
    renamed = "[types.M]\nfields.y = { type = 'int = 0', renamed_from = 'x' }\n"
    assert told(one_way(old, renamed)) == "lossy: altered"
    assert told(one_way(renamed, old)) == "lossy: altered"
    other = "[types.M]\nfields.y = 'int = 0'\n"
    assert told(one_way(old, other)) == "lossy: dropped"


def test_values_of_an_enum_that_are_swapped() -> None:
    def enum(members: str) -> str:
        return f"[types.E]\nenum = {{ {members} }}\n[channels.feed]\ncarries = 'E'\n"

    old = enum("A = 1, B = 2")
    assert told(one_way(old, enum("A = 2, B = 1"))) == "lossy: altered"
    assert told(one_way(old, enum("A = 1, C = 2"))) == "ok"
    assert told(one_way(old, enum("A = 1, B = 3, C = 2"))) == "lossy: altered"


def test_what_is_sent_for_unknown_values() -> None:
    closed = "[types.M]\nfields.e = 'E'\n[types.E]\nenum = ['a', 'b']\n"
    opened = f"{closed}unknown = 'OTHER'\n"
    assert told(one_way(closed, opened)) == "ok"
    assert told(one_way(opened, closed)) == "value_dependent"
    known = opened.replace("'b'", "'b', 'OTHER'").replace(
        "unknown = 'OTHER'", "unknown = 'NEW'"
    )
    assert told(one_way(opened, known)) == "lossy: altered"
    assert told(one_way(opened, opened.replace("'OTHER'", "'NEW'"))) == "ok"


@pytest.fixture
def numbers() -> WireModel:
    return model("[channels.feed]\ncarries = 'int'")


def test_a_channel_that_one_side_does_not_have(numbers: WireModel) -> None:
    other = model("[channels.feed]\ncarries = 'int'\n[channels.more]\ncarries = 'int'")
    for writer, reader, side in (
        (numbers, other, "writer"),
        (other, numbers, "reader"),
    ):
        found = channel_verdict(writer, reader, "more")
        text = f"the {side} has no such channel"
        assert found.reasons == (Reason("more", text, "error"),)


def test_a_channel_the_other_way_round(numbers: WireModel) -> None:
    other = model("[channels.feed]\ncarries = 'int'", sender="kernel")
    assert channel_verdict(numbers, other, "feed").severity == "breaking"
