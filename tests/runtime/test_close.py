"""The end of a connection that somebody closes."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

import pytest
from runtime import ChannelClosed, ChannelFull, PeerLost, StubwireError

from tests.runtime.notebook import (
    ControlMessage,
    ExecuteCells,
    Host,
    Interrupt,
    Kernel,
    KernelMessage,
)
from tests.runtime.test_ends import fill_input


def catch(call: Callable[[], object], errors: list[StubwireError]) -> None:
    try:
        call()
    except StubwireError as error:
        errors.append(error)


def start(call: Callable[[], object], errors: list[StubwireError]) -> threading.Thread:
    thread = threading.Thread(target=catch, args=(call, errors))
    thread.start()
    return thread


def test_close_twice_and_from_several_threads() -> None:
    host, kernel = Host.pair()
    threads = [threading.Thread(target=host.close) for _ in range(4)]
    threads += [threading.Thread(target=kernel.close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()
    host.close()
    kernel.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("stubwire")]


def test_close_wakes_who_waits() -> None:
    host, kernel = Host.pair()
    with kernel, host:
        fill_input(host)
        errors: list[StubwireError] = []
        waiting = [
            start(lambda: host.input.send("x"), errors),
            start(lambda: host.stream.recv(), errors),
            start(lambda: host.stream.recv(60), errors),
        ]
        threading.Thread(target=host.close).start()
        for thread in waiting:
            thread.join(2)
            assert not thread.is_alive()
    assert [type(error) for error in errors] == [ChannelClosed] * 3
    assert "this connection has been closed" in str(errors[0])


def test_the_other_side_hears_of_it_while_it_waits() -> None:
    host, kernel = Host.pair()
    with kernel, host:
        errors: list[StubwireError] = []
        waiting = [
            start(lambda: fill_and_wait(host), errors),
            start(lambda: host.stream.recv(), errors),
        ]
        kernel.close()
        for thread in waiting:
            thread.join(5)
            assert not thread.is_alive()
    assert [type(error) for error in errors] == [ChannelClosed] * 2
    assert "the other side has closed" in str(errors[0])


def fill_and_wait(host: Host) -> None:
    while True:
        host.input.send("x")


def test_nothing_can_be_done_after_close() -> None:
    host, kernel = Host.pair()
    kernel.close()
    host.close()
    for call in (
        lambda: host.control.send(Interrupt()),
        lambda: host.control.send_nowait(Interrupt()),
        lambda: host.control.send_many([Interrupt()]),
        lambda: kernel.control.recv(),
        lambda: kernel.control.recv_nowait(),
    ):
        errors: list[StubwireError] = []
        catch(call, errors)
        assert [type(error) for error in errors] == [ChannelClosed]
    assert list(kernel.control) == []


def test_close_delivers_what_was_sent_to_a_reader_that_is_behind() -> None:
    host, kernel = Host.pair()
    with host:
        sent = 0
        try:
            while True:
                kernel.stream.send(KernelMessage(b"%d" % sent), timeout=0.2)
                sent += 1
        except ChannelFull:
            pass
        assert sent == host.stream.channel.capacity
        begin = monotonic()
        report = kernel.close(drain=0.2)
        assert monotonic() - begin < 2
        assert report.unconfirmed == {"stream": sent}
        assert [int(number) for number in host.stream] == list(range(sent))


def test_what_had_arrived_is_delivered_though_close_did_not_wait() -> None:
    host, kernel = Host.pair()
    with kernel:
        for sent in range(100):
            command = ExecuteCells(cell_ids=[str(sent)], codes=["x" * 1000])
            host.control.send(command)
        assert kernel.control.recv(5)
        report = host.close(drain=0)
        received = []
        with suppress(PeerLost):
            received += [number(command) for command in kernel.control]
        assert received == list(range(1, len(received) + 1))
        assert sum(report.unconfirmed.values()) >= 99
        assert report.delivered["control"] + report.unconfirmed["control"] == 100


def number(command: ControlMessage) -> int:
    assert isinstance(command, ExecuteCells)
    return int(command.cell_ids[0])


def test_close_without_a_peer_is_quick() -> None:
    host = Host.bind()
    host.control.send(Interrupt())
    begin = monotonic()
    host.close()
    assert monotonic() - begin < 1


def test_close_does_not_wait_longer_than_it_was_told() -> None:
    """The other side is stopped, so it can take in nothing."""
    host = Host.bind()
    command = [sys.executable, "-m", "tests.runtime.programs.echo"]
    process = host.spawn(command)
    os.kill(process.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
    for _ in range(500):
        host.control.send(Interrupt())
    begin = monotonic()
    host.close(drain=0.5)
    took = monotonic() - begin
    process.kill()
    process.wait()
    assert 0.4 < took < 1


def test_close_without_drain_is_quick() -> None:
    host, kernel = Host.pair()
    with kernel:
        for _ in range(500):
            host.control.send(Interrupt())
        begin = monotonic()
        host.close(drain=0)
        assert monotonic() - begin < 0.5


def test_a_less_patient_close_ends_a_patient_one() -> None:
    host = Host.bind()
    process = host.spawn([sys.executable, "-m", "tests.runtime.programs.echo"])
    os.kill(process.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
    host.control.send(Interrupt())
    patient = threading.Thread(target=host.close, args=(60,))
    patient.start()
    while True:
        try:
            host.control.send(Interrupt())
        except ChannelClosed:
            break
    host.close(drain=0)
    patient.join(5)
    process.kill()
    process.wait()
    assert not patient.is_alive()


def test_both_sides_may_close_at_once_with_everything_full() -> None:
    host, kernel = Host.pair()
    fill_input(host)
    for connection in (host.stream, kernel.control):
        assert connection.stats().queued == 0
    threads = [threading.Thread(target=side.close) for side in (host, kernel)]
    begin = monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert monotonic() - begin < 2


def test_close_leaves_nothing_behind() -> None:
    host, kernel = Host.pair()
    directory = os.path.dirname(host.info.channels["control"].removeprefix("ipc://"))
    assert os.stat(directory).st_mode & 0o777 == 0o700
    host.close()
    kernel.close()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        host, kernel = Host.pair()
        with host, kernel:
            host.control.send(Interrupt())
    assert not os.path.exists(directory)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_dropped_connection_is_closed_with_a_warning() -> None:
    host, kernel = Host.pair()
    stream = host.stream
    with kernel:
        with pytest.warns(ResourceWarning, match="unclosed <Host"):
            del host
        with pytest.raises(ChannelClosed):
            stream.recv(5)
        assert list(kernel.control) == []


@pytest.mark.parametrize("peer", ["None", "Kernel.connect(host.info)"])
def test_a_process_ends_that_did_not_close(peer: str) -> None:
    program = f"""
from tests.runtime.notebook import *
host = Host.bind()
kernel = {peer}
host.control.send(Interrupt())
raise SystemExit(7)
"""
    begin = monotonic()
    command = [sys.executable, "-W", "ignore", "-c", program]
    assert subprocess.run(command, timeout=20).returncode == 7
    assert monotonic() - begin < 4


def test_what_fails_to_open_leaves_nothing_behind() -> None:
    with Host.bind("tcp") as host:
        before = len(os.listdir("/proc/self/fd"))
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        gone = host.info.from_json(
            host.info.to_json().replace(
                host.info.session_endpoint, f"tcp://127.0.0.1:{port}"
            )
        )
        errors: list[StubwireError] = []
        begin = monotonic()
        catch(lambda: Kernel.connect(gone, timeout=20), errors)
        assert monotonic() - begin < 5
        assert "no host has answered" in str(errors[0])
        assert len(os.listdir("/proc/self/fd")) == before
