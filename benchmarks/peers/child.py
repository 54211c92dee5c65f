"""The process that answers, for peers that do not start it themselves."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, ParamSpec

P = ParamSpec("P")

SPAWN: Final = multiprocessing.get_context("spawn")

_PATIENCE: Final = 5.0
"""Seconds to end in, once its work is done."""


@contextmanager
def child(
    target: Callable[P, None], *args: P.args, **kwargs: P.kwargs
) -> Iterator[None]:
    """Run a function of a module in another process; on leaving, wait for it to end."""
    process = SPAWN.Process(target=target, args=args, kwargs=kwargs)
    process.start()
    try:
        yield
    finally:
        process.join(_PATIENCE)
        if process.is_alive():
            process.kill()
        process.join()
