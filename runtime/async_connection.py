"""All the ends of one role, for the tasks of event loops.

Rule 1: it is a face of a connection for threads, which has the sockets, the receiver thread, the
        queues and every promise. Both can be used side by side.
Rule 2: what blocks there is done by another thread, and undone for a task that is cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Mapping
from functools import partial
from types import TracebackType
from typing import (
    TYPE_CHECKING,
    ClassVar,
    Final,
    Generic,
    Never,
    Self,
    TypeAlias,
    TypeVar,
    get_args,
)

from runtime.async_events import AsyncEvents
from runtime.async_pull import AsyncPull
from runtime.async_push import AsyncPush
from runtime.connection import DRAIN, Connection, ends_of
from runtime.dead_letters import DeadLetters
from runtime.pull import Pull
from runtime.push import Push
from runtime.stats import CloseReport, ConnectionStats
from runtime.tasks import Pace, in_thread, nothing

if TYPE_CHECKING:
    from runtime.course import State

C_co = TypeVar("C_co", bound=Connection, covariant=True)

T = TypeVar("T")

AsyncEnd: TypeAlias = type[AsyncPush[Never]] | type[AsyncPull[object]]


class AsyncConnection(Generic[C_co]):
    """One side, with all its ends; a subclass names its ends in its annotations, and the class of the
    connection for threads as `C_co`.

    Args:
        threaded: that connection. Several event loops can share it, and any number of threads.
    """

    _ends: ClassVar[dict[str, AsyncEnd]] = {}
    """The class of each end, by attribute, on every platform."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._ends = cls._ends | ends_of(cls, AsyncPush, AsyncPull)

    def __init__(self, threaded: C_co) -> None:
        self._threaded: Final = threaded
        self._pace = Pace()
        self._events = AsyncEvents(threaded.events, self._pace)
        for attribute, end in self._ends.items():
            setattr(self, attribute, self._face(end, getattr(threaded, attribute)))

    @property
    def threaded(self) -> C_co:
        """The same connection, for threads."""
        return self._threaded

    @property
    def state(self) -> State:
        """How the connection is; see `Connection.state`."""
        return self._threaded.state

    @property
    def healthy(self) -> bool:
        """Whether the receiver thread is well, or has ended as it should."""
        return self._threaded.healthy

    @property
    def events(self) -> AsyncEvents:
        """What happens besides messages: the peer ready, silent, back, gone; messages rejected."""
        return self._events

    @property
    def dead_letters(self) -> DeadLetters:
        """What arrived and could not be decoded, on any channel."""
        return self._threaded.dead_letters

    @property
    def endpoints(self) -> Mapping[str, str]:
        """Where the channels of a bare connection are."""
        return self._threaded.endpoints

    def stats(self) -> ConnectionStats:
        """Return what all ends have counted so far, and what is no channel's."""
        return self._threaded.stats()

    async def close(self, drain: float = DRAIN) -> CloseReport:
        """Close every channel, once the other side has read everything; see `Connection.close`.

        It goes on when this is cancelled.
        """
        return await in_thread(partial(self._threaded.close, drain), nothing)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close. The other side hears of an exception, and its ends raise `PeerLost`."""
        await in_thread(partial(self._threaded._leave, error), nothing)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self._ends)} channels, {self.state}>"

    def _face(
        self, face: AsyncEnd, end: object
    ) -> AsyncPush[Never] | AsyncPull[object] | None:
        if end is None:  # not on this platform
            return None
        if issubclass(face, AsyncPush) and isinstance(end, Push):
            return face(end._outbox, self._pace)
        if issubclass(face, AsyncPull) and isinstance(end, Pull):
            return face(end._inbox, self._pace)
        raise TypeError(f"{face.__name__} is no face of {end!r}")


A_co = TypeVar("A_co", bound=AsyncConnection[Connection], covariant=True)


class Opening(Generic[A_co]):
    """A connection that is about to be opened: `await` it, or use it in `async with`."""

    def __init__(self, open_: Callable[[], Coroutine[object, None, A_co]]) -> None:
        self._open: Final = open_

    def __await__(self) -> Generator[object, None, A_co]:
        return self._open().__await__()

    async def __aenter__(self) -> A_co:
        self._opened = await self._open()
        return self._opened

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._opened.__aexit__(kind, error, traceback)


def argument_of(face: type, bound: type) -> type[T]:
    """Return the subclass of `bound` that is a type argument of what a class derives from."""
    for kind in face.__mro__:
        for base in kind.__dict__.get("__orig_bases__", ()):
            for argument in get_args(base):
                found: type[T] = argument
                if isinstance(argument, type) and issubclass(argument, bound):
                    return found
    raise TypeError(f"{face.__name__}: no {bound.__name__} is named, in [...]")
