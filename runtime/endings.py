"""Why an end has ended: each function here makes the error that says so.

An end keeps the function, not the error: every caller gets an error of its own, with its own
traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from runtime.errors import (
    CatalogueMismatch,
    ChannelClosed,
    ForkedConnection,
    HandshakeError,
    PeerLost,
    ProtocolFault,
    ReceiverDied,
    StubwireError,
)

Ending: TypeAlias = Callable[[str], StubwireError]
"""From the `repr` of an end to the error that its callers get."""


def closed_here(end: str) -> StubwireError:
    """This side called `close()`."""
    return ChannelClosed(f"{end}: this connection has been closed; open another one")


def closed_there(end: str) -> StubwireError:
    """The other side said goodbye, and all it had sent has arrived."""
    return ChannelClosed(f"{end}: the other side has closed its connection")


def forked(end: str) -> StubwireError:
    """This process was forked from the one that opened the connection."""
    text = f"{end}: belongs to the process that this one was forked from; "
    return ForkedConnection(text + "open a connection here, or start with 'spawn'")


def lost(exitcode: int | None, unconfirmed: Mapping[str, int], why: str) -> Ending:
    """The other side is gone: without goodbye, without all that it announced, or by an error."""
    code = "" if exitcode is None else f" (exit code {exitcode})"
    open_ = {name: count for name, count in unconfirmed.items() if count}
    told = ", ".join(f"{count} on {name!r}" for name, count in open_.items())
    what = f"; it has not confirmed {told}" if told else ""

    def ending(end: str) -> StubwireError:
        text = f"{end}: {why}{code}{what}; see its stderr, then open another connection"
        return PeerLost(text, exitcode, unconfirmed)

    return ending


def faulty(what: str) -> Ending:
    """The other side has done what no peer does."""

    def ending(end: str) -> StubwireError:
        text = f"{end}: {what}; the session was ended"
        return ProtocolFault(text)

    return ending


def mismatched(what: str) -> Ending:
    """The two catalogues do not understand each other, or one lacks this channel."""

    def ending(end: str) -> StubwireError:
        return CatalogueMismatch(f"{end}: {what}")

    return ending


def refused(what: str) -> Ending:
    """One side would not talk to the other."""

    def ending(end: str) -> StubwireError:
        return HandshakeError(f"{end}: {what}")

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
