"""R16: one session, one peer; anybody else gets nothing and injects nothing."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import zmq
from runtime import HandshakeError, StartupError
from runtime.events import PeerEnded, PeerReady, StrangersRefused

from tests.contract.deaths import Death
from tests.contract.history import Delivered
from tests.contract.kernel import LOST
from tests.contract.payload import Sizes, make
from tests.contract.raw import PULSE, SESSION, endpoints_of, enter, kind_of, opened
from tests.contract.scale import FULL, TRANSPORTS, repeats
from tests.contract.situations import stop
from tests.contract.steer import Steered, Transport, kernel_command, steered
from tests.contract.traffic import WATCHDOG
from tests.contract.wire import Kernel

COMMANDS: Final = 100
SIZES: Final = Sizes(16, 4096)
KINDS: Final = (zmq.PUSH, zmq.PULL, zmq.DEALER, zmq.PAIR)
ONES_OWN: Final = 7
"""The thread that a stranger says its messages are from."""

HALF_A_SECOND: Final = 500
"""Messages, if the sender pauses for a millisecond after each."""

SOME: Final = ("down1", "up1", "orders", SESSION, PULSE)
"""The sockets that strangers try; with all counts, every one."""


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_second_kernel_is_refused(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path) as both, undisturbed(both):
        theirs = tmp_path / "second"
        second = subprocess.Popen(
            kernel_command(theirs), stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        with second:
            assert second.stdin is not None
            assert second.stderr is not None
            second.stdin.write(both.host.info.to_json().encode() + b"\n")
            second.stdin.flush()  # and not closed: that would be the death of its host
            assert b"HandshakeError" in second.stderr.read()
        assert second.returncode == 1
        assert theirs.read_bytes() == b""
        for _ in range(3):
            with pytest.raises(HandshakeError, match="does not let this side in"):
                Kernel.connect(both.host.info, timeout=WATCHDOG)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("proves", [True, False], ids=["with", "without"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_raw_socket_is_refused(
    transport: Transport, proves: bool, run: int, tmp_path: Path
) -> None:
    with steered(transport, tmp_path) as both, undisturbed(both):
        info = both.host.info
        frame = both.host.down1.channel.encode(make("up1", ONES_OWN, 0, SIZES))
        found = []
        for name, endpoint in endpoints_of(info).items():
            if not FULL and name not in SOME:
                continue
            for kind in KINDS:
                with opened(kind, info if proves else None) as socket:
                    entered = enter(socket, endpoint)
                    # The pulse lets its peer come back, and carries nothing.
                    if entered and (name, kind) != (PULSE, kind_of(PULSE)):
                        found.append(f"{name}: kind {kind} was let in")
                    if kind != zmq.PULL and not entered:
                        send_all(socket, frame)
                    if kind != zmq.PUSH and socket.poll(0):
                        found.append(f"{name}: kind {kind} has received")
        assert found == []
        stats = both.host.stats()
        assert stats.strangers > 0
        # For half a second and more, the kernel is seen to be well.
        both.await_received("up1", stats.channels["up1"].received + HALF_A_SECOND)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_kernel_of_the_session_before_is_a_stranger(
    transport: Transport, run: int, tmp_path: Path
) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    with steered(transport, tmp_path / "before") as before:
        before.order("consume", "down1", "prompt", 1, 0)
        before.order("send", "up1", 10**9, SIZES, 1, ONES_OWN, 0.001)
        before.consume("up1")
        before.await_received("up1", 10)
        stop(before.process)
        before.host.close(drain=0)
        before.traffic.join()
        gone = before.host.info
        with steered(transport, tmp_path / "after") as after, undisturbed(after):
            zombie = Death(before.process.pid)
            os.kill(before.process.pid, signal.SIGCONT)
            zombie.wait()
            assert before.process.wait() in (0, LOST)
            with pytest.raises(StartupError, match="host"):
                Kernel.connect(gone, timeout=WATCHDOG)


@contextmanager
def undisturbed(both: Steered) -> Iterator[None]:
    """Send both ways meanwhile; check that all of it, and nothing else, has arrived."""
    assert both.host.events.recv(WATCHDOG) == PeerReady()
    for channel in ("down1", "up1"):
        both.consume(channel)
        both.send(channel, 10**9, SIZES, pause=0.001)
    yield
    for channel in ("down1", "up1"):
        both.await_received(channel, COMMANDS)
    both.traffic.stop("down1")
    both.order("stop", "up1")
    both.all_sent()
    assert both.host.state == "ready"
    assert both.finish("up1") == 0
    assert both.nothing_lost("down1", "up1") == []
    for events in (both.ours(), both.theirs()):
        delivered = [event for event in events if isinstance(event, Delivered)]
        assert len(delivered) >= COMMANDS
        assert all(event.thread != ONES_OWN for event in delivered)
    # The last strangers may be told of after the end.
    others = [
        event for event in both.host.events if not isinstance(event, StrangersRefused)
    ]
    assert {type(event) for event in others} <= {PeerEnded}


def send_all(socket: zmq.Socket[bytes], frame: bytes) -> None:
    """Send as much as a socket takes that nobody lets in."""
    for _ in range(3):
        try:
            socket.send(frame, zmq.NOBLOCK)
        except zmq.Again:
            return
