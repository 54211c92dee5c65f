"""A measurement that two processes make of each other, as a step of a family."""

from __future__ import annotations

from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import msgspec

from benchmarks import packages
from benchmarks.family import Step
from benchmarks.peers import BUFFER, CHANNELS, Peer
from benchmarks.peers.task import Task
from benchmarks.process import run_python

_PATIENCE: Final = 60.0


def exchange(peer: Peer, task: Task, name: str) -> Step:
    """Return the step in which a peer does a task; what it measures goes by `name`.

    Where there is no single number, its name is put in place of `*`.
    """
    if absent := _why_absent(peer):
        return Step(name, dict, absent)
    if peer is BUFFER:
        task = msgspec.structs.replace(task, package=packages.with_buffers())
    elif peer is CHANNELS:
        package = packages.with_channels(task.lanes)
        task = msgspec.structs.replace(task, package=package)
    return Step(name, partial(_run, peer, task, name))


def _run(peer: Peer, task: Task, name: str) -> dict[str, float]:
    """Start two processes that do the task; return what they have measured."""
    arguments = ["-m", f"benchmarks.peers.{peer.module}", task.to_json()]
    measured = msgspec.json.decode(
        run_python(arguments, _PATIENCE), type=dict[str, float]
    )
    if task.load == "blocks":
        measured = {k: v * task.size / 1e6 for k, v in measured.items()}
    return {name.replace("*", kind): number for kind, number in measured.items()}


def _why_absent(peer: Peer) -> str:
    """Return why a peer cannot be measured; nothing, if it can."""
    if not peer.needs:
        return ""
    try:
        version(peer.needs)
    except PackageNotFoundError:
        return f"{peer.needs} is not installed: no wheel for this Python, or no `make bench`"
    return ""
