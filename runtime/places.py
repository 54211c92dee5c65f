"""Where the binding side binds: in a directory of its own, or at ports of this machine.

Rule 1: an `ipc` endpoint is in a new directory that only this user may enter, or replace.
Rule 2: a `tcp` endpoint is on the loopback interface, at a port of the system's choice, unless
        somebody says explicitly that others may come.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import zmq
from runtime.errors import StartupError
from runtime.privacy import why_not_private, why_not_safe

if TYPE_CHECKING:
    from runtime.sockets import Socket
    from runtime.wiring import Bind

Transport: TypeAlias = Literal["ipc", "tcp"]

_WILDCARDS: Final = ("*", "0.0.0.0", "::")

_PATH: Final = 100
"""Bytes in a path; the systems' limits for a socket are 103 and 107."""


def bind_tcp(interface: str, *, allow_remote: bool) -> Bind:
    """Return what binds sockets to free ports of an interface.

    Raises:
        StartupError: others could come to it, and nobody has said that they may.
    """
    if not allow_remote and not _is_loopback(interface):
        text = f"cannot bind with 'tcp' to {interface!r}: other machines could come to it; "
        raise StartupError(text + "use '127.0.0.1', or say allow_remote=True")
    wildcard = interface in _WILDCARDS

    def bind(socket: Socket, name: str) -> str:
        socket.ipv6 = ":" in interface
        host = f"[{interface}]" if ":" in interface else interface
        socket.bind(f"tcp://{host}:*")
        endpoint = socket.get_string(zmq.LAST_ENDPOINT)
        if wildcard:
            _, _, port = endpoint.rpartition(":")
            return f"tcp://{_host_name()}:{port}"
        return endpoint

    return bind


def bind_ipc(directory: str) -> Bind:
    """Return what binds sockets in a directory."""

    def bind(socket: Socket, name: str) -> str:
        endpoint = f"ipc://{directory}/{name}"
        socket.bind(endpoint)
        return endpoint

    return bind


def _is_loopback(interface: str) -> bool:
    # Only few need it.
    import ipaddress

    with suppress(ValueError):
        return ipaddress.ip_address(interface).is_loopback
    return interface == "localhost"


def _host_name() -> str:
    import socket

    return socket.gethostname()


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
        # What is in a folder is found where the folder really is, whatever links become of it.
        parent = os.path.realpath(parent)
        if why := why_not_safe(parent):
            problems.append(f"{parent}: {why}")
            continue
        try:
            directory = tempfile.mkdtemp(prefix="stubwire-", dir=parent)
        except OSError as error:
            problems.append(f"{parent}: {error.strerror}")
            continue
        why = why_not_private(directory)
        if len(os.fsencode(directory)) + 1 + longest > _PATH:
            why = f"a path of more than {_PATH} bytes"
        if not why:
            return directory
        os.rmdir(directory)
        problems.append(f"{parent}: {why}")
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
