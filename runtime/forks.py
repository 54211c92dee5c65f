"""What becomes of connections in a forked child: nothing works there, and says so at once.

The child has a copy of everything but the threads. What they held stays held; the sockets are the
parent's. So the child forgets the locks and ends its copies, without a word to the other side.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final, Protocol
from weakref import WeakSet


class Forgetful(Protocol):
    """What must know that it is in a child."""

    def _forget(self) -> None: ...


# The only state of this package's modules: a hook of `os` cannot be taken back.
_living: Final[WeakSet[Forgetful]] = WeakSet()


def watch(connection: Forgetful) -> None:
    """Have a connection know when it has become a copy in a child."""
    _living.add(connection)


def _forget_all() -> None:
    for connection in tuple(_living):
        connection._forget()
    _living.clear()


_register: Final[Callable[..., None] | None] = getattr(os, "register_at_fork", None)
if _register is not None:
    _register(after_in_child=_forget_all)
