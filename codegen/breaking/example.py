"""The example of a rule as two versions of a catalogue."""

from __future__ import annotations

import datetime as dt
import re

from codegen.breaking.findings import Finding
from codegen.breaking.modes import in_mode
from codegen.breaking.review import review, with_proofs
from codegen.breaking.rules import Rule
from codegen.breaking.versions import Version, version_from_toml

_HEAD = """\
[catalogue]
name     = "example"
version  = "1"
binds    = "host"
connects = "kernel"
"""
_SAID = "doc = 'An example.'\n"


def example_versions(rule: Rule) -> tuple[Version, Version]:
    """Return the catalogue before and after."""
    old, new = _text(rule.old), _text(rule.new)
    return version_from_toml(old, "old", "old"), version_from_toml(new, "new", "new")


def example_findings(rule: Rule) -> list[Finding]:
    """Return what is found of the rule in its example, with witnesses."""
    old, new = example_versions(rule)
    told = review([old], new, in_mode("full"), "SOURCE", dt.date.today())
    found = [one for one in told if one.finding.rule == rule.id]
    return [one.finding for one in with_proofs(found, new)]


def _text(body: str) -> str:
    if "[channels.feed]" not in body:
        body += "\n[channels.feed]\ncarries = 'M'\n"
    from_host = rf"\1{_SAID}from = 'host'\n"
    body = re.sub(r"(\[channels\.\w+\]\n)(?!from)", from_host, body)
    body = re.sub(r"(\[channels\.\w+\]\n)(?=from)", rf"\1{_SAID}", body)
    return _HEAD + body
