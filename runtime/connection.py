"""All the ends of one role, opened and closed together.

Rule 1: a connection is open from construction to `close()`.
Rule 2: the receiver thread and the session know nothing of the connection; so one that is dropped
        is noticed, and closed with a warning.
"""

from __future__ import annotations

import warnings
import weakref
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import ClassVar, Final, Never, Self, TypeAlias, get_args

import zmq
from runtime.dead_letters import DeadLetters
from runtime.errors import ChannelClosed
from runtime.inbox import Inbox
from runtime.outbox import Outbox
from runtime.pull import Pull
from runtime.push import Push
from runtime.receiver import Receiver
from runtime.session import Session
from runtime.sockets import Context, Socket, open_pull, open_push, open_session

End: TypeAlias = type[Push[Never]] | type[Pull[object]]

SESSION: Final = "-session"
"""What the session socket is called beside the channels; not the name of any channel."""

_TAKEN: Final = ("dead_letters", "info")
"""Attributes of a connection that its class does not show."""

_DRAIN: Final = 5.0
"""Seconds."""

_DRAIN_DROPPED: Final = 2.0
"""Seconds for a connection that nobody closed."""

_GRACE: Final = 1.0
"""Seconds beyond `drain` after which even a stuck thread is left behind."""


class Connection:
    """One side of a session; a subclass names its ends in its annotations.

    `dead_letters` has what arrived and could not be decoded, on any channel.
    """

    _ends: ClassVar[dict[str, End]] = {}
    """The class of each end, by attribute, on every platform."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        found = {name: _end_of(cls, kind) for name, kind in cls.__annotations__.items()}
        own = {name: end for name, end in found.items() if end is not None}
        for name in own:
            if hasattr(cls, name) or name in _TAKEN:
                raise TypeError(
                    f"{cls.__name__}.{name}: every connection has that; rename the end"
                )
        cls._ends = cls._ends | own

    def __init__(self, session: str, plug: Callable[[Socket, str], None]) -> None:
        """Open every socket, and have `plug` bind or connect it under the name of its channel."""
        self.dead_letters = DeadLetters()
        self._receiver = Receiver(f"stubwire-{type(self).__name__}")
        context: Context = zmq.Context()
        try:
            session_socket = open_session(context)
            self._session = Session(session, context, session_socket, self._receiver)
            for name, end in self._ends.items():
                setattr(self, name, self._open(end, context, plug))
            plug(session_socket, SESSION)
        except BaseException:
            context.destroy(linger=0)
            self._receiver.discard()
            raise
        self._finalizer = weakref.finalize(
            self, _close_dropped, self._session, self._receiver, repr(self)
        )

    def close(self, drain: float = _DRAIN) -> None:
        """Close every channel, once the other side has everything that was sent.

        Nobody can send or receive here from now on; who waits is woken with `ChannelClosed`. What
        had arrived and was not read is dropped. Any thread may call this, any number of times.

        Args:
            drain: how many seconds to wait for the other side, at most.
        """
        self._close(drain, "")

    def _close(self, drain: float, error: str) -> None:
        self._finalizer.detach()
        self._session.close(monotonic() + drain, error)
        self._receiver.join(drain + _GRACE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close. The other side hears of an exception, and its ends raise `PeerLost`."""
        self._close(_DRAIN, type(error).__name__ if _is_failure(error) else "")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self._ends)} channels>"

    def _open(
        self, end: End, context: Context, plug: Callable[[Socket, str], None]
    ) -> Push[Never] | Pull[object] | None:
        if not end.channel.here:
            return None
        channel, traffic = end.channel, self._session.traffic
        name = f"<{end.__name__} {channel.name!r}>"
        if issubclass(end, Push):
            socket = open_push(context, channel.capacity)
            plug(socket, channel.name)
            outbox = Outbox(
                name, channel.capacity, channel.overflow, socket, traffic.claim
            )
            traffic.add_outbox(channel.name, outbox)
            return end(outbox)
        socket = open_pull(context, channel.capacity)
        plug(socket, channel.name)
        inbox = Inbox(name, end.channel, socket, traffic.resume, self.dead_letters)
        traffic.add_inbox(channel.name, inbox)
        return end(inbox)


def _end_of(connection: type, annotation: object) -> End | None:
    """Return the class of the end that an annotation names, as `X` or as `X | None`."""
    if isinstance(annotation, str):
        text = f"{connection.__name__}: the annotation {annotation!r} is text; "
        raise TypeError(
            text + "define connections without `from __future__ import annotations`"
        )
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, (Push, Pull)):
            return kind
    return None


def _is_failure(error: BaseException | None) -> bool:
    """Return whether an exception means that the work of this side was not done."""
    match error:
        case None | ChannelClosed() | GeneratorExit() | SystemExit(code=None | 0):
            return False
    return True


def _close_dropped(session: Session, receiver: Receiver, connection: str) -> None:
    """Close what nobody closed: it was collected, or the process ends."""
    try:
        warnings.warn(f"unclosed {connection}", ResourceWarning, stacklevel=2)
    finally:
        session.close(monotonic() + _DRAIN_DROPPED)
        receiver.join(_DRAIN_DROPPED + _GRACE)
