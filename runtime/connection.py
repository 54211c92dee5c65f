"""All the ends of one role, opened and closed together.

Rule 1: a connection is open from construction to `close()`.
Rule 2: the receiver thread and the session know nothing of the connection; so one that is dropped
        is noticed, and closed with a warning.
Rule 3: what moves messages is imported as the first connection opens: who only needs the names of a
        catalogue, as a command or a test does, does not wait for it.
"""

from __future__ import annotations

import warnings
import weakref
from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic
from types import MappingProxyType, TracebackType
from typing import (
    TYPE_CHECKING,
    ClassVar,
    Final,
    Literal,
    Never,
    Self,
    TypeAlias,
    TypeVar,
    get_args,
)

import zmq
from runtime import forks
from runtime.dead_letters import DeadLetters
from runtime.endings import forked
from runtime.errors import ChannelClosed, StartupError
from runtime.places import remove_directory
from runtime.pull import Pull
from runtime.push import Push
from runtime.stats import CloseReport, ConnectionStats

if TYPE_CHECKING:
    from runtime.course import Course, State
    from runtime.events import Events
    from runtime.receiver import Receiver
    from runtime.sockets import Context, Socket

End: TypeAlias = type[Push[Never]] | type[Pull[object]]

P = TypeVar("P")
Q = TypeVar("Q")

OnDeadLetter: TypeAlias = Literal["keep", "raise"]
"""What becomes of a frame that cannot be decoded: it is kept in `dead_letters`, and the reader goes
on with the next message; or the reader gets it, too, as `UndecodableMessage`."""

Open: TypeAlias = "Callable[[str, str, Context, Receiver], Course]"
"""Opens what the ends stand on, for a connection of this name, defined in this module."""

_TAKEN: Final = (
    "bare",
    "bind",
    "connect",
    "dead_letters",
    "info",
    "pair",
    "spawn",
    "threaded",
)
"""Attributes of a connection that its class does not show."""

DRAIN: Final = 5.0
"""Seconds."""

_DRAIN_DROPPED: Final = 2.0
"""Seconds for a connection that nobody closed."""

_GRACE: Final = 0.4
"""Seconds beyond `drain` after which even a stuck thread is left behind."""


class Connection:
    """One side, with all its ends; a subclass names its ends in its annotations.

    `dead_letters` has what arrived and could not be decoded, on any channel. `endpoints` says where
    the channels of a bare connection are.
    """

    endpoints: Mapping[str, str] = MappingProxyType({})

    _ends: ClassVar[dict[str, End]] = {}
    """The class of each end, by attribute, on every platform."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = ends_of(cls, Push, Pull)
        cls._ends = cls._ends | own

    def __init__(self, open_: Open, on_dead_letter: OnDeadLetter) -> None:
        """Open every socket, in a session or without one."""
        from runtime.receiver import Receiver

        name = f"<{type(self).__name__} of {len(self._ends)} channels>"
        self.dead_letters = DeadLetters()
        self._raises = on_dead_letter == "raise"
        self._receiver = Receiver(f"stubwire-{type(self).__name__}")
        context: Context = zmq.Context()
        try:
            self._session: Course = open_(
                name, type(self).__module__, context, self._receiver
            )
            for attribute, end in self._ends.items():
                setattr(self, attribute, self._open(end))
        except BaseException:
            context.destroy(linger=0)
            self._receiver.discard()
            raise
        self._finalizer = weakref.finalize(
            self, _close_dropped, self._session, self._receiver, name
        )
        forks.watch(self)

    @classmethod
    def _open_bare(
        cls,
        endpoints: Mapping[str, str],
        plug: Callable[[Socket, str], object],
        on_dead_letter: OnDeadLetter,
        directory: str | None,
    ) -> Self:
        """Return a connection without a session, its sockets bound or connected by `plug`."""
        from runtime.bare import Bare

        told = dict(endpoints)

        def plug_channel(socket: Socket, name: str) -> None:
            if name not in told:
                raise ValueError(f"{cls.__name__}: channel {name!r} has no endpoint")
            try:
                plug(socket, told[name])
            except zmq.ZMQError as error:
                text = f"{cls.__name__}: channel {name!r}: {told[name]!r}: {error.strerror}"
                raise StartupError(text) from error
            told[name] = socket.get_string(zmq.LAST_ENDPOINT)

        connection = cls(partial(Bare, plug_channel), on_dead_letter)
        connection.endpoints = told
        if directory is not None:
            connection._session.hold(partial(remove_directory, directory))
        connection._receiver.start(connection._session)
        return connection

    @property
    def state(self) -> State:
        """How the connection is: "waiting" for its peer, "ready", "unresponsive" (the peer's process
        does nothing), "closing", "closed", "lost" (the peer is gone), or "failed".
        """
        return self._session.state

    @property
    def healthy(self) -> bool:
        """Whether the receiver thread is well, or has ended as it should."""
        return self._session.healthy

    @property
    def events(self) -> Events:
        """What happens besides messages: the peer ready, silent, back, gone; messages rejected."""
        return self._session.events

    def stats(self) -> ConnectionStats:
        """Return what all ends have counted so far, and what is no channel's."""
        self._check_fork()
        return ConnectionStats(
            channels=self._session.stats(),
            strangers=self._session.strangers.count,
            dead_letters=self.dead_letters.total,
        )

    def close(self, drain: float = DRAIN) -> CloseReport:
        """Close every channel, once the other side has read everything that was sent.

        Nobody can send or receive here from now on; who waits is woken with `ChannelClosed`. What
        had arrived and was not read is dropped. Any thread may call this, any number of times.

        Args:
            drain: how many seconds to wait for the other side, at most.

        Returns:
            What the other side has read, and what it has not said that it read.

        Raises:
            ForkedConnection: the connection belongs to the process this one was forked from.
            ValueError: `drain` is negative.
        """
        self._check_fork()
        if drain < 0:
            raise ValueError(f"drain is 0 or more seconds, not {drain!r}")
        return self._close(drain, "")

    def _leave(self, error: BaseException | None) -> None:
        """Close, as at the end of `with`."""
        if self._session.ended is not forked:
            self._close(DRAIN, type(error).__name__ if _is_failure(error) else "")

    def _close(self, drain: float, error: str) -> CloseReport:
        self._session.close(monotonic() + drain, error)
        self._finalizer.detach()  # not before: a signal may strike
        self._receiver.join(drain + _GRACE)
        return self._session.report()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close. The other side hears of an exception, and its ends raise `PeerLost`."""
        self._leave(error)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self._ends)} channels, {self.state}>"

    def _open(self, end: End) -> Push[Never] | Pull[object] | None:
        if not end.channel.here:
            return None
        name = f"<{end.__name__} {end.channel.name!r}>"
        if issubclass(end, Push):
            return end(self._session.open_outbox(name, end.channel))
        return end(
            self._session.open_inbox(name, end.channel, self.dead_letters, self._raises)
        )

    def _check_fork(self) -> None:
        if self._session.ended is forked:
            raise forked(repr(self))

    def _forget(self) -> None:
        """Become a copy in a forked child."""
        self._finalizer.detach()
        self._session.forget_locks()


def ends_of(
    connection: type, push: type[P], pull: type[Q]
) -> dict[str, type[P] | type[Q]]:
    """Return the ends that a class names in its annotations, as `X` or as `X | None`.

    Raises:
        TypeError: one of them cannot be called what it is.
    """
    ends: dict[str, type[P] | type[Q]] = {}
    for name, annotation in connection.__annotations__.items():
        if isinstance(annotation, str):
            text = f"{connection.__name__}: the annotation {annotation!r} is text; "
            raise TypeError(
                text + "define connections without `from __future__ import annotations`"
            )
        for kind in (annotation, *get_args(annotation)):
            if isinstance(kind, type) and issubclass(kind, (push, pull)):
                ends[name] = kind
    for name in ends:
        if hasattr(connection, name) or name in _TAKEN:
            raise TypeError(
                f"{connection.__name__}.{name}: every connection has that; rename the end"
            )
    return ends


def _is_failure(error: BaseException | None) -> bool:
    """Return whether an exception means that the work of this side was not done."""
    match error:
        case None | ChannelClosed() | GeneratorExit() | SystemExit(code=None | 0):
            return False
    return True


def _close_dropped(session: Course, receiver: Receiver, connection: str) -> None:
    """Close what nobody closed: it was collected, or the process ends."""
    try:
        warnings.warn(f"unclosed {connection}", ResourceWarning, stacklevel=2)
    finally:
        session.close(monotonic() + _DRAIN_DROPPED)
        receiver.join(_DRAIN_DROPPED + _GRACE)
