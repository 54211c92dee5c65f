"""Small catalogues, as text, as wire models, and as versions to compare."""

from __future__ import annotations

import re

from runtime.wire_model import WireModel

from codegen.breaking.versions import Version, version_from_toml
from codegen.generate import read
from codegen.wire import wire_model

_HEAD = """\
[catalogue]
name     = "evolution"
version  = "1"
binds    = "host"
connects = "kernel"
"""


def text(body: str, sender: str = "host") -> str:
    """Return a catalogue of definitions, of which `feed` carries M unless they say what else."""
    if "[channels.feed]" not in body:
        body += "\n[channels.feed]\ncarries = 'M'\n"
    doc, whose = "doc = 'What is compared.'\n", f"from = '{sender}'\n"
    body = re.sub(r"(\[channels\.\w+\]\n)(?!from)", rf"\1{whose}", body)
    return _HEAD + re.sub(r"(\[channels\.\w+\]\n)", rf"\1{doc}", body)


def model(body: str, sender: str = "host") -> WireModel:
    """Return the wire model of definitions."""
    return wire_model(read(text(body, sender)))


def version(body: str, label: str = "old") -> Version:
    """Return the version of a catalogue that has these definitions."""
    return version_from_toml(text(body), label, f"{label}.toml")
