"""Small catalogues, as text and as wire models."""

from __future__ import annotations

import re

from runtime.wire_model import WireModel

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
    more = f"doc = 'What is compared.'\nfrom = '{sender}'\n"
    return _HEAD + re.sub(r"(\[channels\.\w+\]\n)", rf"\1{more}", body)


def model(body: str, sender: str = "host") -> WireModel:
    """Return the model of such a catalogue."""
    return wire_model(read(text(body, sender)))
