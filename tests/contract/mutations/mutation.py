"""A bug as a value: where it is planted, and which tests are there to find it."""

from __future__ import annotations

from pathlib import Path

import msgspec

CONTRACT = "tests/contract/test_"
RUNTIME = "tests/runtime/test_"


class StaleError(Exception):
    """A bug cannot be planted: the code has moved on. Plant it where it belongs now."""


class Mutation(msgspec.Struct, frozen=True, kw_only=True):
    """In `runtime/FILE`, `text` becomes `bug`; one of `tests` must turn red then.

    `says` is what is wrong then, in words; `tests` are node ids, as pytest has them.
    """

    name: str
    says: str
    file: str
    text: str
    bug: str
    tests: tuple[str, ...]

    def path(self, tree: Path) -> Path:
        return tree / "runtime" / self.file

    def planted(self, source: str) -> str:
        """Return the source with the bug.

        Raises:
            StaleError: there is no place for it, or more than one.
        """
        found = source.count(self.text)
        if found != 1:
            where = f"mutation {self.name!r}: runtime/{self.file} has its text {found} times"
            raise StaleError(f"{where}, not once")
        return source.replace(self.text, self.bug)
