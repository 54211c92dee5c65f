"""Catalogues that somebody wrote who means harm: what is harmless in one, and what replaces it."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Mapping
from typing import Final

TEMPLATE: Final = """\
[catalogue]
name      = "{text}"
version   = "{text}"
doc       = "{text}"
binds     = "{role}"
connects  = "{role}"
tag_field = "{text}"

[types.{type}]
newtype = "str"
doc     = "{text}"

[types.{type}]
enum    = {{ {member} = "{text}", {member} = "{text}" }}
unknown = "{member}"
doc     = "{text}"

[types.{type}]
doc        = "{text}"
reserved   = ["{text}"]
deprecated = "{text}"
fields.{field} = {{ type = "int", name = "{text}", doc = "{text}", deprecated = "{text}" }}
fields.{field} = {{ type = "str", min_length = 0, pattern = "{text}" }}
fields.{field} = {{ type = "str", default = "{text}" }}
fields.{field} = "Literal['{quoted}', '{quoted}'] = '{quoted}'"

[messages.{type}]
doc          = "{text}"
tag          = "{text}"
deprecated   = "{text}"
renamed_from = "{text}"
fields.{field} = {{ type = "str = '{quoted}'", doc = "{text}" }}
fields.{field} = {{ type = "dict[str, list[{scalar}]]", default_factory = "{factory}" }}

[messages.Tock]
doc = "{text}"
tag = "{text}"

[channels.{channel}]
doc        = "{text}"
deprecated = "{text}"
from       = "host"
carries    = ["Tock"]

[channels.{channel}]
doc     = "{text}"
from    = "kernel"
carries = ["Tock"]
"""

_PLACE: Final = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")

PLACES: Final = tuple(_PLACE.findall(TEMPLATE))

_GIVEN: Final = {
    "role": ["host", "kernel"],
    "scalar": ["int"],
    "factory": ["dict"],
}

_CODE: Final = (
    '"""', "'''", '\\"""', "\\'''", "\\", "\\\\", '"', "'", "{{ 7*7 }}", "{% raw %}", "{#", "#}",
    "\n", "\r\n", "\t", "\x00", "\x0c", "\x85", "\u2028", "\u202e", "\ufeff", "\U0001f389",
    "__import__('os').system('true')", "');import os;os.abort();('", "\nimport os\nos.abort()\n",
    '"\nimport os\nos.abort()\n"', '"""\nimport os\nos.abort()\n"""', "${x}", "%s", "{0}",
    "\\N{DASH}", "\\u0022", "\\x22", "\\", "# type: ignore", "# fmt: off", "f'{x}'", "]", ")", "}",
    "eval", "exec", "lambda: 0", "__class__", "None", "str", "", " ", "\u0430", "\uff41", "\u212a",
    "\u017f", "ﬁ", "ª", "a" * 300,
)  # fmt: skip
"""Ends of strings, templates, lines; code; letters that look like others, or become others."""

_NAMES: Final = (
    "__init__", "__class__", "__reduce__", "__getattr__", "__slots__", "__struct_fields__", "_x",
    "class", "def", "import", "match", "type", "print", "exec", "eval", "None", "True", "self",
    "msgspec", "Struct", "Final", "Push", "Pull", "Channel", "BindingConnection", "Host", "Kernel",
    "Annotated", "mro", "channel", "close", "dt", "Enum", "\u0430bc", "ﬁeld", "Kernеl", "ſelf",
    "x y", "x.y", "x-y", "1x", "x\\n", "x;y", "x=1", "x:int", "x)", '"', "'", "", "{{x}}", "x\x00",
    "x#", "é", "数", "a" * 300,
)  # fmt: skip
"""What is no name, or means something else already."""


def catalogue(seed: int) -> str:
    """Return a catalogue with hostile text in some places; with none for seed 0."""
    chance = random.Random(seed)
    numbers = {kind: iter(range(100)) for kind in set(PLACES)}
    spoilt = set(
        chance.sample(range(len(PLACES)), chance.randint(1, 4)) if seed else ()
    )
    values = iter(
        [
            evil(kind, chance)
            if place in spoilt
            else harmless(kind, next(numbers[kind]), place)
            for place, kind in enumerate(PLACES)
        ]
    )
    text = _PLACE.sub(lambda _: next(values), TEMPLATE)
    return text.replace("{{", "{").replace("}}", "}") if not spoilt else unbrace(text)


def unbrace(text: str) -> str:
    """Undo the doubled braces of the template's own tables, and no others."""
    lines = []
    for line in text.split("\n"):
        if line.startswith(("enum ", "fields.")):
            head, _, tail = line.partition("{{ ")
            body, brace, rest = tail.rpartition(" }}")
            line = f"{head}{{ {body} }}{rest}" if brace else line
        lines.append(line)
    return "\n".join(lines)


def harmless(kind: str, number: int, place: int) -> str:
    if kind in _GIVEN:
        return _GIVEN[kind][number]
    match kind:
        case "type":
            return ("Name", "Colour", "Part", "Tick")[number]
        case "member":
            return ("RED", "GREEN", "OTHER")[number]
        case "field" | "channel":
            return f"{kind}{number}"
        case "quoted":
            # The default is one of the two.
            return ("one", "two", "one", "three")[number]
        case _:
            return f"text{place}"


def evil(kind: str, chance: random.Random) -> str:
    """Return what might do harm in a place of this kind, as TOML has it."""
    if kind in ("text", "quoted"):
        text = "".join(chance.choices(_CODE, k=chance.randint(1, 3)))
        if kind == "quoted":  # inside a Python literal, which the text may well end
            text = chance.choice([text, repr(text)[1:-1]])
        return chance.choice([escaped(text)] * 9 + [text])
    if kind in ("scalar", "factory"):
        # "None" would be another type, as good as any.
        return escaped(chance.choice([one for one in _CODE + _NAMES if one != "None"]))
    name = chance.choice(_NAMES)
    return chance.choice([f'"{escaped(name)}"', name])


def escaped(text: str) -> str:
    """Return the text as a TOML string has it."""
    return "".join(
        character
        if character.isprintable() and character not in '"\\'
        else f"\\U{ord(character):08x}"
        for character in text
    )


class _Bones(ast.NodeTransformer):
    """Takes names, docs and the values of literals out of a module."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("id", "name", "attr", "arg", "asname"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "")
        return super().generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        if isinstance(node.value, ast.Constant):
            return None
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant(type(node.value).__name__)


def bones(files: Mapping[str, str]) -> list[str]:
    """Return what is left of the modules without names and the values of literals."""
    modules = [text for name, text in sorted(files.items()) if name.endswith(".py")]
    return [ast.dump(_Bones().visit(ast.parse(text))) for text in modules]
