"""What a decoder has said against a frame, as values.

Rule: msgspec tells it in words alone. The words for an unknown tag are used for nothing else.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import msgspec

_UNKNOWN_TAG: Final = "Invalid value "


def path_of(error: Exception) -> str:
    """Return where in the message it is wrong, as `$.codes[0]`."""
    # "... - at `$.codes[0]`", "... - at `key` in `$.names`", or nothing of that.
    _, _, place = str(error).rpartition(" - at ")
    _, found, path = place.rpartition("`$")
    return "$" + path.removesuffix("`") if found else "$"


def unknown_tag(error: Exception) -> str | int | None:
    """Return the tag for which the decoder has no struct, if that is what is wrong."""
    said, found, _ = str(error).rpartition(" - at ")
    is_own = isinstance(error, msgspec.ValidationError) and error.__cause__ is None
    if not (found and is_own and said.startswith(_UNKNOWN_TAG)):
        return None
    value = said.removeprefix(_UNKNOWN_TAG)
    if value[:1] == value[-1:] == "'":
        return value[1:-1]
    with suppress(ValueError):
        return int(value)
    return None
