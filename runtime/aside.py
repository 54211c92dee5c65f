"""Doing something where no signal handler strikes: Python calls them in the main thread only."""

from __future__ import annotations

import _thread
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def aside(work: Callable[[], T], undo: Callable[[T], object]) -> T:
    """Return what `work` returns, done by another thread if this is the main one.

    What a signal handler raises meanwhile is raised at once. `work` then goes on, and `undo` is
    called with what it returns.
    """
    if threading.get_ident() != threading.main_thread().ident:
        return work()
    over = threading.Lock()
    over.acquire()
    done: list[T] = []
    failed: list[BaseException] = []
    given_up: list[None] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)
        over.release()
        if given_up:
            take_back()

    def take_back() -> None:
        with suppress(IndexError):  # the other thread has done it
            undo(done.pop())

    try:
        _thread.start_new_thread(start, (run,))
        over.acquire()
        if failed:
            raise failed[0]
        return done[
            0
        ]  # no call: from here on, nothing strikes before the caller has it
    except BaseException:
        given_up.append(None)
        if done:
            _thread.start_new_thread(start, (take_back,))
        raise


def start(run: Callable[..., object], *args: object) -> None:
    """Start a thread; to be called by `_thread.start_new_thread`, which is one call, done or not.

    A handler that struck in `Thread.start` would leave a thread that never counts as ended.
    """
    threading.Thread(target=run, args=args, name="stubwire-aside", daemon=True).start()
