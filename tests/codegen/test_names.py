"""The lists of names that a catalogue cannot give are whole: they say what the runtime and the templates have."""

from __future__ import annotations

import ast
import builtins
import re

import pytest
from runtime import (
    AsyncBindingConnection,
    AsyncConnectingConnection,
    BindingConnection,
    ConnectingConnection,
    Connection,
)

from codegen import names
from codegen.generate import generate
from codegen.problems import CatalogueError
from tests.codegen.test_golden import GOLDEN, NAMES

CATALOGUE = """\
[catalogue]
name     = "names"
version  = "1"
binds    = "host"
connects = "kernel"

[messages.{message}]
doc            = "A message."
fields.{field} = "int"

[channels.{channel}]
doc     = "A channel."
from    = "host"
carries = ["{message}"]
"""


def fill(message: str = "Tick", field: str = "f", channel: str = "ticks") -> str:
    return CATALOGUE.format(message=message, field=field, channel=channel)


def test_no_channel_hides_what_a_connection_has() -> None:
    sides = (
        Connection,
        BindingConnection,
        ConnectingConnection,
        AsyncBindingConnection,
        AsyncConnectingConnection,
    )
    public = {name for side in sides for name in dir(side) if name[0] != "_"}
    with Host.bind() as host:
        public |= {name for name in vars(host) if name[0] != "_"}
    assert public == names.CONNECTION_MEMBERS


class Kernel(ConnectingConnection):
    pass


class Host(BindingConnection[Kernel]):
    pass


def test_no_definition_hides_what_generated_code_imports() -> None:
    templates = (path for path in (GOLDEN.parents[2] / "codegen/templates").iterdir())
    imported = {
        name.split(" as ")[-1]
        for template in templates
        for line in re.findall(
            r"(?:^|\n)(?:from \w+ )?import (.*)", template.read_text()
        )
        if "{" not in line
        for name in line.split(", ")
    }
    assert imported <= names.USED_BY_GENERATED_CODE


@pytest.mark.parametrize("name", NAMES)
def test_no_definition_hides_a_builtin_that_generated_code_uses(name: str) -> None:
    for path in sorted((GOLDEN / name / "generated").glob("*.py")):
        used = {
            node.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        builtin = {word for word in used if hasattr(builtins, word)}
        assert builtin <= names.USED_BY_GENERATED_CODE, path


@pytest.mark.parametrize("name", sorted(names.USED_BY_GENERATED_CODE - {"None"}))
def test_a_name_that_is_used_is_refused(name: str) -> None:
    with pytest.raises(CatalogueError, match="the generated code itself uses"):
        generate(fill(message=name))


@pytest.mark.parametrize("name", sorted(names.CONNECTION_MEMBERS))
def test_a_member_of_a_connection_is_no_channel(name: str) -> None:
    with pytest.raises(CatalogueError, match="of its own"):
        generate(fill(channel=name))


@pytest.mark.parametrize(
    "name", ["type_", "match", "self", "cls", "x" * 200, "_", "a__b", "f1"]
)
def test_odd_names_of_fields(name: str) -> None:
    namespace: dict[str, object] = {}
    text = generate(fill(field=name))["messages.py"]
    exec(
        compile(text, "messages.py", "exec"), namespace | {"__name__": "odd"}, namespace
    )
    made = namespace["Tick"]
    assert callable(made)
    assert getattr(made(**{name: 3}), name) == 3
