"""How the two sides of a session prove themselves on every socket, before anything is said.

Rule 1: in a private directory, the connecting side shows the token: ZeroMQ's PLAIN.
Rule 2: everywhere else both sides have key pairs that were made for this session, and all is
        encrypted: ZeroMQ's CURVE.
Rule 3: whom to let in is asked of this process; libzmq lets nobody in when nobody answers.
"""

from __future__ import annotations

import os
from typing import Final

import zmq
from runtime.errors import StartupError
from runtime.info import ConnectionInfo, CurveKeys
from runtime.secretive import Secretive
from runtime.sockets import Socket

_USER: Final = b"stubwire"


class HostKeys(Secretive, frozen=True):
    """What the binding side keeps to itself: the secret half of its key; empty without CURVE."""

    secret: str = ""


def make_keys() -> tuple[CurveKeys, HostKeys]:
    """Return key pairs for a session: what the connecting side gets, and what stays here.

    Raises:
        StartupError: this libzmq has no CURVE.
    """
    if not zmq.has("curve"):
        text = "cannot bind with 'tcp': this libzmq has no CURVE, so nobody could be kept out; "
        raise StartupError(text + "install pyzmq's own wheel")
    server, server_secret = zmq.curve_keypair()
    public, secret = zmq.curve_keypair()
    keys = CurveKeys(
        server=server.decode(), public=public.decode(), secret=secret.decode()
    )
    return keys, HostKeys(server_secret.decode())


def guard(socket: Socket, domain: str, keys: HostKeys) -> None:
    """Have a socket that will be bound ask `admits` about everybody."""
    socket.zap_domain = domain.encode()
    socket.setsockopt(zmq.ZAP_ENFORCE_DOMAIN, 1)
    if keys.secret:
        socket.curve_server = True
        socket.curve_secretkey = keys.secret.encode()
    else:
        socket.plain_server = True
        if hasattr(os, "getuid"):
            # A second line; the directory is the first.
            socket.setsockopt(zmq.IPC_FILTER_UID, os.getuid())


def show(socket: Socket, info: ConnectionInfo) -> None:
    """Have a socket that will connect prove this side, and check the other one."""
    if info.curve is None:
        socket.plain_username = _USER
        socket.plain_password = info.token.encode()
    else:
        socket.curve_serverkey = info.curve.server.encode()
        socket.curve_publickey = info.curve.public.encode()
        socket.curve_secretkey = info.curve.secret.encode()


def admits(
    token: str, curve: CurveKeys | None, mechanism: bytes, shown: list[bytes]
) -> bool:
    """Return whether who shows this may come in."""
    # Only sockets outside a private directory need it.
    from zmq.utils import z85

    match mechanism, shown:
        case b"PLAIN", [user, password] if curve is None:
            return user == _USER and same(password, token.encode())
        case b"CURVE", [key] if curve is not None:
            return same(z85.encode(key), curve.public.encode())
    return False


def same(shown: bytes, kept: bytes) -> bool:
    """Return whether one secret is the other, in a time that does not tell how much of it is."""
    # OpenSSL comes with it, and only sides that meet need it: importing a package shall be quick.
    from hmac import compare_digest

    return compare_digest(shown, kept)
