"""stubwire, with a package that was generated for this run: so many channels, or another type.

It has a pair of channels for each lane: `forth0` and `back0`, `forth1` and `back1` and so on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec
from runtime import BindingConnection, Channel, ConnectingConnection, Pull, Push

from benchmarks.peers.ends import Ends
from benchmarks.peers.exchange import answer, run_load
from benchmarks.peers.loads import Load, content, frames, small
from benchmarks.peers.stubwire import ends, far
from benchmarks.peers.task import Task, read_task


def imported(task: Task) -> ModuleType:
    """Import the package that the task names by its folder."""
    folder = Path(task.package)
    sys.path.insert(0, str(folder.parent))
    return import_module(folder.name)


def load_with(package: ModuleType, task: Task) -> Load[object]:
    """Return the load in the types of the package."""
    channel: Channel[object] = package.FORTH0
    if task.load == "blocks":
        return _pictures(package.Picture, task.size)
    as_bytes = frames(small())
    one, other = map(channel.decode, as_bytes.sent)
    return Load(object, (one, other), one, other)


def _pictures(picture: type[msgspec.Struct], size: int) -> Load[object]:
    large, taken, refused = (
        picture(content=memoryview(each))
        for each in (content(size), b"taken", b"refused")
    )
    return Load(object, (large, large), taken, refused)


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[object]]]:
    near_class: type[BindingConnection[ConnectingConnection]] = imported(task).Near
    with near_class.bind() as near:
        process = near.spawn(far(task))
        yield [lane(near, number, "forth", "back") for number in range(task.lanes)]
    process.wait()


def answer_all(task: Task) -> None:
    """Be the other side."""
    package = imported(task)
    far_class: type[ConnectingConnection] = package.Far
    with far_class.connect() as far:
        lanes = [lane(far, number, "back", "forth") for number in range(task.lanes)]
        answer(task, load_with(package, task), lanes)


def lane(
    connection: BindingConnection[ConnectingConnection] | ConnectingConnection,
    number: int,
    there: str,
    here: str,
) -> Ends[object]:
    push: Push[object] = getattr(connection, f"{there}{number}")
    pull: Pull[object] = getattr(connection, f"{here}{number}")
    return ends(push, pull)


if __name__ == "__main__":
    task = read_task()
    run_load(task, load_with(imported(task), task), connected)
