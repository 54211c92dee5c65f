"""A proxy for tcp that breaks what it carries, in a process of its own.

It listens on one port for each that it stands in front of. `python -m tests.contract.proxy PORT ...`
prints its ports, then reads one fault per line on standard input, until that ends:

    rst, fin            every connection is reset, or ended; the ports stay open
    up, down, both      what the clients send, or what they are sent, or all, vanishes
    delay SECONDS       everything arrives so much later
    throttle BYTES      as many per second get through, in each direction of each connection
    well                from now on nothing is wrong
"""

from __future__ import annotations

import asyncio
import socket
import struct
import subprocess
import sys
from asyncio import Queue, StreamReader, StreamWriter
from contextlib import suppress
from types import TracebackType
from typing import Final, Literal, Self, TypeAlias

import msgspec
from runtime import ConnectionInfo

PIECE: Final = 16 * 1024
"""How many bytes are read at once."""

PIECES: Final = 256
"""How many of these wait in each direction, at most, while they are delayed."""

LOOPBACK: Final = "127.0.0.1"

Direction: TypeAlias = Literal["up", "down"]
Waiting: TypeAlias = Queue[tuple[float, bytes | None]]
"""Pieces, and when each is due. At the end there is an empty one, or none if the connection was reset."""


class Proxy:
    """A proxy process in front of some ports."""

    def __init__(self, ports: list[int]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.proxy", *map(str, ports)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        own = msgspec.json.decode(self._line(), type=list[int])
        self.ports = dict(zip(ports, own, strict=True))
        """Its port for each port that it stands in front of."""

    @classmethod
    def before(cls, info: ConnectionInfo) -> tuple[Self, ConnectionInfo]:
        """Return a proxy for every endpoint of a host, and the info that leads through it."""
        places = [info.session_endpoint, info.pulse_endpoint, *info.channels.values()]
        proxy = cls([port_of(place) for place in places])

        def own(place: str) -> str:
            return f"tcp://{LOOPBACK}:{proxy.ports[port_of(place)]}"

        return proxy, msgspec.structs.replace(
            info,
            session_endpoint=own(info.session_endpoint),
            pulse_endpoint=own(info.pulse_endpoint),
            channels={name: own(place) for name, place in info.channels.items()},
        )

    def fault(self, line: str) -> None:
        """Let a fault happen, or begin; return when it has."""
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()
        assert self._line() == b"done\n"

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def port_of(endpoint: str) -> int:
    return int(endpoint.rpartition(":")[2])


class Faults:
    """What is wrong at the moment, and the connections that it befalls."""

    def __init__(self) -> None:
        self.vanishes: set[Direction] = set()
        self.delay = 0.0
        self.rate = 0.0
        self.writers: set[StreamWriter] = set()

    def set(self, line: str) -> None:
        """Let a fault happen, or begin; any other that goes on is over."""
        self.vanishes, self.delay, self.rate = set(), 0.0, 0.0
        match line.split():
            case ["rst"]:
                for writer in self.writers:
                    reset(writer)
            case ["fin"]:
                for writer in self.writers:
                    writer.close()
            case ["up"]:
                self.vanishes = {"up"}
            case ["down"]:
                self.vanishes = {"down"}
            case ["both"]:
                self.vanishes = {"up", "down"}
            case ["delay", seconds]:
                self.delay = float(seconds)
            case ["throttle", rate]:
                self.rate = float(rate)
            case ["well"]:
                pass
            case _:
                raise ValueError(f"no such fault: {line!r}")


def reset(writer: StreamWriter) -> None:
    """End a connection as if its machine had forgotten it."""
    connection: socket.socket = writer.get_extra_info("socket")
    linger = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def take(
    reader: StreamReader, waiting: Waiting, direction: Direction, faults: Faults
) -> None:
    """Read until one side ends what it sends."""
    now = asyncio.get_running_loop().time
    end: bytes | None = b""
    try:
        while piece := await reader.read(PIECE):
            if direction not in faults.vanishes:
                await waiting.put((now() + faults.delay, piece))
    except ConnectionError:
        end = None
    await waiting.put((now() + faults.delay, end))


async def give(
    writer: StreamWriter, waiting: Waiting, direction: Direction, faults: Faults
) -> None:
    """Write what was read, when it is due, while anybody takes it."""
    now = asyncio.get_running_loop().time
    is_there = True
    while True:
        due, piece = await waiting.get()
        if due > now():
            await asyncio.sleep(due - now())
        if not piece:
            break
        if faults.rate:
            await asyncio.sleep(len(piece) / faults.rate)
        if is_there and direction not in faults.vanishes:
            try:
                writer.write(piece)
                await writer.drain()
            except ConnectionError:
                is_there = False  # what it has sent before is still on its way
    if piece is None:
        reset(writer)
    elif is_there:
        writer.write_eof()


async def carry(
    port: int, reader: StreamReader, writer: StreamWriter, faults: Faults
) -> None:
    """Carry one connection, until both sides have ended it or it breaks."""
    try:
        far_reader, far_writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        writer.close()
        return
    ends = {writer, far_writer}
    faults.writers |= ends
    up: Waiting = Queue(PIECES)
    down: Waiting = Queue(PIECES)
    try:
        with suppress(OSError, RuntimeError, ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(take(reader, up, "up", faults))
                group.create_task(give(far_writer, up, "up", faults))
                group.create_task(take(far_reader, down, "down", faults))
                group.create_task(give(writer, down, "down", faults))
    finally:
        faults.writers -= ends
        writer.close()
        far_writer.close()


async def serve(ports: list[int]) -> None:
    """Stand in front of ports, and do what standard input says."""
    faults = Faults()
    own = []
    for port in ports:

        async def accept(
            reader: StreamReader, writer: StreamWriter, port: int = port
        ) -> None:
            await carry(port, reader, writer, faults)

        server = await asyncio.start_server(accept, LOOPBACK, backlog=500)
        own.append(server.sockets[0].getsockname()[1])
    print(msgspec.json.encode(own).decode(), flush=True)
    orders = StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(orders), sys.stdin
    )
    while line := await orders.readline():
        faults.set(line.decode())
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(serve([int(port) for port in sys.argv[1:]]))
