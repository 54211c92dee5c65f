"""Strings of a catalogue are data: whatever they hold, they come out as they went in.

`HOSTILE_EXAMPLES=5000` tries more catalogues than usual.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import tomllib
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.generate import generate
from codegen.problems import CatalogueError
from tests.codegen.golden.hostile import generated
from tests.codegen.golden.hostile.generated import channels, messages
from tests.codegen.test_toml import escaped

SCHEMA = Path(__file__).with_name("golden") / "hostile" / "schema.toml"
DOCUMENT = tomllib.loads(SCHEMA.read_text())
SAID = sorted(DOCUMENT["messages"])


def same_words(one: str | None, other: str) -> bool:
    """Return whether two docs are the same, but for how they are laid out."""
    return one is not None and one.split() == other.split()


@pytest.mark.parametrize("name", SAID)
def test_a_message_says_what_the_catalogue_says(name: str) -> None:
    written = DOCUMENT["messages"][name]
    made = getattr(messages, name)
    assert same_words(inspect.getdoc(made), written["doc"])
    if "deprecated" in written:
        assert same_words(made.__deprecated__, written["deprecated"])
    default = written["fields"]["plain"]["default"]
    message = made(fits=default)
    assert message.plain == message.python == message.nasty.value == default
    assert message.words == default
    assert message.blob == default.encode()
    frame = msgspec.msgpack.encode(message)
    assert (
        msgspec.msgpack.decode(frame)[DOCUMENT["catalogue"]["tag_field"]]
        == written["tag"]
    )
    assert channels.ALL_OF_THEM.decoder.decode(frame) == message


def test_fields_have_the_names_they_are_given_on_the_wire() -> None:
    given = DOCUMENT["types"]["Wire"]["fields"]
    names = {f.name: f.encode_name for f in msgspec.structs.fields(messages.Wire)}
    assert names == {name: field["name"] for name, field in given.items()}


def test_docs_of_fields_types_and_channels() -> None:
    docs = [
        node.value.value
        for text in generate(SCHEMA.read_text()).values()
        if "import" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr)
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    said = {" ".join(doc.split()) for doc in docs}
    fields = DOCUMENT["types"]["Wire"]["fields"].values()
    for written in (
        *(f"{field['doc']} Deprecated: {field['deprecated']}" for field in fields),
        *(named["doc"] for named in DOCUMENT["types"].values() if "doc" in named),
        DOCUMENT["channels"]["literal"]["doc"],
        DOCUMENT["catalogue"]["doc"],
    ):
        assert " ".join(written.split()) in said
    assert same_words(inspect.getdoc(generated), DOCUMENT["catalogue"]["doc"])


# --- any catalogue --------------------------------------------------------------------------------

TEMPLATE = """\
[catalogue]
name      = {}
version   = {}
doc       = {}
binds     = "host"
connects  = "kernel"
tag_field = {}

[types.Name]
newtype = "str"
doc     = {}

[types.Words]
alias = {literal}
doc   = {}

[types.Colour]
enum    = {{ RED = {}, GREEN = {} }}
unknown = "OTHER"
doc     = {}

[types.Part]
doc        = {}
reserved   = [{}]
deprecated = {}
fields.f   = {{ type = "int", name = {}, doc = {}, deprecated = {}, renamed_from = {} }}
fields.g   = {{ type = "str", min_length = 0, pattern = {} }}
fields.h   = {{ type = "str", default = {} }}

[messages.Tick]
doc          = {}
tag          = {}
deprecated   = {}
renamed_from = {}
fields.part  = "Part"
fields.name  = {{ type = "Name", default = {}, doc = {} }}
fields.text  = {python}
fields.words = "Words"

[messages.Tock]
doc = {}
tag = {}

[channels.ticks]
doc        = {}
deprecated = {}
from       = "host"
carries    = ["Tick", "Tock"]

[channels.word]
doc     = {}
from    = "kernel"
carries = {literal}
"""
COUNT = len(re.findall(r"(?<!\{)\{\}(?!\})", TEMPLATE))
NASTY = st.text(
    st.sampled_from("\"'\\{}%#\n\r\t `$.^*()[]\x00\x07\x1b\x7f\x85\u2028\u202e\ufeffa1é日🎉")
    | st.characters(min_codepoint=128, exclude_categories=["Cs"]),
    max_size=6,
) | st.sampled_from(
    ['"""', "'''", "\\", '\\"""', "{{ x }}", "{% for %}", "{#", "\\N{DASH}", "\\x4"]
)  # fmt: skip
"""None of them is the name of a field."""


def filled(strings: list[str]) -> str:
    """Return the catalogue with the strings in every place that has one."""
    *places, one, two = strings
    literal = f"Literal[{'1' + one!r}, {'2' + two!r}]"
    python = f"str = {one!r}"
    return TEMPLATE.format(
        *(f'"{escaped(text)}"' for text in places),
        literal=f'"{escaped(literal)}"',
        python=f'"{escaped(python)}"',
    )


class Bones(ast.NodeTransformer):
    """Takes the docs out of a module, and the text out of its strings."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        return None if isinstance(node.value, ast.Constant) else node

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            return ast.Constant("")
        return node


def bones(files: dict[str, str]) -> list[str]:
    """Return the modules without what their strings say."""
    modules = [text for name, text in sorted(files.items()) if name.endswith(".py")]
    return [ast.dump(Bones().visit(ast.parse(text))) for text in modules]


HARMLESS = [f"text{number}" for number in range(COUNT + 2)]


@cache
def harmless_bones() -> list[str]:
    return bones(generate(filled(HARMLESS)))


def test_the_template_is_a_catalogue() -> None:
    assert harmless_bones()


@settings(
    max_examples=int(os.environ.get("HOSTILE_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(NASTY, min_size=COUNT + 2, max_size=COUNT + 2), st.data())
def test_strings_only_change_literals(nasty: list[str], data: st.DataObject) -> None:
    """Some strings are nasty, so that not every catalogue is refused for one of them."""
    chosen = data.draw(st.sets(st.integers(0, COUNT + 1), min_size=1, max_size=4))
    strings = [
        nasty[place] if place in chosen else harmless
        for place, harmless in enumerate(HARMLESS)
    ]
    try:
        files = generate(filled(strings))
    except CatalogueError:
        return
    assert bones(files) == harmless_bones()
