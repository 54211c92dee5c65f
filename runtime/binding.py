"""The role that binds: it chooses the place, and tells the other one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Generic, Self, TypeVar, get_args, get_origin

import zmq
from runtime import child
from runtime.connecting import ConnectingConnection
from runtime.connection import SESSION, Connection
from runtime.errors import StartupError
from runtime.info import VERSION, ConnectionInfo, secret
from runtime.places import (
    Bind,
    Transport,
    bind_ipc,
    bind_tcp,
    make_directory,
    remove_directory,
    usable,
)
from runtime.push import Push
from runtime.sockets import Socket

if TYPE_CHECKING:
    import subprocess

K = TypeVar("K", bound=ConnectingConnection)


class BindingConnection(Connection, Generic[K]):
    """The side that binds. Subclasses name its ends, and the class of the other side as `K`.

    `info` is what the other side needs; `spawn` gives it to a child.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        peer: type[ConnectingConnection] = _peer_of(cls)
        here, there = _directions(cls), _directions(peer)
        for name in here.keys() | there.keys():
            if sorted((here.get(name, ""), there.get(name, ""))) != ["Pull", "Push"]:
                text = f"{cls.__name__} and {peer.__name__}: channel {name!r} needs "
                raise TypeError(text + "a Push and a Pull")

    def __init__(self, bind: Bind) -> None:
        channels: dict[str, str] = {}

        def plug(socket: Socket, name: str) -> None:
            try:
                channels[name] = bind(socket, name)
            except zmq.ZMQError as error:
                text = f"{self!r}: cannot bind {name!r}: {error.strerror}"
                raise StartupError(text) from error

        session = secret()
        super().__init__(session, plug)
        self.info = ConnectionInfo(
            version=VERSION,
            session=session,
            token=secret(),
            session_endpoint=channels.pop(SESSION),
            channels=channels,
        )
        self._peer: type[K] = _peer_of(type(self))
        self._starting = False

    @classmethod
    def bind(cls, transport: Transport = "ipc") -> Self:
        """Return a connection whose every socket is bound, in a place of its own.

        Args:
            transport: "ipc", sockets in a private directory; or "tcp", ports of this machine,
                       which its other users can reach. Where there is no "ipc", as on
                       Windows, it is "tcp".

        Raises:
            StartupError: there is no place to bind.
        """
        if usable(transport) == "tcp":
            connection = cls(bind_tcp)
        else:
            names = [SESSION, *(end.channel.name for end in cls._ends.values())]
            directory = make_directory(names)
            try:
                connection = cls(bind_ipc(directory))
            except BaseException:
                remove_directory(directory)
                raise
            connection._session.hold(partial(remove_directory, directory))
        connection._receiver.start(connection._session)
        return connection

    @classmethod
    def pair(cls) -> tuple[Self, K]:
        """Return both sides, connected, in this process: for tests, and for threads."""
        host = cls.bind()
        try:
            return host, host._peer.connect(host.info)
        except BaseException:
            host.close(drain=0)
            raise

    def spawn(
        self,
        argv: Sequence[str],
        *,
        timeout: float = 30.0,
        cwd: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start the other side's process, and return it when it has connected.

        It gets the connection info on its standard input, privately. When it ends, this side's
        channels say so; when this side ends, its channels do. It is the caller's to `wait` for.

        Args:
            argv: the command line, as for `subprocess.Popen`; also `cwd` and `env`.
            timeout: how many seconds it may take to connect.

        Raises:
            StartupError: it ended, or did not connect in time and was killed; or this connection
                          has had its peer.
            TypeError: `argv` is a string.
        """
        if isinstance(argv, str | bytes):
            raise TypeError(f"argv is {argv!r}; write a list: [sys.executable, ...]")
        command = " ".join(argv)
        session = self._session
        with session.changed.lock:
            if session.greeted or session.ended or self._starting:
                text = f"{self!r} has had its peer: one connection, one peer; bind another one"
                raise StartupError(text)
            self._starting = True
        try:
            try:
                process, lifeline = child.start(
                    argv, self.info.to_json().encode(), cwd, env
                )
            except OSError as error:
                text = f"{self!r}: cannot start {command}: {error.strerror}"
                raise StartupError(text) from error
            session.awaits_exit = True
            release = partial(os.close, lifeline)

            def ended(exitcode: int) -> None:
                session.lose(exitcode)
                with session.changed.lock:
                    session.changed.wake()

            watcher = child.watch(process, ended)
            try:
                session.changed.wait_for(
                    lambda: (
                        session.greeted
                        or session.ended is not None
                        or process.returncode is not None
                    ),
                    timeout,
                )
                if session.greeted:
                    session.hold(release)
                    return process
                exitcode = process.poll()
                process.kill()
            except BaseException:
                process.kill()
                release()
                raise
            watcher.join()
            release()
            how = f"did not connect within {timeout} s and was killed"
            if exitcode is not None:
                how = f"ended with exit code {exitcode} before it connected"
            text = f"{self!r}: {command} {how}; see its stderr"
            raise StartupError(text, exitcode)
        finally:
            self._starting = False


def _directions(connection: type[Connection]) -> dict[str, str]:
    """Return, for each channel, which end of it a connection has."""
    return {
        end.channel.name: "Push" if issubclass(end, Push) else "Pull"
        for end in connection._ends.values()
    }


def _peer_of(connection: type) -> type[K]:
    """Return the type argument with which a class derives from `BindingConnection`."""
    for kind in connection.__mro__:
        for base in kind.__dict__.get("__orig_bases__", ()):
            if get_origin(base) is BindingConnection:
                peer: type[K] = get_args(base)[0]
                return peer
    raise TypeError(
        f"{connection.__name__}: say BindingConnection[...], with the other side"
    )
