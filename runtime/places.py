"""Where the binding side binds: in a directory of its own, or at ports of this machine.

Rule 1: an `ipc` endpoint is in a new directory that only this user may enter.
Rule 2: a `tcp` endpoint is on the loopback interface, at a port of the system's choice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final, Literal, TypeAlias

import zmq
from runtime.errors import StartupError
from runtime.sockets import Socket

Transport: TypeAlias = Literal["ipc", "tcp"]

Bind: TypeAlias = Callable[[Socket, str], str]
"""Binds a socket under a name, and returns the endpoint for the other side."""

_PATH: Final = 100
"""Bytes in a path; the systems' limits for a socket are 103 and 107."""


def bind_tcp(socket: Socket, name: str) -> str:
    """Bind a socket to a free port; the name is of no use here."""
    socket.bind("tcp://127.0.0.1:*")
    return socket.get_string(zmq.LAST_ENDPOINT)


def bind_ipc(directory: str) -> Bind:
    """Return what binds sockets in a directory."""

    def bind(socket: Socket, name: str) -> str:
        endpoint = f"ipc://{directory}/{name}"
        socket.bind(endpoint)
        return endpoint

    return bind


def make_directory(names: Iterable[str]) -> str:
    """Return a new private directory in which sockets of these names can be bound.

    Raises:
        StartupError: there is no place for it, or its path would be too long.
    """
    # Only the binding side needs it, and it is slow to import.
    import tempfile

    longest = max(len(os.fsencode(name)) for name in names)
    problems = []
    for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir()):
        if not parent:
            continue
        try:
            directory = tempfile.mkdtemp(
                prefix="stubwire-", dir=os.path.abspath(parent)
            )
        except OSError as error:
            problems.append(f"{parent}: {error.strerror}")
            continue
        if len(os.fsencode(directory)) + 1 + longest <= _PATH:
            return directory
        os.rmdir(directory)
        problems.append(f"{parent}: a path of more than {_PATH} bytes")
    text = f"no place to bind: {'; '.join(problems)}; set TMPDIR, or bind with 'tcp'"
    raise StartupError(text)


def remove_directory(directory: str) -> None:
    """Remove a directory of sockets; who removed it before is welcome."""
    with suppress(OSError):
        for name in os.listdir(directory):
            with suppress(OSError):
                os.unlink(os.path.join(directory, name))
        os.rmdir(directory)


def usable(transport: Transport) -> Transport:
    """Return the transport, or "tcp" where libzmq has no "ipc", as on Windows."""
    return transport if zmq.has(transport) or transport == "tcp" else "tcp"
