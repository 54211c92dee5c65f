"""The role that binds: it chooses the place, and tells the other one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Final, Generic, Self, TypeVar, get_args, get_origin

import zmq
from runtime.aside import aside
from runtime.connecting import ConnectingConnection
from runtime.connection import Connection, OnDeadLetter, Open
from runtime.errors import StartupError
from runtime.info import ConnectionInfo
from runtime.places import (
    Transport,
    bind_ipc,
    bind_tcp,
    make_directory,
    remove_directory,
    usable,
)
from runtime.push import Push

if TYPE_CHECKING:
    import subprocess

    from runtime.child import Child
    from runtime.session_messages import Policy

_SHORTEST_HEARTBEAT: Final = 0.5
"""Seconds. libzmq tells the other side in tenths of a second, and a busy machine needs some."""

_LEAVE: Final = 1.0
"""Seconds that a child which was refused has to end by itself."""

K_co = TypeVar("K_co", bound=ConnectingConnection, covariant=True)


class BindingConnection(Connection, Generic[K_co]):
    """The side that binds. Subclasses name its ends, and the class of the other side as `K_co`."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        peer: type[ConnectingConnection] = _peer_of(cls)
        here, there = _directions(cls), _directions(peer)
        for name in here.keys() | there.keys():
            if sorted((here.get(name, ""), there.get(name, ""))) != ["Pull", "Push"]:
                text = f"{cls.__name__} and {peer.__name__}: channel {name!r} needs "
                raise TypeError(text + "a Push and a Pull")

    def __init__(self, open_: Open, on_dead_letter: OnDeadLetter) -> None:
        super().__init__(open_, on_dead_letter)
        self._starting = False
        self._info: ConnectionInfo | None = None

    @property
    def info(self) -> ConnectionInfo:
        """What the other side needs to connect; `spawn` gives it to a child. It holds secrets.

        Raises:
            StartupError: this is a bare connection; see `endpoints`.
        """
        if self._info is None:
            text = f"{self!r}: a bare connection has no session to describe; "
            raise StartupError(text + "tell the other side the `endpoints`")
        return self._info

    @classmethod
    def bind(
        cls,
        transport: Transport = "ipc",
        *,
        interface: str = "127.0.0.1",
        allow_remote: bool = False,
        heartbeat: float = 5.0,
        on_dead_letter: OnDeadLetter = "keep",
        policy: Policy = "compatible",
    ) -> Self:
        """Return a connection whose every socket is bound, in a place of its own.

        Only the side that gets `info`, or is spawned, can connect, once.

        Args:
            transport: "ipc", sockets in a private directory; or "tcp", ports with encryption and
                       keys of their own. Where there is no "ipc", as on Windows, it is "tcp".
            interface: the address to bind to with "tcp".
            allow_remote: whether it may be one that other machines can come to. `info` must then
                          travel to the other side in a private way of your own.
            heartbeat: seconds after which a silent other side is reported as unresponsive; on
                       another machine, as lost.
            on_dead_letter: "keep" what cannot be decoded in `dead_letters`, or "raise" it, too.
            policy: "compatible" takes a peer of another catalogue where nothing would be misread;
                    "strict" takes none. The stricter of both sides holds.

        Raises:
            StartupError: there is no place to bind, or nobody could be kept out of it.
            ValueError: `heartbeat` is less than half a second.
        """
        if heartbeat < _SHORTEST_HEARTBEAT:
            text = f"heartbeat is {heartbeat!r}; it is at least {_SHORTEST_HEARTBEAT} s"
            raise ValueError(text)
        return aside(
            lambda: cls._bind(
                transport, interface, allow_remote, heartbeat, on_dead_letter, policy
            ),
            lambda connection: connection.close(drain=0),
        )

    @classmethod
    def _bind(
        cls,
        transport: Transport,
        interface: str,
        allow_remote: bool,
        heartbeat: float,
        on_dead_letter: OnDeadLetter,
        policy: Policy,
    ) -> Self:
        from runtime.session import Session
        from runtime.wiring import PULSE, SESSION, HostWiring

        if usable(transport) == "tcp":
            bind = bind_tcp(interface, allow_remote=allow_remote)
            wiring = HostWiring(bind, heartbeat, is_private=False, policy=policy)
            connection = cls(partial(Session, wiring), on_dead_letter)
        else:
            names = [SESSION, PULSE]
            names += (end.channel.name for end in cls._ends.values())
            directory = make_directory(names)
            try:
                bind = bind_ipc(directory)
                wiring = HostWiring(bind, heartbeat, is_private=True, policy=policy)
                connection = cls(partial(Session, wiring), on_dead_letter)
            except BaseException:
                remove_directory(directory)
                raise
            connection._session.hold(partial(remove_directory, directory))
        connection._info = wiring.info()
        connection._receiver.start(connection._session)
        return connection

    @classmethod
    def bare(
        cls,
        endpoints: Mapping[str, str] | None = None,
        *,
        on_dead_letter: OnDeadLetter = "keep",
    ) -> Self:
        """Return a connection without a session, for a peer that is not generated.

        The ends and the frames are the same; ZeroMQ's own guarantees hold, and no others: whoever
        finds an endpoint may connect, nobody is told what arrived, a lost connection loses
        messages, and a dead peer is not noticed. docs/reliability.md has the list.

        Args:
            endpoints: where to bind each channel, as "ipc:///path" or "tcp://127.0.0.1:5555"; None
                       is a private directory. `endpoints` of the connection has them all.
            on_dead_letter: as for `bind`.

        Raises:
            StartupError: an endpoint cannot be bound.
            ValueError: a channel has no endpoint.
        """
        directory = None
        if endpoints is None:
            names = [end.channel.name for end in cls._ends.values()]
            directory = make_directory(names)
            endpoints = {name: f"ipc://{directory}/{name}" for name in names}
        try:
            return cls._open_bare(endpoints, zmq.Socket.bind, on_dead_letter, directory)
        except BaseException:
            if directory is not None:
                remove_directory(directory)
            raise

    @classmethod
    def pair(cls) -> tuple[Self, K_co]:
        """Return both sides, connected, in this process: for tests, and for threads."""
        host = cls.bind()
        try:
            peer: type[K_co] = _peer_of(cls)
            return host, peer.connect(host.info)
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
            StartupError: it ended, or was not ready in time and was killed; or this connection
                          has had its peer. `exitcode` and `stderr` say more.
            CatalogueMismatch: its catalogue and this one do not understand each other.
            ForkedConnection: the connection belongs to the process this one was forked from.
            TypeError: `argv` is a string.
        """
        deadline = monotonic() + timeout
        info = self._begin_spawn(argv)
        try:
            child = self._start_child(info, argv, cwd, env)
            try:
                self._session.changed.wait_for(
                    partial(self._is_decided, child), max(0, deadline - monotonic())
                )
                self._check_ready(child, argv, timeout, deadline)
            except BaseException:
                child.end()
                raise
            return child.process
        finally:
            self._starting = False

    def _begin_spawn(self, argv: Sequence[str]) -> bytes:
        """Make sure that this is the only child, and return what to tell it.

        `_starting` is then to be set to False when it has started.
        """
        self._check_fork()
        if isinstance(argv, str | bytes):
            raise TypeError(f"argv is {argv!r}; write a list: [sys.executable, ...]")
        session, info = self._session, self.info.to_json().encode()
        with session.changed.lock:
            if session.ready or session.ended or self._starting:
                text = f"{self!r} has had its peer: one connection, one peer; bind another one"
                raise StartupError(text)
            self._starting = True
        return info

    def _start_child(
        self,
        info: bytes,
        argv: Sequence[str],
        cwd: str | None,
        env: Mapping[str, str] | None,
    ) -> Child:
        from runtime.child import Child

        session = self._session

        def ended(exitcode: int) -> None:
            session.lose(exitcode)
            with session.changed.lock:
                session.changed.wake()

        def start() -> Child:
            child = Child(argv, info, cwd, env)
            session.awaits_exit = session.is_local = True
            child.watch(ended)
            return child

        try:
            child = aside(start, Child.end)
        except OSError as error:
            text = f"{self!r}: cannot start {' '.join(argv)}: {error.strerror}"
            raise StartupError(text) from error
        return child

    def _is_decided(self, child: Child) -> bool:
        """Return whether a child is ready, or never will be. Under the lock of `changed`."""
        session = self._session
        ended = session.ended is not None or child.process.returncode is not None
        return session.ready or ended

    def _check_ready(
        self, child: Child, argv: Sequence[str], timeout: float, deadline: float
    ) -> None:
        """Let a child go its way if it is ready; else end it, and raise why it is not."""
        session, command = self._session, " ".join(argv)
        if session.ready:
            session.hold(child.release)
            return
        refusal = session.ended
        if refusal is not None:  # it was told why
            child.wait(min(_LEAVE, max(0, deadline - monotonic())))
        exitcode = child.process.poll()
        child.end()
        tail = child.tail()
        refused = None if refusal is None else refusal(repr(self))
        if isinstance(refused, StartupError):
            refused.exitcode, refused.stderr = exitcode, tail
            raise refused
        how = f"did not connect within {timeout} s and was killed"
        if exitcode is not None:
            how = f"ended with exit code {exitcode} before it was ready"
        last = f"; its stderr ends with:\n{tail}" if tail else ""
        raise StartupError(f"{self!r}: {command} {how}{last}", exitcode, tail)


def _directions(connection: type[Connection]) -> dict[str, str]:
    """Return, for each channel, which end of it a connection has."""
    return {
        end.channel.name: "Push" if issubclass(end, Push) else "Pull"
        for end in connection._ends.values()
    }


def _peer_of(connection: type) -> type[K_co]:
    """Return the type argument with which a class derives from `BindingConnection`."""
    for kind in connection.__mro__:
        for base in kind.__dict__.get("__orig_bases__", ()):
            if get_origin(base) is BindingConnection:
                peer: type[K_co] = get_args(base)[0]
                return peer
    raise TypeError(
        f"{connection.__name__}: say BindingConnection[...], with the other side"
    )
