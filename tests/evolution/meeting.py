"""A host and a kernel of two versions of a catalogue, as two processes, and what each of them sees.

    python -m tests.evolution.meeting FOLDER HOST KERNEL < frames > seen

HOST and KERNEL are packages in FOLDER. The host decodes each frame with its own types and sends it on
`feed`. It is the same program on both sides; what comes out is JSON.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Final

import msgspec
from msgspec import Struct
from runtime import (
    BindingConnection,
    CataloguesDiffer,
    ConnectingConnection,
    Connection,
    MessageRejected,
    PeerCannotDecode,
    Pull,
    Push,
    StubwireError,
    UnknownTag,
)
from runtime.dead_letters import explain

from codegen.breaking.message_text import message_text
from tests.contract.records import listen_to_log

PATIENCE: Final = 60.0
BEFORE: Final = "before"
"""As a last argument: the frames are sent before the other side is there."""


class Side(Struct):
    """What one side saw. `begun` and `ended` are of the monotonic clock."""

    raised: str = ""
    why: str = ""
    begun: float = 0.0
    ended: float = 0.0
    messages: list[str] = []
    """The host: what was sent. The kernel: what arrived."""
    kept_back: list[str] = []
    """What `send` said of the others."""
    letters: list[str] = []
    tags: list[tuple[str | int, str | None, str | None]] = []
    rejected: list[int] = []
    remarks: list[str] = []
    degraded: list[str] = []
    partial: list[str] = []
    versions: tuple[str, str] = ("", "")
    accepted: int = 0
    confirmed: int = 0


class Seen(Struct):
    """What both saw."""

    host: Side
    kernel: Side
    exitcode: int | None


def role(package: str, name: str) -> type[Connection]:
    found = getattr(import_module(f"{package}.channels"), name)
    assert isinstance(found, type)
    assert issubclass(found, Connection)
    return found


def look_around(connection: Connection, side: Side) -> None:
    """Note what has been told of the connection."""
    with suppress(StubwireError):
        while True:
            match connection.events.recv_nowait():
                case CataloguesDiffer() as differ:
                    side.versions = differ.version, differ.peer_version
                    side.degraded = differ.degraded.get("feed", [])
                    side.partial = differ.partial.get("feed", [])
                case MessageRejected(position=position):
                    side.rejected.append(position)
    for letter in connection.dead_letters:
        side.letters.append(explain(letter))
        if isinstance(letter, UnknownTag):
            side.tags.append((letter.tag, letter.version, letter.peer_version))


def send(push: Push[object], frame: bytes, side: Side) -> None:
    message = push.channel.decode(frame)
    try:
        push.send(message, PATIENCE)
    except PeerCannotDecode as error:
        side.kept_back.append(str(error))
    else:
        side.messages.append(message_text(message))


def be_host(folder: str, package: str, other: str, when: str) -> None:
    """Be the host, and start the kernel."""
    side, records = Side(), listen_to_log()
    frames = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=list[bytes])
    kind = role(package, "Host")
    assert issubclass(kind, BindingConnection)
    me = [sys.executable, "-m", "tests.evolution.meeting", folder, other]
    exitcode: int | None = None
    with kind.bind() as host:
        push = getattr(host, "feed")  # noqa: B009
        assert isinstance(push, Push)
        if when == BEFORE:
            for frame in frames:
                send(push, frame, side)
        side.begun = monotonic()
        try:
            process = host.spawn(me, timeout=PATIENCE)
        except StubwireError as error:
            side.raised, side.why = type(error).__name__, str(error)
            side.ended = monotonic()
            exitcode = getattr(error, "exitcode", None)
        else:
            if when != BEFORE:
                for frame in frames:
                    send(push, frame, side)
            host.close(PATIENCE)
            exitcode = process.wait(PATIENCE)
        stats = host.stats().channels["feed"]
        side.accepted, side.confirmed = stats.sent, stats.confirmed
        look_around(host, side)
    side.remarks = [line for _, line in records.lines if "differ:" in line]
    kernel = msgspec.json.decode(Path(folder, f"{other}.json").read_bytes(), type=Side)
    print(msgspec.json.encode(Seen(side, kernel, exitcode)).decode())


def be_kernel(folder: str, package: str) -> None:
    """Be the kernel."""
    side, records = Side(), listen_to_log()
    kind = role(package, "Kernel")
    assert issubclass(kind, ConnectingConnection)
    side.begun = monotonic()
    try:
        with kind.connect(timeout=PATIENCE) as kernel:
            pull = getattr(kernel, "feed")  # noqa: B009
            assert isinstance(pull, Pull)
            for message in pull:
                side.messages.append(message_text(message))
            look_around(kernel, side)
    except StubwireError as error:
        side.raised, side.why = type(error).__name__, str(error)
        side.ended = monotonic()
        raise
    finally:
        side.remarks = [line for _, line in records.lines if "differ:" in line]
        Path(folder, f"{package}.json").write_bytes(msgspec.json.encode(side))


if __name__ == "__main__":
    place, *packages = sys.argv[1:]
    sys.path.insert(0, place)
    if len(packages) == 1:
        be_kernel(place, packages[0])
    else:
        be_host(place, *packages)
