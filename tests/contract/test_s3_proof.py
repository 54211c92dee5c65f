"""S3: who has not proved itself gets nothing and is not heard, whatever becomes of the doorkeeper."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, get_args

import msgspec
import pytest
from runtime import (
    ChannelEmpty,
    ConnectionInfo,
    HandshakeError,
    PeerEnded,
    StartupError,
    StubwireError,
)
from runtime.events import Events
from runtime.session import Session
from runtime.session_messages import VERSION, Hello, encode

from tests.contract.intruder import PULSE, SESSION, Intruder, Proof, endpoints_of
from tests.contract.payload import Sizes, make
from tests.contract.scale import TRANSPORTS, count, limit
from tests.contract.steer import Transport
from tests.contract.wire import Host, Kernel

SIZES = Sizes(16, 16)


def ended(events: Events) -> PeerEnded:
    """Return how a session ended, when it has."""
    while True:
        event = events.recv(limit(10))
        if isinstance(event, PeerEnded):
            return event


def hello(info: ConnectionInfo) -> bytes:
    """Return what a kernel of a session says first, but for its channels."""
    return encode(
        Hello(version=VERSION, session=info.session, token=info.token, channels={})
    )


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_who_connects_and_says_nothing_gets_and_gives_nothing(
    transport: Transport,
) -> None:
    """It shows all that the kernel does, connects every socket, and sends messages."""
    host = Host.bind(transport)
    try:
        for number in range(10):
            host.down1.send(make("down1", 0, number, SIZES))
        with Intruder(host.info, "copy") as intruder:
            intruder.wait_for(lambda one: one.entered, limit(10))
            for one in intruder.attempts:
                if one.name != SESSION:
                    one.say(b"\xc1")
            assert host.state == "waiting"
            # What comes after everything that it might have got, or that the host has decoded:
            intruder.attempt(SESSION).say(b"\xc1")
            assert "as a peer does" in ended(host.events).why
            assert host.down1.stats().queued == 10
            host.close(drain=0)
            intruder.await_refusals(limit(10))
            given = [what for what in intruder.achieved() if "got something" in what]
            assert set(given) <= {f"got something: {SESSION}"}  # the refusal
        stats = host.stats()
        assert stats.dead_letters == 0
        for name in ("up1", "up_values", "reports"):
            assert stats.channels[name].received == 0
            assert stats.channels[name].rejected == 0
        with pytest.raises(StubwireError):
            host.up1.recv(0)
    finally:
        host.close(drain=0)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_hello_of_another_session_is_refused(transport: Transport) -> None:
    with Host.bind(transport) as one, Host.bind(transport) as other:
        for number in range(10):
            other.down1.send(make("down1", 0, number, SIZES))
        with Intruder(other.info, "copy") as intruder:
            intruder.wait_for(lambda it: it.entered, limit(10))
            intruder.attempt(SESSION).say(hello(one.info))
            assert "another session" in ended(other.events).why
            with pytest.raises(HandshakeError, match="another session"):
                other.up1.recv(1)
            other.close(drain=0)
            intruder.await_refusals(limit(10))
            assert "got something: down1" not in intruder.achieved()
        with Kernel.connect(one.info) as kernel:
            exchange(one, kernel)


@pytest.mark.parametrize("change", ["token", "session", "version"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_hello_that_is_almost_right_is_refused(
    transport: Transport, change: str
) -> None:
    with Host.bind(transport) as host:
        host.down1.send(make("down1", 0, 0, SIZES))
        info = host.info
        said = Hello(
            version=VERSION + (change == "version"),
            session=flipped(info.session) if change == "session" else info.session,
            token=flipped(info.token) if change == "token" else info.token,
            channels={},
        )
        with Intruder(info, "copy") as intruder:
            intruder.wait_for(lambda one: one.entered, limit(10))
            intruder.attempt(SESSION).say(encode(said))
            why = ended(host.events).why
            assert info.token not in why
            assert "version" in why if change == "version" else "another" in why
            host.close(drain=0)
            intruder.await_refusals(limit(10))
            assert "got something: down1" not in intruder.achieved()


def flipped(text: str) -> str:
    """Return the text with another last digit."""
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def exchange(host: Host, kernel: Kernel) -> None:
    """Send messages both ways; nothing else may arrive."""
    for number in range(10):
        host.down1.send(make("down1", 0, number, SIZES))
        kernel.up1.send(make("up1", 0, number, SIZES))
    assert [kernel.down1.recv(10).number for _ in range(10)] == list(range(10))
    assert [host.up1.recv(10).number for _ in range(10)] == list(range(10))
    with pytest.raises(ChannelEmpty):
        host.up1.recv_nowait()


# --- what was said once is said again -------------------------------------------------------------


def dial(endpoint: str) -> socket.socket:
    """Return a connection to an endpoint, without ZeroMQ."""
    scheme, _, place = endpoint.partition("://")
    if scheme == "ipc":
        client = socket.socket(socket.AF_UNIX)
        client.connect(place)
        return client
    address, _, port = place.rpartition(":")
    return socket.create_connection((address, int(port)))


class Recorder:
    """Stands between a kernel and one socket of its host, and keeps what the kernel says there."""

    def __init__(self, endpoint: str, folder: Path) -> None:
        self.script: list[tuple[Literal["kernel", "host"], bytes]] = []
        """Who said what, in this order."""
        self._there = endpoint
        if endpoint.startswith("ipc"):
            self._server = socket.socket(socket.AF_UNIX)
            self._server.bind(f"{folder}/tap")
            self.endpoint = f"ipc://{folder}/tap"
        else:
            self._server = socket.create_server(("127.0.0.1", 0))
            port = self._server.getsockname()[1]
            self.endpoint = f"tcp://127.0.0.1:{port}"
        self._server.listen()
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def _serve(self) -> None:
        client, _ = self._server.accept()
        self._server.close()
        host = dial(self._there)
        keep = self.script.append
        back = threading.Thread(
            target=pump, args=(host, client, lambda piece: keep(("host", piece)))
        )
        back.start()
        pump(client, host, lambda piece: keep(("kernel", piece)))
        back.join()
        client.close()
        host.close()

    def said(self) -> bytes:
        """Return all that the kernel has said."""
        return b"".join(piece for who, piece in self.script if who == "kernel")

    def join(self) -> None:
        for thread in self._threads:
            thread.join(limit(10))


def pump(
    source: socket.socket, sink: socket.socket, keep: Callable[[bytes], None]
) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            keep(piece)
            sink.sendall(piece)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def recorded(host: Host, name: str, folder: Path) -> Iterator[tuple[Kernel, Recorder]]:
    """Yield a kernel whose talk on one socket is recorded."""
    folder.chmod(0o700)
    places = endpoints_of(host.info)
    recorder = Recorder(places[name], folder)
    places[name] = recorder.endpoint
    info = msgspec.structs.replace(
        host.info,
        session_endpoint=places.pop(SESSION),
        pulse_endpoint=places.pop(PULSE),
        channels=places,
    )
    try:
        with Kernel.connect(info) as kernel:
            yield kernel, recorder
    finally:
        recorder.join()


def replay(endpoint: str, script: Sequence[tuple[str, bytes]]) -> bytes:
    """Say it all again, each piece when it was said; return what the host answers.

    Raises:
        TimeoutError: the host has not hung up.
    """
    answer = bytearray()
    with dial(endpoint) as client:
        client.settimeout(limit(10))
        with suppress(BrokenPipeError, ConnectionResetError):
            expected = 0
            for who, piece in script:
                if who == "kernel":
                    client.sendall(piece)
                    continue
                expected += len(piece)
                while len(answer) < expected:
                    heard = client.recv(expected - len(answer))
                    if not heard:
                        return bytes(answer)
                    answer += heard
            while heard := client.recv(65536):
                answer += heard
    return bytes(answer)


@pytest.mark.parametrize("name", [SESSION, "up1", "down1"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_recording_of_the_kernel_is_refused(
    transport: Transport, name: str, tmp_path: Path
) -> None:
    """By the session it was made of, and by another one."""
    with (
        Host.bind(transport) as host,
        recorded(host, name, tmp_path) as (kernel, recorder),
    ):
        exchange(host, kernel)
        said, script = recorder.said(), tuple(recorder.script)
        assert len(said) > 64  # more than a greeting
        assert (host.info.token.encode() in said) == (transport == "ipc")
        place = endpoints_of(host.info)[name]
        for _ in range(count(100)):
            answer = replay(place, script)
            assert b"Welcome" not in answer
            assert len(answer) < 400  # greeting, and what ZMTP says to anybody
        exchange(host, kernel)
        assert (host.state, kernel.state) == ("ready", "ready")
        assert host.up1.stats().received == 20
        with Host.bind(transport) as other:
            place = endpoints_of(other.info)[name]
            assert b"Welcome" not in replay(place, script)
            assert other.state == "waiting"
            with Kernel.connect(other.info) as its_kernel:
                exchange(other, its_kernel)
                assert other.up1.stats().received == 10


# --- the doorkeeper -------------------------------------------------------------------------------


def session_of(host: Host) -> Session:
    session = host._session
    assert isinstance(session, Session)
    return session


def in_its_thread(host: Host, task: Callable[[], None]) -> None:
    """Have the receiver thread do something, and wait for it."""
    done = threading.Event()

    def run() -> None:
        task()
        done.set()

    host._receiver.post(run)
    assert done.wait(limit(10))


@pytest.mark.parametrize("proof", get_args(Proof))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_without_a_doorkeeper_nobody_comes_in(
    transport: Transport, proof: Proof
) -> None:
    """Not even who could show everything."""
    with Host.bind(transport) as host:
        host.down1.send(make("down1", 0, 0, SIZES))
        doorkeeper = session_of(host)._cables.doorkeeper
        assert doorkeeper is not None
        in_its_thread(host, lambda: doorkeeper.close(host._receiver))
        with Intruder(host.info, proof, count(20)) as intruder:
            intruder.await_refusals(limit(10))
            assert intruder.achieved() == []
        assert host.state == "waiting"
        host.close(drain=0)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_while_the_doorkeeper_does_not_answer_nobody_comes_in(
    transport: Transport,
) -> None:
    """libzmq gives up for each who waits; the host's own thread is stuck meanwhile."""
    with Host.bind(transport) as host:
        host.down1.send(make("down1", 0, 0, SIZES))
        go_on = stop(host)
        with Intruder(host.info, "copy", count(20)) as intruder:
            intruder.await_refusals(limit(10))
            assert intruder.achieved() == []
        go_on.set()
        host.close(drain=0)


def stop(host: Host) -> threading.Event:
    """Have the receiver thread wait for the event that this returns, from now on."""
    stopped, go_on = threading.Event(), threading.Event()

    def run() -> None:
        stopped.set()
        assert go_on.wait(limit(60))

    host._receiver.post(run)
    assert stopped.wait(limit(10))
    return go_on


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_when_its_thread_has_died_nobody_comes_in(transport: Transport) -> None:
    def die() -> None:
        raise MemoryError("as planned")

    with Host.bind(transport) as host:
        info = host.info
        host._receiver.post(die)
        assert isinstance(ended(host.events), PeerEnded)
        assert not host.healthy
        with Intruder(info, "copy") as intruder:
            with suppress(TimeoutError):  # nobody is there at all
                intruder.await_refusals(0.5)
            assert intruder.achieved() == []
        with pytest.raises(StartupError):
            Kernel.connect(info, timeout=1)
