"""Reservations are added to the text of a catalogue, and nothing else in it changes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from codegen import definitions
from codegen.breaking.reserve import Label, with_reserved
from codegen.generate import read
from tests.codegen.test_toml import CATALOGUES, ROOT

LAYOUTS = {
    "below the last key, above the fields": (
        '[messages.M]\ndoc = "m"\nfields.f = "int"\n',
        '[messages.M]\ndoc = "m"\nreserved = ["new", 7]\nfields.f = "int"\n',
    ),
    "aligned as the line above": (
        '[messages.M]\n  doc          = "m"  # why\n  fields.first = "int"\n',
        '[messages.M]\n  doc          = "m"  # why\n  reserved     = ["new", 7]\n  fields.first = "int"\n',
    ),
    "below a text of many lines": (
        '[messages.M]\ndoc="""\nm\n"""\n# about f\nfields.f="int"\n',
        '[messages.M]\ndoc="""\nm\n"""\nreserved=["new", 7]\n# about f\nfields.f="int"\n',
    ),
    "not below the comment of what follows": (
        '[messages.M]\ndoc = "m"\n\n# --- N ---\n\n[messages.N]\ndoc = "n"\n',
        '[messages.M]\ndoc = "m"\nreserved = ["new", 7]\n\n# --- N ---\n\n[messages.N]\ndoc = "n"\n',
    ),
    "under the header where there are only fields": (
        '[types.M]\n  fields.first = "int"\n',
        '[types.M]\n  reserved     = ["new", 7]\n  fields.first = "int"\n',
    ),
    "under a header that comes after another": (
        '[types.M.fields]\nf = "int"\n[types.M]\n\n[types.N]\n',
        '[types.M.fields]\nf = "int"\n[types.M]\nreserved = ["new", 7]\n\n[types.N]\n',
    ),
    "under a header at the end": ("[types.M]", '[types.M]\nreserved = ["new", 7]'),
    "above a table inside": (
        '[messages.M]\ndoc = "m"\n\n[messages.M.fields.f]\ntype = "int"\n',
        '[messages.M]\ndoc = "m"\nreserved = ["new", 7]\n\n[messages.M.fields.f]\ntype = "int"\n',
    ),
    "under a header of its own where there is none": (
        '# M\n[types.M.fields]\nf = "int"\n',
        '# M\n[types.M]\nreserved = ["new", 7]\n\n[types.M.fields]\nf = "int"\n',
    ),
    "under a header of its own above an array of tables": (
        '  [[ types.M.allow ]]\n  rule = "R"\n',
        '  [ types.M]\n  reserved = ["new", 7]\n\n  [[ types.M.allow ]]\n  rule = "R"\n',
    ),
    "with dotted keys": (
        '[messages]\nM.doc        = "m"\nM.fields.f   = "int"\nN.doc = "n"\n',
        '[messages]\nM.doc        = "m"\nM.reserved   = ["new", 7]\nM.fields.f   = "int"\nN.doc = "n"\n',
    ),
    "with dotted keys of fields alone": (
        '[types]\n"M" . fields.f = "int"\n',
        '[types]\n"M".reserved   = ["new", 7]\n"M" . fields.f = "int"\n',
    ),
    "in an inline table": (
        'messages.M = { doc = "m" , fields.f = "int" }\n',
        'messages.M = { doc = "m", reserved = ["new", 7] , fields.f = "int" }\n',
    ),
    "in an inline table of fields": (
        '[types]\nM = { fields.f = "int" }\n',
        '[types]\nM = { reserved = ["new", 7], fields.f = "int" }\n',
    ),
    "in a tight inline table of fields": (
        '[types]\nM={fields.f="int"}\n',
        '[types]\nM={reserved = ["new", 7], fields.f="int"}\n',
    ),
    "with dotted keys in an inline table": (
        'messages = { N.doc = "n", M.doc = "m", M.fields.f = "int" }\n',
        'messages = { N.doc = "n", M.doc = "m", M.reserved = ["new", 7], M.fields.f = "int" }\n',
    ),
    "with dotted keys of fields in an inline table": (
        'types = { N.alias = "int", M.fields.f = "int" }\n',
        'types = { N.alias = "int", M.reserved = ["new", 7], M.fields.f = "int" }\n',
    ),
    "without a last line end": (
        '[messages.M]\r\ndoc = "m"  ',
        '[messages.M]\r\ndoc = "m"  \r\nreserved = ["new", 7]',
    ),
    "with line ends of another system": (
        '[messages.M]\r\ndoc = "m"\r\n\r\n',
        '[messages.M]\r\ndoc = "m"\r\nreserved = ["new", 7]\r\n\r\n',
    ),
    "in an empty list": (
        "[messages.M]\nreserved = []\n",
        '[messages.M]\nreserved = ["new", 7]\n',
    ),
    "in a wide empty list": (
        "[messages.M]\nreserved = [ ]\n",
        '[messages.M]\nreserved = [ "new", 7 ]\n',
    ),
    "in an empty list of many lines": (
        "[messages.M]\r\n  reserved = [\r\n    # none\r\n  ]\r\n",
        '[messages.M]\r\n  reserved = [\r\n    # none\r\n      "new",\r\n      7,\r\n  ]\r\n',
    ),
    "in a list": (
        "[messages.M]\nreserved = [ 'a' ]  # why\n",
        "[messages.M]\nreserved = [ 'a', \"new\", 7 ]  # why\n",
    ),
    "in a list that ends with a comma": (
        '[messages.M]\nreserved = ["a", ]\n',
        '[messages.M]\nreserved = ["a", "new", 7, ]\n',
    ),
    "in a wrapped list": (
        '[messages.M]\nreserved = ["a",\n            "b"]\n',
        '[messages.M]\nreserved = ["a",\n            "b", "new", 7]\n',
    ),
    "in a list of many lines": (
        '[messages.M]\nreserved = [\n  "a",  # a, b\n  "b",  # why\n]\n',
        '[messages.M]\nreserved = [\n  "a",  # a, b\n  "b",  # why\n  "new",\n  7,\n]\n',
    ),
    "in a list of many lines without a last comma": (
        '[messages.M]\nreserved = [\n  "a"  # a, b\n]\n',
        '[messages.M]\nreserved = [\n  "a",  # a, b\n  "new",\n  7\n]\n',
    ),
    "in a list that begins on the first line": (
        '[messages.M]\nreserved = ["a",\n]\n',
        '[messages.M]\nreserved = ["a",\n    "new",\n    7,\n]\n',
    ),
    "in a list whose comma has a line of its own": (
        '[messages.M]\nreserved = [\n  "a" # b\n  ,\n]\n',
        '[messages.M]\nreserved = [\n  "a" # b\n  ,\n  "new",\n  7,\n]\n',
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    before, after = LAYOUTS[layout]
    assert with_reserved(before, {"M": ["new", 7]}) == after
    assert with_reserved(after, {"M": [7, "new"]}) == after


def test_tags_of_messages_that_are_gone() -> None:
    before = '[catalogue]\nname = "n"\ntags = "kebab"\n\n[types]\n'
    after = '[catalogue]\nname = "n"\ntags = "kebab"\nreserved_tags = ["old", 3]\n\n[types]\n'
    assert with_reserved(before, {}, ["old", 3, "old"]) == after
    assert with_reserved(before, {}) == before


def test_what_is_not_there_has_no_reservations() -> None:
    with pytest.raises(KeyError, match="Gone"):
        with_reserved("[messages.M]\n", {"Gone": ["x"]})
    with pytest.raises(KeyError, match="catalogue"):
        with_reserved("[messages.M]\n", {}, ["x"])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_reserved(text: str) -> None:
    after = with_reserved("[messages.M]\n", {"M": [text]})
    assert tomllib.loads(after) == {"messages": {"M": {"reserved": [text]}}}


# --- whole catalogues -------------------------------------------------------------------------------


def unchanged(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many lines of a text are still in another, in their order."""
    longest = [0] * (len(after) + 1)
    for old in before:
        row = [0]
        for place, new in enumerate(after):
            found = longest[place] + 1 if old == new else 0
            row.append(max(found, row[place], longest[place + 1]))
        longest = row
    return longest[-1]


def check(
    text: str, gone: dict[str, list[Label]], tags: list[Label], grow: int
) -> None:
    """Reserve, and compare; at most so many lines may have grown."""
    after = with_reserved(text, gone, tags)
    wanted = tomllib.loads(text, parse_float=str)
    for name, labels in gone.items():
        section = "messages" if name in wanted.get("messages", {}) else "types"
        table = wanted[section][name]
        table["reserved"] = list(dict.fromkeys([*table.get("reserved", []), *labels]))
    there = wanted["catalogue"].get("reserved_tags", [])
    wanted["catalogue"]["reserved_tags"] = list(dict.fromkeys([*there, *tags]))
    assert tomllib.loads(after, parse_float=str) == wanted
    assert read(after).by_name.keys() == read(text).by_name.keys()
    assert with_reserved(after, gone, tags) == after
    old, new = text.splitlines(), after.splitlines()
    assert len(old) - unchanged(old, new) <= grow
    assert after.count("\r\n") in (0, after.count("\n"))
    assert text.endswith("\n") == after.endswith("\n")


@pytest.mark.parametrize(
    "path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_catalogues(path: Path) -> None:
    text = path.read_bytes().decode()
    catalogue = read(text)
    kinds = (definitions.Record, definitions.Enum)
    things = [thing for thing in catalogue.definitions if isinstance(thing, kinds)]
    grow = sum(bool(thing.reserved) for thing in things)
    check(text, {thing.name: ["no name, yet"] for thing in things}, ["x"], grow)


LABELS: st.SearchStrategy[Label] = st.sampled_from(
    ["x a", "x, b", 'x "c"', "x # d", "x\\e", "x]"]
)
NUMBERS: st.SearchStrategy[Label] = st.integers(100, 103)


class Thing(Struct):
    """A message or type as a test writes it."""

    name: str
    pairs: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    labels: st.SearchStrategy[Label]


@st.composite
def arrays(draw: st.DrawFn, labels: st.SearchStrategy[Label]) -> str:
    """Return an array of labels, laid out in one of many ways."""
    items = [
        f"'{label}'" if isinstance(label, str) else str(label)
        for label in draw(st.lists(labels, unique=True, max_size=3))
    ]
    if not items:
        return draw(st.sampled_from(["[]", "[ ]", "[\n]", "[\n  # none, yet\n]"]))
    comma = draw(st.sampled_from(["", ",", " ,"]))
    note = draw(st.sampled_from(["", "  # a, b]", "\n# c"]))
    match draw(st.sampled_from(["flat", "wide", "lines", "wrapped", "late"])):
        case "flat":
            return f"[{', '.join(items)}{comma}]"
        case "wide":
            return f"[ {' , '.join(items)}{comma} ]"
        case "lines":
            lines = "".join(f"\n    {item},{note}" for item in items[:-1])
            return f"[{lines}\n    {items[-1]}{comma}{note}\n]"
        case "wrapped":
            return f"[{(',' + chr(10) + '   ').join(items)}{comma}]"
    return f"[{', '.join(items)}{comma}{note}\n  ]"


@st.composite
def things(draw: st.DrawFn, name: str, kind: str) -> Thing:
    pairs: list[tuple[str, str]] = []
    fields: list[tuple[str, str]] = []
    labels = LABELS
    if kind == "message" or draw(st.booleans()):
        pairs.append(("doc", draw(st.sampled_from(['"m"', "'m'", '"""\nm\n# n"""']))))
    match kind:
        case "enum":
            pairs.append(("enum", '["a", "b"]'))
        case "union":
            pairs.append(("union", "['M0']"))
        case _:
            count = draw(st.integers(kind == "struct", 3))
            fields = [(f"f{number}", '"int"') for number in range(count)]
    if kind in ("enum", "union"):
        labels |= NUMBERS
    if draw(st.booleans()):
        pairs.append(("reserved", draw(arrays(labels))))
    return Thing(name, draw(st.permutations(pairs)), fields, labels)


@st.composite
def lines(draw: st.DrawFn, prefix: str, pairs: list[tuple[str, str]]) -> list[str]:
    """Return pairs as lines, one after the other."""
    sign = draw(st.sampled_from([" = ", "=", "  =  "]))
    width = draw(st.sampled_from([0, 20]))
    note = draw(st.sampled_from(["", "  # note = [", " "]))
    between = st.sampled_from([[], [""], ["# about = [", "# it"], ["  # x"]])
    found: list[str] = []
    for key, value in pairs:
        found += draw(between)
        found.append(f"{prefix + key:<{width}}{sign}{value}{note}")
    return found


def dotted(thing: Thing) -> list[tuple[str, str]]:
    return [*thing.pairs, *((f"fields.{name}", type) for name, type in thing.fields)]


@st.composite
def inline(draw: st.DrawFn, thing: Thing) -> str:
    pairs = dotted(thing)
    if draw(st.booleans()) and thing.fields:
        inside = ", ".join(f"{name} = {type}" for name, type in thing.fields)
        pairs = [*thing.pairs, ("fields", f"{{ {inside} }}")]
    if not pairs:
        pairs = [("fields", "{}")]
    blank = draw(st.sampled_from(["", " "]))
    inside = ", ".join(f"{key} = {value}" for key, value in pairs)
    return f"{{{blank}{inside}{blank}}}"


@st.composite
def under_headers(draw: st.DrawFn, section: str, thing: Thing) -> list[str]:
    header = f"{section}.{thing.name}"
    if not thing.fields or draw(st.booleans()):
        return [
            f"[{header}]",
            *draw(lines(draw(st.sampled_from(["", "  "])), dotted(thing))),
        ]
    fields = ["# of it", f"[{header}.fields]", *draw(lines("", thing.fields))]
    if not thing.pairs and draw(st.booleans()):
        return fields
    own = [f"  [ {header} ] # it", *draw(lines("", thing.pairs))]
    return [*fields, *own] if draw(st.booleans()) else [*own, *fields]


@st.composite
def sections(
    draw: st.DrawFn, section: str, found: list[Thing]
) -> tuple[list[str], list[str]]:
    """Return `[messages]` or `[types]`: what stands above all headers, and what stands below."""
    match draw(st.sampled_from(["headers", "section", "root", "inline"])):
        case "headers":
            return [], [
                line for thing in found for line in draw(under_headers(section, thing))
            ]
        case "section":
            body = [line for thing in found for line in draw(whole("", thing))]
            return [], [f"[{section}]", *body]
        case "root":
            prefix = f"{section}."
            return [line for thing in found for line in draw(whole(prefix, thing))], []
    pieces = []
    for thing in found:
        if draw(st.booleans()):
            pieces.append(f"{thing.name} = {draw(inline(thing))}")
        else:
            pieces += [f"{thing.name}.{key} = {value}" for key, value in dotted(thing)]
    return [f"{section} = {{ {', '.join(pieces)} }}"], []


@st.composite
def whole(draw: st.DrawFn, prefix: str, thing: Thing) -> list[str]:
    """Return a thing as lines that have its name: dotted keys, or one inline table."""
    if draw(st.booleans()) and dotted(thing):
        return draw(lines(f"{prefix}{thing.name}.", dotted(thing)))
    return [f"{prefix}{thing.name} = {draw(inline(thing))}"]


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[str, list[Thing]]:
    messages = [
        draw(things(f"M{number}", "message"))
        for number in range(draw(st.integers(1, 3)))
    ]
    kinds = draw(st.lists(st.sampled_from(["struct", "enum", "union"]), max_size=3))
    types = [draw(things(f"T{place}", kind)) for place, kind in enumerate(kinds)]
    above, below = draw(sections("messages", messages))
    more_above, more_below = draw(sections("types", types))
    settings = [
        ("name", '"n"'),
        ("version", '"1"'),
        ("binds", '"host"'),
        ("connects", "'kernel'"),
    ]
    if draw(st.booleans()):
        settings.append(("reserved_tags", draw(arrays(LABELS | NUMBERS))))
    catalogue = Thing(
        "catalogue", draw(st.permutations(settings)), [], LABELS | NUMBERS
    )
    channel = ["[channels.c]", 'doc = "c"', 'from = "host"', 'carries = ["M0"]']
    parts = [
        *above,
        *more_above,
        *draw(whole("", catalogue)),
        *below,
        *more_below,
        *channel,
    ]
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    text = "\n".join([*parts, *draw(st.sampled_from([[], [""]]))])
    return text.replace("\n", ending), [*messages, *types]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogues(), st.data())
def test_any_catalogue(written: tuple[str, list[Thing]], data: st.DataObject) -> None:
    text, there = written
    chosen = data.draw(
        st.lists(st.sampled_from(there), unique_by=lambda thing: thing.name)
    )
    gone = {
        thing.name: data.draw(st.lists(thing.labels, min_size=1, max_size=3))
        for thing in chosen
    }
    tags = data.draw(st.lists(LABELS | NUMBERS, min_size=1, max_size=3))
    check(text, gone, tags, len(gone) + 1)
