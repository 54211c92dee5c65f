"""A message as Python text: `Status(state='idle', n=1)`.

The same for equal messages, whatever order a set has them in; what is absent is left out. An enum's
member is told with its value, since either may be what differs.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

from msgspec import UNSET, Raw, Struct
from runtime.enums import OpenEnum

_MOST = 40
"""Characters, or items, after which repetition is told as such."""


def message_text(value: object) -> str:
    """Return a value of a decoder as text."""
    match value:
        case Struct():
            names = value.__struct_fields__
            fields = [(name, getattr(value, name)) for name in names]
            told = [f"{n}={message_text(v)}" for n, v in fields if v is not UNSET]
            return f"{type(value).__name__}({', '.join(told)})"
        case OpenEnum() if value.name == type(value)._unknown_:
            return f"<unknown: {value.value!r}>"
        case enum.Enum():
            return f"<{value.name}: {value.value!r}>"
        case Raw():
            return f"Raw({bytes(value)!r})"
        case str() | bytes() if _is_repeated(value):
            return f"{value[:1]!r} * {len(value)}"
        case list() if _is_repeated(value):
            return f"[{message_text(value[0])}] * {len(value)}"
        case list():
            return f"[{_items(value)}]"
        case tuple():
            comma = "," if len(value) == 1 else ""
            return f"({_items(value)}{comma})"
        case set() | frozenset():
            inner = ", ".join(sorted(map(message_text, value)))
            name = "frozenset" if isinstance(value, frozenset) else "set"
            braces = f"{{{inner}}}" if value else ""
            return braces if value and name == "set" else f"{name}({braces})"
        case dict():
            pairs = (f"{message_text(k)}: {message_text(v)}" for k, v in value.items())
            return f"{{{', '.join(pairs)}}}"
    return repr(value)


def _items(values: Iterable[object]) -> str:
    return ", ".join(map(message_text, values))


def _is_repeated(value: Sequence[object]) -> bool:
    return len(value) > _MOST and all(item == value[0] for item in value)
