"""What the rest of a connection sees of its session: how it is, and when it has ended."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Literal, Never, TypeAlias

from runtime.channel import Channel, M
from runtime.dead_letters import DeadLetters
from runtime.endings import Ending, forked
from runtime.events import Events
from runtime.gate import Gate
from runtime.inbox import Inbox
from runtime.outbox import Outbox
from runtime.stats import CloseReport, Stats
from runtime.strangers import Strangers

State: TypeAlias = Literal[
    "waiting", "ready", "unresponsive", "closing", "closed", "lost", "failed"
]
"""No peer yet; all is well; the peer does nothing at all; one side has said goodbye; the session is
over: as it should be, because the peer is gone, because of something that is wrong."""


class Course(ABC):
    """The work of a receiver thread, as other threads see it. `name` is the connection's."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.events = Events(name)
        self.strangers = Strangers(self.events)
        self.changed = Gate()
        """Guards what other threads wait for: `ready` and `ended`."""
        self.ready = False
        self.ended: Ending | None = None
        self.state: State = "waiting"
        self.healthy = True
        self.awaits_exit = False
        """Whether the peer is a child, whose exit code will be known."""
        self.is_local = False
        """Whether the death of the peer's process would be noticed: silence is then no death."""
        self._outboxes: dict[str, Outbox] = {}
        self._inboxes: dict[str, Inbox[object]] = {}
        self._held: list[Callable[[], None]] | None = []

    @abstractmethod
    def open_outbox(
        self, name: str, channel: Channel[Never] | Channel[object]
    ) -> Outbox:
        """Open a channel to send on; `name` is that of its end. Only before the thread starts."""

    @abstractmethod
    def open_inbox(
        self, name: str, channel: Channel[M], letters: DeadLetters, raises: bool
    ) -> Inbox[M]:
        """Open a channel to receive on. Only before the thread starts.

        Args:
            name: that of its end.
            letters: where to keep what cannot be decoded.
            raises: whether readers hear of that, too.
        """

    @abstractmethod
    def lose(self, exitcode: int | None = None) -> None:
        """Take note that the process of the other side is gone. Any thread may call this."""

    @abstractmethod
    def close(self, deadline: float, error: str = "") -> None:
        """End the session, when the other side has everything, at the deadline at the latest.

        Any thread may call this.
        """

    @abstractmethod
    def report(self) -> CloseReport:
        """Return what is known of what was sent, when the session is closed."""

    @abstractmethod
    def begin(self) -> None: ...

    @abstractmethod
    def died(self, cause: BaseException) -> None: ...

    @abstractmethod
    def release(self) -> None: ...

    def stats(self) -> dict[str, Stats]:
        """Return what each channel has counted so far."""
        sending = {name: box.stats() for name, box in self._outboxes.items()}
        return sending | {name: box.stats() for name, box in self._inboxes.items()}

    def hold(self, release: Callable[[], None]) -> None:
        """Have something released when the session ends; now, if it has ended."""
        with self.changed.lock:
            if self._held is not None:
                self._held.append(release)
                return
        release()

    def forget_locks(self) -> None:
        """End in a forked child, whose other threads held what they will never release."""
        self.changed = Gate()
        self.ended = forked
        self.state = "failed"
        self.events.forget_locks()
        for outbox in self._outboxes.values():
            outbox.forget_locks(forked)
        for inbox in self._inboxes.values():
            inbox.forget_locks(forked)

    def _begin_boxes(self) -> None:
        for outbox in self._outboxes.values():
            outbox.begin()
        for inbox in self._inboxes.values():
            inbox.begin()

    def note_end(self, ending: Ending) -> None:
        """Have other threads see that it has ended. The first ending holds."""
        with self.changed.lock:
            self.ended = self.ended or ending
            self.changed.wake()

    def _release_held(self) -> None:
        self.events.end()
        with self.changed.lock:
            held, self._held = self._held or [], None
        for release in held:
            release()
