"""docs/evolution.md: what is written by hand holds, and what is made of the rules is up to date."""

from __future__ import annotations

import inspect
import re

import pytest

from codegen.breaking.command import breaking
from codegen.breaking.explained import explained, explanation
from codegen.breaking.page import MARK, page
from codegen.breaking.rules import SUBJECTS
from codegen.generate import generate
from tests.evolution.write_page import PAGE

TEXT = PAGE.read_text(encoding="utf-8")
BY_HAND, _, _ = TEXT.partition(MARK)
EVERY = {rule.id: rule for subject in SUBJECTS for rule in subject.rules}


def section(name: str) -> str:
    """Return what the page says of a rule."""
    after = TEXT.partition(f"\n### {name}\n")[2]
    return re.split(r"\n##", after)[0]


def test_the_page_says_what_the_rules_say() -> None:
    assert page(TEXT) == TEXT, "docs/evolution.md is not up to date; run: make docs"


def test_what_is_written_by_hand_is_kept_and_the_rest_is_made_anew() -> None:
    old = f"# By hand\n\n{MARK}\n\nnot what the rules say\n"
    made = page(old)
    assert made.startswith(f"# By hand\n\n{MARK}\n\n## Every rule\n")
    assert made.partition(MARK)[2] == TEXT.partition(MARK)[2]
    with pytest.raises(ValueError, match="the page has no line"):
        page("# By hand\n")


@pytest.mark.parametrize("name", EVERY)
def test_a_rule_is_explained_in_the_command_as_on_the_page(name: str) -> None:
    rule = EVERY[name]
    told = explained(rule)
    for said in (section(name), explanation(rule)):
        lines = [line.removeprefix("  ") for line in said.splitlines()]
        assert rule.title in said
        assert rule.explanation in said
        assert rule.recipe in said
        for part in (told.example, told.outcome):
            bare = [line.removeprefix("  ") for line in part]
            assert "\n".join(bare) in "\n".join(lines)


def test_an_example_shows_both_versions_whole() -> None:
    for rule in EVERY.values():
        example = explained(rule).example
        old = [line[1:] for line in example if line[0] in " -"]
        new = [line[1:] for line in example if line[0] in " +"]
        assert (old, new) == (rule.old.splitlines(), rule.new.splitlines())


def test_every_link_leads_somewhere() -> None:
    bare = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", bare, re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]
    assert len(set(anchors)) == len(anchors)
    links = re.findall(r"\]\(([^)#]*)#?([^)]*)\)", bare)
    assert {anchor for file, anchor in links if not file} <= set(anchors)
    for file, _ in links:
        assert not file or (PAGE.parent / file).exists(), file


def test_the_catalogue_on_the_page_is_one() -> None:
    [catalogue] = re.findall(r"```toml\n(.*?)```", BY_HAND, re.DOTALL)
    assert "messages.py" in generate(catalogue)


def test_the_page_has_every_option() -> None:
    for name in inspect.signature(breaking).parameters:
        assert f"`--{name.replace('_', '-')}" in BY_HAND, name
