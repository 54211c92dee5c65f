"""Catalogue to source text.

The templates look like their output; what they fill in is a property of the catalogue, or one of its
wire model's digests. Layout is not theirs: `formatting` lays out, orders imports and drops those
that nothing uses.
"""

from __future__ import annotations

import re

import jinja2
from runtime.fingerprints import names
from runtime.framing import Framing, framing_of
from runtime.wire_model import to_json

from codegen import spelling
from codegen.catalogue import Catalogue
from codegen.formatting import formatted
from codegen.wire import wire_model

_CLASSES: dict[Framing, str] = {"plain": "Channel", "buffers": "BufferChannel"}
_TEMPLATES = ("__init__.py", "channels.py", "messages.py")


def render(catalogue: Catalogue) -> dict[str, str]:
    """Return the files of the generated package, by name."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("codegen"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # the output is Python, and every string of the catalogue is a literal
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["docstring"] = docstring
    environment.filters["literal"] = repr
    environment.filters["source"] = spelling.type_source
    model = wire_model(catalogue)
    fingerprints = {channel.name: channel.fingerprint for channel in model.channels}
    classes = {
        channel.name: _CLASSES[framing_of(channel.type, model.structs)]
        for channel in model.channels
    }
    files = {
        name: environment.get_template(f"{name}.jinja").render(
            catalogue=catalogue,
            fingerprints=fingerprints,
            names=names(model.channels, model.structs),
            classes=classes,
        )
        for name in _TEMPLATES
    }
    return {
        **formatted(files),
        "catalogue.json": to_json(model),
        "py.typed": "",
    }


def docstring(text: str) -> str:
    """Return the text as a docstring literal that evaluates to it, but for indentation."""
    lines = ["".join(map(_escaped, line)) for line in text.split("\n")]
    quotes = re.compile(r'"""|"\Z')
    body = quotes.sub(lambda found: r"\"" * len(found[0]), "\n".join(lines))
    if body[:1] in ('"', " "):
        body = (r"\"" if body[0] == '"' else r"\x20") + body[1:]
    end = "\n" if len(lines) > 1 else ""
    return f'"""{body}{end}"""'


def _escaped(character: str) -> str:
    if character == "\\":
        return r"\\"
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode()
