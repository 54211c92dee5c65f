"""How changes are told apart: what is the same thing, what is told once, where it is felt."""

from __future__ import annotations

from runtime.evolution import channel_verdict
from runtime.verdicts import Severity
from runtime.wire_model import Values, to_json

from codegen.breaking.enums import values_changes
from codegen.breaking.findings import Finding, find
from codegen.breaking.versions import version_from_json
from codegen.breaking.whole_channels import OneWay
from tests.evolution.catalogues import text, version


def found(old: str, new: str) -> list[Finding]:
    return find(version(old), version(new, "new"))


def on_wire(old: str, new: str) -> dict[str, tuple[str, Severity]]:
    """Return what is found on the wire, by rule: of what, and how bad it is."""
    return {
        finding.rule: (finding.subject, finding.severity)
        for finding in found(old, new)
        if finding.category == "WIRE"
    }


ENUM = "[types.C]\nenum = ['a', 'b']\n[types.N]\nfields.c = 'C'\n"
TWO_CHANNELS = """\
[types.M]
fields.many = 'list[N]'
fields.one  = 'N'
[channels.feed]
carries = 'M'
[channels.back]
from = 'kernel'
carries = 'C | None'
"""


def test_an_enum_is_told_once_with_every_channel_that_feels_it() -> None:
    old = ENUM + TWO_CHANNELS
    [finding] = found(old, old.replace("'b']", "'b', 'c']"))
    assert (finding.rule, finding.subject) == ("ENUM_MEMBER_ADDED", "C.C")
    hits = {hit.channel: hit for hit in finding.channels}
    assert hits["feed"].path == "M.one > N.c"
    assert hits["feed"].certain
    assert (hits["feed"].sender, hits["feed"].receiver) == ("host", "kernel")
    assert not hits["back"].certain
    assert (hits["back"].sender, hits["back"].receiver) == ("kernel", "host")


def test_one_change_does_not_colour_another() -> None:
    old = "[types.N]\nfields.x = 'int'\n[types.M]\nfields.n = 'list[N]'\nfields.y = 'int'\n"
    new = old.replace("'list[N]'", "'tuple[N, ...]'").replace("x = 'int'", "x = 'str'")
    new += "fields.z = 'int = 0'\n"
    assert on_wire(old, new) == {
        "FIELD_TYPE_INCOMPATIBLE": ("N.x", "breaking"),
        "FIELD_TYPE_WIDENED": ("M.n", "safe"),
        "FIELD_ADDED_DEFAULT": ("M.z", "safe"),
    }


def test_a_struct_that_says_what_it_was_called_is_compared_with_that() -> None:
    old = "[types.N]\nfields.x = 'int'\n[types.M]\nfields.n = 'N'\n"
    new = "[types.K]\nrenamed_from = 'N'\nfields.x = 'str'\n[types.M]\nfields.n = 'K'\n"
    assert on_wire(old, new) == {"FIELD_TYPE_INCOMPATIBLE": ("K.x", "breaking")}
    rules = {finding.rule for finding in found(old, new)}
    assert "MESSAGE_RENAMED" in rules
    assert "MESSAGE_REMOVED" not in rules


def test_a_message_of_a_union_is_told_by_its_tag() -> None:
    old = """\
[messages.A]
doc = "."
tag = "a"
fields.x = "int"
[messages.B]
doc = "."
[channels.feed]
carries = ["A", "B"]
"""
    new = old.replace("[messages.A]", "[messages.Z]").replace('"A"', '"Z"')
    new = new.replace('fields.x = "int"', 'fields.x = "str"')
    assert on_wire(old, new) == {
        "MESSAGE_REF_CHANGED": ("feed", "safe"),
        "FIELD_TYPE_INCOMPATIBLE": ("Z.x", "breaking"),
    }


def test_a_tag_matters_where_it_is_asked_for() -> None:
    old = """\
[messages.A]
doc = "."
tag = "a"
[messages.B]
doc = "."
[channels.feed]
carries = ["A", "B"]
[channels.alone]
carries = "A"
"""
    changed = [f for f in found(old, old.replace('"a"', '"z"')) if f.category == "WIRE"]
    assert {(f.severity, f.channels[0].channel) for f in changed} == {
        ("dangerous", "feed"),
        ("breaking", "alone"),
    }


def test_a_field_that_is_reserved_is_gone_on_purpose() -> None:
    old = "[types.M]\nfields.x = 'int = 0'\n"
    new = "[types.M]\nfields.y = 'int = 0'\n"
    assert on_wire(old, new) == {"FIELD_PROBABLE_RENAME": ("M.y", "dangerous")}
    assert on_wire(old, f"{new}reserved = ['x']\n") == {
        "FIELD_REMOVED_DEFAULT": ("M.x", "safe"),
        "FIELD_ADDED_DEFAULT": ("M.y", "safe"),
    }
    declared = (
        "[types.M]\nfields.y = { type = 'int = 0', name = 'x', renamed_from = 'x' }\n"
    )
    assert on_wire(old, declared) == {}


def test_a_member_that_says_what_it_was_called_is_renamed() -> None:
    old, new = Values((1, 2), names=("A", "B")), Values((1, 2), names=("A", "C"))
    [declared] = values_changes(old, new, {"C": "B"})
    assert (declared.kind, declared.undeclared) == ("ENUM_MEMBER_RENAMED", False)
    [silent] = values_changes(old, new, {})
    assert (silent.kind, silent.undeclared) == ("ENUM_VALUE_REUSED", True)


def test_what_no_channel_reaches_is_not_on_the_wire() -> None:
    old = "[types.M]\nfields.x = 'int'\n[types.Loose]\nfields.y = 'int'\n"
    new = old.replace("y = 'int'", "y = 'str'")
    [finding] = found(old, new)
    assert (finding.rule, finding.category) == ("FIELD_ANNOTATION_CHANGED", "SOURCE")
    assert (finding.severity, finding.source) == ("safe", "breaking")


def test_a_version_may_be_known_by_its_wire_model_alone() -> None:
    old, new = ENUM + TWO_CHANNELS, ENUM.replace("'b']", "'c']") + TWO_CHANNELS
    kept = version_from_json(to_json(version(old).model), "v1", "catalogue.json")
    findings = find(kept, version(new, "new"))
    assert {f.rule for f in findings} == {"ENUM_MEMBER_ADDED", "ENUM_MEMBER_REMOVED"}
    assert {f.subject for f in findings} == {"N.c", "back"}
    assert all(f.old is None and f.new is not None for f in findings)
    assert {hit.sender for f in findings for hit in f.channels} == {"host", "kernel"}


def test_the_type_checker_does_not_see_constraints_or_aliases() -> None:
    old = "[types.Uid]\nalias = 'int'\n[types.M]\nfields.x = 'Uid'\n"
    new = "[types.Uid]\nalias = 'int'\n[types.M]\nfields.x = { type = 'int', ge = 0 }\n"
    assert {f.category for f in found(old, new)} == {"WIRE"}
    strict = old.replace("alias", "newtype")
    rules = {f.rule for f in found(old, strict)}
    assert rules == {"FIELD_ANNOTATION_CHANGED", "ALIAS_REMOVED"}


def crowd(count: int, more: str = "") -> str:
    names = [f"M{n}" for n in range(count)]
    messages = [
        f"[messages.{name}]\ndoc = '.'\nfields.x = 'int'\n{more}" for name in names
    ]
    return f"{''.join(messages)}[channels.feed]\ncarries = {names}\n"


def test_a_set_of_what_has_changed_is_told_by_the_channel() -> None:
    old = crowd(3) + "[types.N]\nfields.x = 'int'\n"
    old = old.replace("fields.x", "fields.kids = 'set[N]'\nfields.x", 1)
    [finding] = [
        f
        for f in found(old, f"{old}fields.y = 'int = 0'\n")
        if f.rule == "CHANNEL_TYPE_CHANGED"
    ]
    assert finding.severity == "dangerous"
    assert "deduped" in finding.forward.losses


def test_what_a_catalogue_has_against_itself_is_no_change() -> None:
    old = "[types.M]\nfields.x = 'set[Any]'\nfields.y = 'int'\n"
    same = version(old).model
    assert channel_verdict(same, same, "feed").severity == "dangerous"
    assert on_wire(old, f"{old}fields.z = 'int = 0'\n") == {
        "FIELD_ADDED_DEFAULT": ("M.z", "safe")
    }
    narrowed = on_wire(old, old.replace("'int'", "'date'"))
    assert narrowed == {"FIELD_TYPE_INCOMPATIBLE": ("M.y", "breaking")}


def test_the_worse_direction_names_a_change_of_type() -> None:
    old, new = "[types.M]\nfields.x = 'int'\n", "[types.M]\nfields.x = 'float'\n"
    [finding] = [f for f in found(old, new) if f.category == "WIRE"]
    assert finding.rule == "FIELD_TYPE_INCOMPATIBLE"
    assert finding.forward.outcome == "error"
    assert finding.backward.losses == {"precision"}


def test_places_of_an_array_that_have_each_others_names() -> None:
    old = "[types.M]\narray_like = true\nfields.x = 'int'\nfields.s = 'str'\n"
    new = "[types.M]\narray_like = true\nfields.s = 'int'\nfields.x = 'str'\n"
    assert on_wire(old, new) == {"ARRAY_FIELD_MOVED": ("M.s", "dangerous")}


def test_a_member_stands_where_its_name_does() -> None:
    old = "[types.C]\nenum = { A = 1 }\n[types.M]\nfields.c = 'C'\n"
    new = old.replace("A = 1", "A = 1, B = 2")
    [finding] = found(old, new)
    assert finding.new is not None
    line = text(new).splitlines()[finding.new.line - 1]
    assert line[finding.new.column - 1 :].startswith("B = 2")


def test_a_union_whose_tags_stand_elsewhere_is_not_taken_for_calm() -> None:
    old = version(crowd(3)).model
    new = version(crowd(3).replace("doc = '.'", "doc = '.'\ntag_field = 'kind'")).model
    verdict = OneWay(old, new).worse(old.channels[0], new.channels[0], "safe")
    assert verdict is not None
    assert verdict.outcome == "error"


def test_changes_share_the_structs_of_the_old_side() -> None:
    old, new = version(crowd(3)), version(crowd(3, "fields.more = 'int'\n"))
    apart = [each.apart for each in find(old, new) if each.apart]
    assert len(apart) > 1
    assert all(each.old.structs is old.model.structs for each in apart)


REMEMBERS = """\
[messages.A]
doc = "."
[types.C]
enum = {members}
reserved = {values}
[types.U]
union = {union}
reserved = {tags}
[types.M]
fields.c = 'list[C]'
fields.u = 'U'
"""


def remembering(**parts: str) -> str:
    given = {"members": "['a']", "values": "[]", "union": "['A']", "tags": "[]"}
    return REMEMBERS.format_map(given | parts)


def lint(old: str, new: str) -> dict[str, str]:
    return {f.rule: f.subject for f in found(old, new) if f.category == "LINT"}


def test_what_is_reserved_is_not_told_as_free() -> None:
    b = '[messages.B]\ndoc = "."\n'
    old = remembering(members="['a', 'b']", union="['A', 'B']") + b
    assert lint(old, remembering(values="['b']", tags="['B']")) == {}
    assert lint(old, remembering()) == {
        "ENUM_MEMBER_REMOVED_NOT_RESERVED": "C.B",
        "UNION_MEMBER_REMOVED_NOT_RESERVED": "B",
    }


def test_a_reservation_that_is_gone_is_told() -> None:
    assert lint(remembering(values="['b']"), remembering()) == {"RESERVED_REMOVED": "C"}
    assert lint(remembering(tags="['B']"), remembering()) == {"RESERVED_REMOVED": "B"}


def test_a_reserved_value_that_is_used_again_is_felt_where_the_enum_stands() -> None:
    old, new = remembering(values="['b']"), remembering(members="['a', 'b']")
    [finding] = [f for f in found(old, new) if f.rule == "ENUM_VALUE_REUSED"]
    assert (finding.subject, finding.severity) == ("C.B", "dangerous")
    assert [(h.channel, h.path) for h in finding.channels] == [("feed", "M.c")]


def test_a_reserved_tag_that_is_used_again_is_felt_where_the_new_message_goes() -> None:
    new = remembering(union="['A', 'B']") + "[messages.B]\ndoc = '.'\n"
    [finding] = [
        f for f in found(remembering(tags="['B']"), new) if f.rule == "TAG_REUSED"
    ]
    assert (finding.subject, finding.severity) == ("B", "dangerous")
    assert [(h.channel, h.path) for h in finding.channels] == [("feed", "M.u > B")]


def test_a_channel_that_says_what_it_was_called_is_told_once_and_compared() -> None:
    old = "[types.M]\nfields.x = 'int'\n[channels.feed]\ncarries = 'M'\n[channels.more]\ncarries = 'M'\n"
    new = old.replace("channels.more]", "channels.rest]\nrenamed_from = 'more'")
    new = new.replace("'int'", "'str'")
    told = {f.rule: f for f in found(old, new) if f.category == "WIRE"}
    assert told.keys() == {"CHANNEL_RENAMED", "FIELD_TYPE_INCOMPATIBLE"}
    assert told["CHANNEL_RENAMED"].subject == "rest"
    changed = told["FIELD_TYPE_INCOMPATIBLE"]
    assert {hit.channel for hit in changed.channels} == {"feed", "rest"}


def test_a_message_may_come_while_another_goes() -> None:
    named = (
        "[types.{0}Part]\nfields.x = 'int'\n"
        "[messages.{0}]\ndoc = '.'\nfields.n = '{0}Part'\n"
    )
    both = named.format("A") + named.format("B")
    feed = "[channels.feed]\ncarries = ['A', 'B', '{}']\n"
    old = both + named.format("C") + feed.format("C")
    assert on_wire(old, both + named.format("D") + feed.format("D")) == {
        "UNION_MEMBER_ADDED": ("feed.D", "dangerous"),
        "UNION_MEMBER_REMOVED": ("feed.C", "dangerous"),
    }
