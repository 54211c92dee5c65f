"""Why an end has ended: each function here makes the error that says so.

An end keeps the function, not the error: every caller gets an error of its own, with its own
traceback.
"""

from collections.abc import Callable
from typing import TypeAlias

from runtime.errors import ChannelClosed, PeerLost, ReceiverDied, StubwireError

Ending: TypeAlias = Callable[[str], StubwireError]
"""From the `repr` of an end to the error that its callers get."""


def closed_here(end: str) -> StubwireError:
    """This side called `close()`."""
    return ChannelClosed(f"{end}: this connection has been closed; open another one")


def closed_there(end: str) -> StubwireError:
    """The other side said goodbye, and all it had sent has arrived."""
    return ChannelClosed(f"{end}: the other side has closed its connection")


def lost(exitcode: int | None, error: str = "") -> Ending:
    """The other side is gone: without goodbye, without all that it announced, or by an error."""
    code = "" if exitcode is None else f" (exit code {exitcode})"
    how = f"ended with {error}{code}" if error else f"is gone{code} without closing"

    def ending(end: str) -> StubwireError:
        text = (
            f"{end}: the other side {how}; see its stderr, then open another connection"
        )
        return PeerLost(text, exitcode)

    return ending


def died(cause: BaseException) -> Ending:
    """The receiver thread of this side has met what it cannot handle."""

    def ending(end: str) -> StubwireError:
        error = ReceiverDied(
            f"{end}: the receiver thread has died: {cause!r}; close it", cause
        )
        error.__cause__ = cause
        return error

    return ending
