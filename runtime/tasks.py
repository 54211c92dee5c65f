"""Waiting in an event loop for what threads do.

Rule 1: nothing here holds up the loop. What blocks is done by a thread of its own.
Rule 2: cancellation strikes while a task waits, and a task that waits has done nothing yet.
Rule 3: asyncio is imported by those who use it, and takes no part where only threads run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from runtime.gate import Gate, deadline_of

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

_TURN: Final = 0.001
"""Seconds that a task which never has to wait may go on before the others of its loop run."""

_LONGEST: Final = 24 * 3600.0
"""Seconds: event loops do not sleep longer."""


async def happens(
    gate: Gate, happened: Callable[[], bool], timeout: float | None
) -> bool:
    """Return whether something happens, under a gate's lock, within so many seconds."""
    deadline = deadline_of(timeout)
    while True:
        task = _Task()
        with gate.lock:
            if happened():
                return True
            left = None if deadline is None else deadline - monotonic()
            if left is not None and left <= 0:
                return False
            gate.admit(task)
        try:
            await task.wait(left)
        finally:
            gate.dismiss(task)


class Box(Protocol):
    """Where calls that do not wait succeed, once it is `ready`."""

    @property
    def gate(self) -> Gate: ...

    def ready(self) -> bool: ...


async def until_ready(box: Box, deadline: float | None, pace: Pace) -> None:
    """Wait until calls may succeed, or the time is over."""
    left = None if deadline is None else max(0.0, deadline - monotonic())
    await happens(box.gate, box.ready, left)
    pace.rested()


class _Task:
    """A task that waits, as a gate knows it. No file descriptor is watched for it."""

    def __init__(self) -> None:
        import asyncio

        self._loop = asyncio.get_running_loop()
        self._woken: asyncio.Future[None] = self._loop.create_future()

    def release(self) -> None:
        with suppress(RuntimeError):  # the loop is closed, and its tasks are no more
            self._loop.call_soon_threadsafe(self._wake)

    async def wait(self, left: float | None) -> None:
        """Return when woken, or, for some reason or none, after so many seconds."""
        if left is None:
            await self._woken
            return
        timer = self._loop.call_later(min(left, _LONGEST), self._wake)
        try:
            await self._woken
        finally:
            timer.cancel()

    def _wake(self) -> None:
        if not self._woken.done():
            self._woken.set_result(None)


class Pace(threading.local):
    """When a task that has not had to wait for a while must let others run, in each thread's loop."""

    due = 0.0
    """A moment of `monotonic()`: from then on, who is about to do something takes a `turn` first."""

    async def turn(self) -> None:
        """Let the other tasks of the loop run."""
        import asyncio

        await asyncio.sleep(0)
        self.rested()

    def rested(self) -> None:
        """Take note that they have just run."""
        self.due = monotonic() + _TURN


class _Errand(Generic[T]):
    """Something that a thread does for a task; `undo` is called with what comes of it, once it is
    given up.
    """

    def __init__(self, work: Callable[[], T], undo: Callable[[T], object]) -> None:
        self._work = work
        self._undo = undo
        self._gate = Gate()
        self._results: list[T] = []
        self._errors: list[BaseException] = []
        self._given_up = False
        _start(self._run)

    async def over(self) -> None:
        await happens(self._gate, self._is_over, None)

    def result(self) -> T:
        for error in self._errors:
            raise error
        return self._results[0]

    def give_up(self) -> None:
        with self._gate.lock:
            self._given_up = True
            if self._results:
                _start(partial(self._undo, self._results.pop()))

    def _is_over(self) -> bool:
        return bool(self._results or self._errors)

    def _run(self) -> None:
        try:
            result = self._work()
        except BaseException as error:
            with self._gate.lock:
                self._errors.append(error)
                self._gate.wake()
            return
        with self._gate.lock:
            if not self._given_up:
                self._results.append(result)
                self._gate.wake()
                return
        self._undo(result)


async def in_thread(work: Callable[[], T], undo: Callable[[T], object]) -> T:
    """Return what `work`, which may take its time, returns; done by a thread.

    Who is cancelled meanwhile hears of it at once. `work` then goes on, and is undone.
    """
    errand = _Errand(work, undo)
    try:
        await errand.over()
    except BaseException:
        errand.give_up()
        raise
    return errand.result()


async def wholly(work: Callable[[], T], undo: Callable[[T], object]) -> T:
    """Return what `work`, which is short, returns; done by a thread.

    Who is cancelled meanwhile hears of it when `work` has been done and undone.
    """
    import asyncio

    cancelled: asyncio.CancelledError | None = None
    errand = _Errand(work, undo)
    while True:
        try:
            await errand.over()
            break
        except asyncio.CancelledError as error:
            cancelled = error
        except BaseException:
            errand.give_up()
            raise
    if cancelled is None:
        return errand.result()
    with suppress(Exception):  # nothing to undo
        await wholly(partial(undo, errand.result()), nothing)
    raise cancelled


def nothing(_: object) -> None:
    """Undo what leaves nothing to undo."""


def _start(run: Callable[[], object]) -> None:
    threading.Thread(target=run, name="stubwire-task", daemon=True).start()
