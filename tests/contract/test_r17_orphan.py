"""R17: an orphaned kernel ends; it never talks to anyone who takes over its host's place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
import zmq
from runtime import ConnectionInfo

from tests.contract.deaths import Death
from tests.contract.history import Delivered, Noted, read
from tests.contract.measured import measured
from tests.contract.payload import Sizes, make
from tests.contract.raw import SESSION, endpoints_of, kind_of
from tests.contract.scale import TRANSPORTS, limit, repeats
from tests.contract.steer import Transport
from tests.contract.stubborn import SURVIVED
from tests.contract.wire.channels import DOWN1

STATES: Final = ("idle", "busy", "send", "recv")
PATIENCE: Final = 2.0
GONE: Final = limit(PATIENCE)
TAKEN: Final = limit(0.01)
COUNTERPARTS: Final = {zmq.PUSH: zmq.PULL, zmq.PULL: zmq.PUSH, zmq.PAIR: zmq.PAIR}


class Orphan:
    """A host in a process of its own, and the kernel that it has."""

    def __init__(self, folder: Path, transport: Transport, *how: str) -> None:
        folder.mkdir()
        self._folder = folder
        command = [sys.executable, "-m", "tests.contract.scenes.orphaning"]
        self._host = subprocess.Popen(
            [*command, str(folder), transport, *how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def await_state(self) -> None:
        """Wait until the kernel does what it is to do when its host dies."""
        assert self._host.stdout is not None
        self.kernel = Death(int(self._host.stdout.readline()))
        self.info = ConnectionInfo.from_json(self._host.stdout.readline().decode())

    def kill_host(self) -> float:
        """Kill the host; return when it was gone."""
        death = Death(self._host.pid)
        self._host.kill()
        return death.wait()

    def found(self) -> list[str]:
        """Return what the kernel has written down and should not have."""
        events = read(self._folder / "kernel")
        strange = [event for event in events if isinstance(event, Delivered)]
        notes = [event.what for event in events if isinstance(event, Noted)]
        return [f"{event} is a stranger's" for event in strange] + notes

    def close(self) -> None:
        self._host.kill()
        self._host.communicate()
        if self.kernel.at is None:
            os.kill(self.kernel.pid, signal.SIGKILL)


class Stranger:
    """Sockets that let everybody in, for the places of a host."""

    def __init__(self, info: ConnectionInfo) -> None:
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._sockets: dict[str, zmq.Socket[bytes]] = {}
        self._places = endpoints_of(info)
        _, secret = zmq.curve_keypair()
        for name in self._places:
            socket = self._context.socket(COUNTERPARTS[kind_of(name)])
            socket.linger = 0
            if info.curve is None:
                socket.plain_server = True
            else:
                socket.curve_server = True
                socket.curve_secretkey = secret
            self._sockets[name] = socket

    def take_over(self) -> float:
        """Bind where the host was, everywhere; return when that was done for two ways in."""
        first = [SESSION, "up1"]
        for name in first:
            self._sockets[name].bind(self._places[name])
        done = monotonic()
        for name in self._sockets.keys() - set(first):
            self._sockets[name].bind(self._places[name])
        return done

    def offer(self) -> None:
        """Send to whoever has come."""
        for number in range(3):
            frame = DOWN1.encode(make("down1", 7, number, Sizes(16, 16)))
            for socket in self._sockets.values():
                if socket.type != zmq.PULL:
                    with suppress(zmq.Again):
                        socket.send(frame, zmq.NOBLOCK)

    def found(self) -> list[str]:
        """Return what has arrived."""
        return [
            f"{name}: the kernel has sent to the stranger"
            for name, socket in self._sockets.items()
            if socket.type != zmq.PUSH and socket.poll(0)
        ]

    def close(self) -> None:
        self._context.destroy(linger=0)


@contextmanager
def orphaned(
    transport: Transport, folder: Path, *ways: tuple[str, ...]
) -> Iterator[list[tuple[Orphan, Stranger, float]]]:
    """Yield kernels whose hosts have just been killed, the strangers there, and when that was."""
    with ExitStack() as undo:
        orphans = []
        for number, how in enumerate(ways):
            orphan = Orphan(folder / str(number), transport, *how)
            undo.callback(orphan.close)
            orphans.append(orphan)
        for orphan in orphans:
            orphan.await_state()
        scenes = []
        for orphan in orphans:
            stranger = Stranger(orphan.info)
            undo.callback(stranger.close)
            died = orphan.kill_host()
            took = stranger.take_over() - died
            assert measured("taken over (ms)", took * 1000, TAKEN * 1000) <= (
                TAKEN * 1000
            )
            stranger.offer()
            scenes.append((orphan, stranger, died))
        yield scenes


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_an_orphan_ends_and_talks_to_nobody(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    ways = [(state,) for state in STATES]
    with orphaned(transport, tmp_path, *ways) as scenes:
        for state, (orphan, stranger, died) in zip(STATES, scenes, strict=True):
            stranger.offer()
            took = orphan.kernel.wait() - died
            stranger.offer()
            assert measured(f"{state}: gone (ms)", took * 1000, GONE * 1000) <= (
                GONE * 1000
            )
            assert stranger.found() + orphan.found() == []


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_detached_orphan_goes_on_and_talks_to_nobody(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    ways = [("busy", "detached"), ("send", "detached")]
    with orphaned(transport, tmp_path, *ways) as scenes:
        for orphan, stranger, died in scenes:
            assert orphan.kernel.wait() - died > PATIENCE
            stranger.offer()
            assert stranger.found() == []
            assert orphan.found() == [SURVIVED]
