"""Victims as a test sees them: a process that obeys, and the foreign peer of its session."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, Literal, TypeVar

import msgspec
from runtime import ConnectionInfo
from runtime.session_messages import Hello, Welcome

from tests.contract.foreign import Peer, foreign_host, foreign_kernel
from tests.contract.measured import measured
from tests.contract.steer import Transport
from tests.contract.victim import HOSTS, KERNELS, Look

Role = Literal["host", "kernel"]
Catalogue = Literal["wire", "hooked"]
T = TypeVar("T")

ROLES: Final[tuple[Role, ...]] = ("host", "kernel")


class Victim:
    """A process that obeys."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.role: Role = "host"

    def hurt(self, name: str) -> str:
        """Return the channel of this name on which the victim receives."""
        return f"{'up' if self.role == 'host' else 'down'}{name}"

    def sending(self, name: str) -> str:
        """Return the channel of this name on which the victim sends."""
        return f"{'down' if self.role == 'host' else 'up'}{name}"

    def write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def tell(self, *line: object) -> None:
        self.write(msgspec.json.encode([*map(str, line)]))

    def answer(self, kind: type[T]) -> T:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise EOFError(f"the victim ended with {self.process.wait()}")
        return msgspec.json.decode(line, type=kind)

    def ask(self, kind: type[T], *line: object) -> T:
        """Tell the victim to do something, and return its answer."""
        self.tell(*line)
        return self.answer(kind)

    def do(self, *line: object) -> None:
        self.ask(type(None), *line)

    def look(self) -> Look:
        return self.ask(Look, "look")

    def take(self, channel: str, count: int = 1) -> list[str]:
        """Return what the next calls of `recv` do."""
        return self.ask(list[str], "take", channel, count)

    def end(self, channel: str) -> str:
        """Wait for the end of a channel, and return the error that says so."""
        return self.ask(str, "end", channel)

    def connected(self) -> str:
        """Return how the `connect` of a kernel went, which must be soon."""
        how, seconds = self.answer(tuple[str, float])
        measured("connect (s)", seconds)
        return how


@contextmanager
def process_of(*, recursion: int = 0, stack: int = 0) -> Iterator[Victim]:
    """Yield a victim that has not met anybody."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.contract.victim"]
    process = subprocess.Popen(
        [*command, str(recursion), str(stack)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        yield Victim(process)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def meeting(
    victim: Victim, role: Role, transport: Transport, catalogue: Catalogue = "wire"
) -> Iterator[Peer]:
    """Yield a peer that is connected to a victim, or about to be; nothing has been said."""
    victim.role = role
    victim.tell("open", role, transport, catalogue)
    if role == "host":
        info = victim.answer(ConnectionInfo)
        with foreign_kernel(info, KERNELS[catalogue]) as peer:
            yield peer
    else:
        with foreign_host(transport, HOSTS[catalogue]) as peer:
            victim.write(peer.info.to_json().encode())
            yield peer


@contextmanager
def session(
    victim: Victim,
    role: Role,
    transport: Transport,
    differs: Mapping[str, dict[str, object]] | None = None,
    catalogue: Catalogue = "wire",
) -> Iterator[Peer]:
    """Yield a peer in a session with a victim.

    Args:
        differs: what the peer says of some channels, other than what the catalogue says.
    """
    with meeting(victim, role, transport, catalogue) as peer:
        for channel, changes in (differs or {}).items():
            peer.terms[channel] |= changes
        if role == "host":
            peer.greet()
            peer.hear(Welcome)
        else:
            peer.hear(Hello)
            peer.say("Welcome", channels=peer.terms, remarks=[])
            assert victim.connected() == "ready"
        yield peer
