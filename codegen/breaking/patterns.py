"""Texts in which a pattern is found, made from the pattern.

What it does not understand, a look-ahead or a back reference, it makes nothing of: who asks tries the
texts before they are used.
"""

from __future__ import annotations

import itertools
import re

_SOME = "aA1 _-.:/@x0b"
"""Characters to try where a pattern takes one of several."""
_MOST = 4
_GROUP = re.compile(r"\?(?:P<\w+>|:)")
_REPEAT = re.compile(r"(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?")


def matching(pattern: str) -> list[str]:
    """Return a few texts, the shortest first, in most of which the pattern is found."""
    return sorted(_Pattern(pattern).choice(), key=len)


class _Pattern:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def choice(self) -> list[str]:
        """Read up to a closing bracket: `a|b`."""
        found = self.sequence()
        while self.text[self.place : self.place + 1] == "|":
            self.place += 1
            found += self.sequence()
        return found[: _MOST * 2]

    def sequence(self) -> list[str]:
        found = [""]
        while self.place < len(self.text) and self.text[self.place] not in "|)":
            parts = self.repeated(self.item())
            found = [one + part for one in found for part in parts][:_MOST]
        return found

    def item(self) -> list[str]:
        """Read one thing that may be repeated."""
        start, char = self.place, self.text[self.place]
        self.place += 1
        if char in "^$":
            return [""]
        if char == "(":
            if named := _GROUP.match(self.text, self.place):
                self.place = named.end()
            found = self.choice()
            self.place += 1
            return found
        if char == "[":
            self.past_class()
        elif char == "\\":
            self.place += 1
        return _taken(self.text[start : self.place])

    def past_class(self) -> None:
        self.place += self.text.startswith("^", self.place)
        self.place += self.text.startswith("]", self.place)
        while self.place < len(self.text) and self.text[self.place] != "]":
            self.place += 2 if self.text[self.place] == "\\" else 1
        self.place += 1

    def repeated(self, parts: list[str]) -> list[str]:
        found = _REPEAT.match(self.text, self.place)
        if found is None:
            return parts
        self.place = found.end()
        match found[0][0]:
            case "*" | "?":
                return ["", *parts]
            case "+":
                return parts
        least = int(found[1] or 0)
        return [part * least for part in parts]


def _taken(one: str) -> list[str]:
    """Return characters that a part of a pattern for one character takes."""
    if one in (r"\b", r"\A", r"\Z"):
        return [""]
    try:
        taken = re.compile(one)
    except re.error:
        return [one]
    every = itertools.chain(_SOME, map(chr, range(33, 127)))
    return [char for char in every if taken.fullmatch(char)][:2] or [one]
