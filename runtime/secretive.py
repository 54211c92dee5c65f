"""Structs that hold secrets, and do not show them."""

from __future__ import annotations

from typing import Never

import msgspec


class Secretive(msgspec.Struct, frozen=True):
    """Shows its fields neither in `repr` nor to `rich` nor in a pickle."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return []

    def __reduce__(self) -> Never:
        """Refuse to be pickled: nobody can see in a pickle that it holds secrets."""
        name = type(self).__name__
        text = f"a {name} is not pickled: it holds secrets"
        raise TypeError(f"{text}; send what `to_json` of the info returns, privately")
