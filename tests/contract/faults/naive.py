"""The layer that people write by hand over pyzmq, to be compared with ours.

Rule 1: it is written as it usually is, with care and in good faith: frames are typed, a receiver thread
reads every socket, queues are bounded, the other process says when it is ready, `close` does not hang.
Rule 2: nothing here is made worse for the comparison, and nothing better than what is found in the wild.
"""

from __future__ import annotations

import logging
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias

import msgspec
import zmq

from tests.contract.wire import Payload, Values

Types: TypeAlias = Mapping[str, type[msgspec.Struct]]

CAPACITY: Final = {"down1": 1000, "down_one": 1, "up1": 1000, "down_values": 1000}
DOWN: Final[Types] = {"down1": Payload, "down_one": Payload, "down_values": Values}
UP: Final[Types] = {"up1": Payload}

READY: Final = "KERNEL_READY"
LOG: Final = logging.getLogger(__name__)


class Info(msgspec.Struct):
    """Where the kernel connects."""

    channels: dict[str, str]


class PushQueue:
    """Looks like the sending half of a queue."""

    def __init__(self, socket: zmq.Socket[bytes]) -> None:
        self.socket = socket

    def put(self, message: msgspec.Struct) -> None:
        self.socket.send(msgspec.msgpack.encode(message))


class Receiver(threading.Thread):
    """Reads the sockets, and puts what arrives into a queue each."""

    def __init__(self, sockets: dict[str, zmq.Socket[bytes]], types: Types) -> None:
        super().__init__(name="receiver", daemon=True)
        self.queues: dict[str, queue.Queue[msgspec.Struct]] = {
            name: queue.Queue(CAPACITY[name]) for name in sockets
        }
        self._sockets = sockets
        self._decoders = {
            name: msgspec.msgpack.Decoder(types[name]) for name in sockets
        }
        self._stop_event = threading.Event()

    def run(self) -> None:
        poller = zmq.Poller()
        for each in self._sockets.values():
            poller.register(each, zmq.POLLIN)
        while not self._stop_event.is_set():
            ready = dict(poller.poll(100))
            for name, each in self._sockets.items():
                if each in ready:
                    frame = each.recv()
                    try:
                        message = self._decoders[name].decode(frame)
                    except msgspec.MsgspecError:
                        LOG.warning("could not decode a message on %s", name)
                        continue
                    self.queues[name].put(message)

    def stop(self) -> None:
        self._stop_event.set()
        self.join(1.0)


class Connection:
    """All the queues of one side."""

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        pushes: dict[str, zmq.Socket[bytes]],
        pulls: dict[str, zmq.Socket[bytes]],
        types: Types,
    ) -> None:
        self.pushes = {name: PushQueue(socket) for name, socket in pushes.items()}
        self.receiver = Receiver(pulls, types)
        self._context = context
        self._sockets = [*pushes.values(), *pulls.values()]
        self.receiver.start()

    @property
    def pulls(self) -> dict[str, queue.Queue[msgspec.Struct]]:
        return self.receiver.queues

    def close(self) -> None:
        self.receiver.stop()
        for each in self._sockets:
            each.close(linger=0)  # with any other, `term` waits for a peer that is gone
        self._context.term()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Host(Connection):
    """The side that binds, and starts the kernel."""

    def __init__(self, transport: Literal["ipc", "tcp"], folder: Path) -> None:
        self.info = Info(
            {
                name: f"ipc://{folder / name}"
                if transport == "ipc"
                else f"tcp://127.0.0.1:{free_port()}"
                for name in (*DOWN, *UP)
            }
        )
        context = zmq.Context()
        pushes = {name: context.socket(zmq.PUSH) for name in DOWN}
        pulls = {name: context.socket(zmq.PULL) for name in UP}
        for name, each in (pushes | pulls).items():
            each.bind(self.info.channels[name])
        super().__init__(context, pushes, pulls, UP)

    def start(self, argv: Sequence[str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(self.info).decode() + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if line.strip() != READY:
            raise RuntimeError(f"the kernel did not start: {line!r}")
        return process


class Kernel(Connection):
    """The side that connects, and says that it has."""

    def __init__(self, types: Types = DOWN) -> None:
        info = msgspec.json.decode(sys.stdin.readline(), type=Info)
        context = zmq.Context()
        pushes = {name: context.socket(zmq.PUSH) for name in UP}
        pulls = {name: context.socket(zmq.PULL) for name in types}
        for name, each in (pushes | pulls).items():
            each.connect(info.channels[name])
        super().__init__(context, pushes, pulls, types)
        print(READY, flush=True)
