"""What is logged, to the logger `stubwire`.

Rule: whatever a handler of the program's raises, the thread that logs goes on. It may be the
receiver thread; and the handler may write to what is a channel of the connection it is about.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Final

_LOGGER: Final = logging.getLogger("stubwire")


def log(
    level: int, text: str, *values: object, cause: BaseException | None = None
) -> None:
    """Log a text with its values, and the exception that it is about."""
    with suppress(Exception):
        _LOGGER.log(level, text, *values, exc_info=cause)
