"""Two processes of which one has another version of the catalogue.

`python -m tests.contract.scenes.skew FOLDER TRANSPORT HOST KERNEL [CHANGE]` imports the packages HOST and
KERNEL from FOLDER; CHANGE is "version" if the kernel is to speak another one.
It prints what the host saw; the kernel writes what it saw to a file. It is the same program.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Final
from unittest.mock import patch

import msgspec
from runtime import (
    BindingConnection,
    ChannelEmpty,
    ChannelFull,
    ConnectingConnection,
    Connection,
    MessageTooLarge,
    Pull,
    Push,
    StubwireError,
)
from runtime.session_messages import VERSION

from tests.contract.records import listen_to_log
from tests.contract.scale import limit
from tests.contract.steer import as_transport

PATIENCE: Final = limit(20.0)

MESSAGES: Final = 5


class Seen(msgspec.Struct):
    """What one side saw. Times are of the monotonic clock."""

    raised: str = ""
    why: str = ""
    begun: float = 0.0
    ended: float = 0.0
    received: list[str] = []
    remarks: list[str] = []
    exitcode: int | None = None
    reaped: bool = True
    accepted: int = 0
    too_large: bool = False


def side(package: str, role: str) -> type[Connection]:
    found = getattr(importlib.import_module(package), role)
    if not (isinstance(found, type) and issubclass(found, Connection)):
        raise TypeError(f"{package}.{role} is no connection")
    return found


def push_of(connection: Connection, name: str) -> Push[object] | None:
    end = getattr(connection, name, None)
    return end if isinstance(end, Push) else None


def pull_of(connection: Connection, name: str) -> Pull[object] | None:
    end = getattr(connection, name, None)
    return end if isinstance(end, Pull) else None


def items(package: str, count: int, size: int = 1) -> list[object]:
    """Return messages as this version of the catalogue has them."""
    make: Callable[..., object] = importlib.import_module(package).Item
    known = make.__annotations__
    fields: dict[str, object] = {"name": "x" * size}
    for name in known.keys() - {"name"}:
        fields[name] = "5" if known[name] in (str, "str") else 5
    return [make(**fields) for _ in range(count)]


def receive(connection: Connection, seen: Seen, channel: str, count: int) -> None:
    pull = pull_of(connection, channel)
    if pull is not None:
        for _ in range(count):
            seen.received.append(repr(pull.recv(PATIENCE)))


def be_kernel(folder: Path, args: list[str]) -> None:
    """Be the kernel."""
    package, change = args
    seen = Seen()
    records = listen_to_log()
    kind = side(package, "Kernel")
    if not issubclass(kind, ConnectingConnection):
        raise TypeError(package)
    version = VERSION + (change == "version")
    seen.begun = monotonic()
    try:
        with (
            patch("runtime.greeting.VERSION", version),
            kind.connect(timeout=PATIENCE) as kernel,
        ):
            up = push_of(kernel, "up")
            if up is not None:
                up.send_many(items(package, MESSAGES), PATIENCE)
            receive(kernel, seen, "down", MESSAGES)
            with suppress(StubwireError):  # until the host closes
                while (pull := pull_of(kernel, "down")) is not None:
                    pull.recv(PATIENCE)
    except StubwireError as error:
        seen.raised, seen.why = type(error).__name__, str(error)
        seen.ended = monotonic()
        raise
    finally:
        seen.remarks = [line for _, line in records.lines if "differ" in line]
        (folder / "kernel.json").write_bytes(msgspec.json.encode(seen))


def host(folder: Path, transport: str, package: str, other: str, change: str) -> Seen:
    """Be the host."""
    seen = Seen()
    records = listen_to_log()
    kind = side(package, "Host")
    if not issubclass(kind, BindingConnection):
        raise TypeError(package)
    me = [sys.executable, "-m", "tests.contract.scenes.skew", str(folder), "kernel"]
    with kind.bind(as_transport(transport)) as connection:
        down = push_of(connection, "down")
        if down is not None:  # they wait for a peer
            down.send_many(items(package, MESSAGES), PATIENCE)
        seen.begun = monotonic()
        try:
            process = connection.spawn([*me, other, change], timeout=PATIENCE)
        except StubwireError as error:
            seen.ended = monotonic()
            seen.raised, seen.why = type(error).__name__, str(error)
            seen.exitcode = getattr(error, "exitcode", None)
            for name in connection._ends:
                pull = pull_of(connection, name)
                if pull is not None:
                    with suppress(StubwireError):
                        seen.received.append(repr(pull.recv(0)))
            seen.reaped = is_childless()
        else:
            receive(connection, seen, "up", MESSAGES)
            if down is not None:
                seen.accepted = down._outbox._capacity
                seen.too_large = is_too_large(down, package)
            connection.close()
            seen.exitcode = process.wait(PATIENCE)
    seen.remarks = [line for _, line in records.lines if "differ" in line]
    return seen


def is_too_large(push: Push[object], package: str) -> bool:
    """Return whether a message of 3,000 bytes is."""
    try:
        push.send(items(package, 1, 3000)[0], 0)
    except MessageTooLarge:
        return True
    except (ChannelFull, ChannelEmpty):
        pass
    return False


def is_childless() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def main(place: str, *args: str) -> None:
    sys.path.insert(0, place)
    folder = Path(place)
    if args[0] == "kernel":
        be_kernel(folder, list(args[1:]))
    else:
        transport, package, other, change = args
        seen = host(folder, transport, package, other, change)
        print(msgspec.json.encode(seen).decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
