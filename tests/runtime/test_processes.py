"""Two processes: how they find each other, and how each hears of the other's end."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
from runtime import (
    ChannelClosed,
    ConnectionInfo,
    HandshakeError,
    PeerLost,
    StartupError,
)

from tests.runtime.notebook import ExecuteCells, Host, Interrupt, Kernel, KernelMessage
from tests.runtime.processes import children

PROGRAMS = "tests.runtime.programs"


def program(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"{PROGRAMS}.{name}", *arguments]


def test_spawn_returns_when_the_kernel_is_there() -> None:
    with Host.bind() as host:
        command = ExecuteCells(cell_ids=["1"], codes=["x"])
        host.control.send(command)
        process = host.spawn(program("echo"))
        host.control.send(Interrupt())
        assert list(host.stream) == [host.control.channel.encode(command)]
        assert process.wait(5) == 0


def test_the_info_is_in_neither_arguments_nor_environment() -> None:
    with Host.bind() as host:
        process = host.spawn(program("echo"))
        place = Path(f"/proc/{process.pid}")
        seen = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        for secret in (host.info.token, host.info.session, host.info.session_endpoint):
            assert secret.encode() not in seen
        host.control.send(Interrupt())
        assert process.wait(5) == 0


def test_a_child_that_ends_at_once_is_a_startup_error() -> None:
    with Host.bind() as host:
        with pytest.raises(StartupError, match="exit code 3") as caught:
            host.spawn([sys.executable, "-c", "raise SystemExit(3)"])
        assert caught.value.exitcode == 3
        with pytest.raises(StartupError, match="cannot start"):
            host.spawn(["/no/such/program"])
        process = host.spawn(program("echo"))
        host.control.send(Interrupt())
        assert process.wait(5) == 0


def test_a_child_that_stays_mute_is_killed() -> None:
    others = children()
    before = len(os.listdir("/proc/self/fd"))
    with Host.bind() as host:
        begin = monotonic()
        with pytest.raises(StartupError, match="did not connect within") as caught:
            host.spawn(program("mute"), timeout=0.3)
        assert monotonic() - begin < 2
        assert caught.value.exitcode is None
    assert len(os.listdir("/proc/self/fd")) == before
    assert children() == others


def test_one_host_has_one_kernel() -> None:
    with Host.bind() as host:
        process = host.spawn(program("echo"))
        with pytest.raises(StartupError, match="has had its peer"):
            host.spawn(program("echo"))
        with pytest.raises(HandshakeError, match="does not let this side in"):
            Kernel.connect(host.info, timeout=5)
        host.control.send(Interrupt())
        assert process.wait(5) == 0
    with pytest.raises(StartupError, match="has had its peer"):
        host.spawn(program("echo"))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_kernel_that_is_killed_is_lost_on_every_channel(number: int) -> None:
    with Host.bind() as host:
        process = host.spawn(program("echo"))
        host.control.send(ExecuteCells(cell_ids=["1"], codes=[]))
        assert host.stream.recv(5)
        os.kill(process.pid, number)
        begin = monotonic()
        with pytest.raises(PeerLost) as caught:
            list(host.stream)
        assert monotonic() - begin < 5
        assert caught.value.exitcode == -number
        for _ in range(2):
            with pytest.raises(PeerLost):
                host.control.send(Interrupt())
        with pytest.raises(PeerLost):
            host.input.send_nowait("x")
        with pytest.raises(PeerLost):
            host.stream.recv_nowait()


def test_what_a_killed_kernel_had_sent_is_a_prefix() -> None:
    with Host.bind() as host:
        process = host.spawn(program("stream", "1000000"))
        received = [int(host.stream.recv(5)) for _ in range(2000)]
        process.kill()
        with pytest.raises(PeerLost):
            received += map(int, host.stream)
        assert received == list(range(len(received)))


def test_a_blocked_send_hears_that_the_kernel_was_killed() -> None:
    with Host.bind() as host:
        process = host.spawn(program("echo"))
        os.kill(process.pid, signal.SIGSTOP)
        process.kill()
        with pytest.raises(PeerLost):
            send_for_ever(host)


def send_for_ever(host: Host) -> None:
    while True:
        host.input.send("x")


def test_the_last_10000_messages_of_a_process_arrive() -> None:
    with Host.bind() as host:
        process = host.spawn(program("stream", "10000"))
        assert [int(number) for number in host.stream] == list(range(10000))
        with pytest.raises(ChannelClosed):
            host.stream.recv()
        assert process.wait(20) == 0


def test_a_process_that_ends_without_closing_delivers_all_the_same() -> None:
    with Host.bind() as host:
        process = host.spawn(program("careless", "5000"))
        assert [int(number) for number in host.stream] == list(range(5000))
        assert process.wait(20) == 7


def test_what_a_process_sent_can_be_read_when_it_has_ended() -> None:
    with Host.bind() as host:
        process = host.spawn(program("stream", "1000"))
        assert process.wait(20) == 0
        assert [int(number) for number in host.stream] == list(range(1000))


def test_the_last_messages_of_a_host_arrive() -> None:
    with Host.bind() as host:
        process = host.spawn(program("echo"))
        for number in range(900):
            host.control.send(ExecuteCells(cell_ids=[str(number)], codes=[]))
        count = sum(1 for _ in zip(range(900), host.stream, strict=False))
        assert count == 900
    assert process.wait(5) == 0


def test_a_kernel_hears_that_its_host_closed(capfd: pytest.CaptureFixture[str]) -> None:
    with Host.bind() as host:
        process = host.spawn(program("witness"))
        host.stream.recv(5)
        host.control.send(Interrupt())
        assert host.stream.recv(5) == b"", "standard input is not empty"
    assert process.wait(5) == 0
    assert capfd.readouterr().out == "closed\n"


def test_a_kernel_hears_that_its_host_was_killed() -> None:
    host = subprocess.Popen(program("orphan"), stdout=subprocess.PIPE, text=True)
    with host:
        assert host.stdout is not None
        assert int(host.stdout.readline()) > 0
        begin = monotonic()
        host.kill()
        assert host.stdout.read() == "lost\n"  # it ends when the kernel has ended, too
        assert monotonic() - begin < 2


def test_the_end_of_its_standard_input_is_the_end_of_its_host() -> None:
    """Though the host lives, and the sockets too."""
    read, write = os.pipe()
    with Host.bind() as host, os.fdopen(read) as stdin:
        os.write(write, host.info.to_json().encode() + b"\nand more")
        process = subprocess.Popen(
            program("witness"), stdin=stdin, stdout=subprocess.PIPE
        )
        with process:
            assert host.stream.recv(5) == b"ready"
            os.close(write)
            assert process.stdout is not None
            assert process.stdout.read() == b"lost\n"


@pytest.mark.parametrize("stdin", [subprocess.DEVNULL, None])
def test_a_kernel_that_nobody_spawned_says_so(
    stdin: int | None, tmp_path: Path
) -> None:
    (tmp_path / "info").write_bytes(b'{"version": 1}\n')
    with (tmp_path / "info").open() as file:
        process = subprocess.run(
            program("echo"),
            stdin=file if stdin is None else stdin,
            stderr=subprocess.PIPE,
            text=True,
            timeout=20,
        )
    assert process.returncode == 1
    if stdin is None:
        assert "ConnectionInfoError: connection info: field 'session'" in process.stderr
    else:
        assert "standard input is empty; start this program with" in process.stderr


def test_the_info_may_be_given_by_other_means() -> None:
    with Host.bind() as host:
        script = "import sys; from tests.runtime.notebook import *\n"
        script += "with Kernel.connect(ConnectionInfo.from_json(sys.stdin.readline())) as k:\n"
        script += "    k.stream.send(KernelMessage(b'here'))\n"
        script = "from runtime import ConnectionInfo\n" + script
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE
        )
        with process:
            process.communicate(host.info.to_json().encode() + b"\n")
            assert list(host.stream) == [KernelMessage(b"here")]
        assert ConnectionInfo.from_json(host.info.to_json()) == host.info


@pytest.mark.parametrize(
    ("how", "error", "exitcode"),
    [
        ("error", "ZeroDivisionError", 1),
        ("status", "SystemExit", 3),
        ("interrupt", "KeyboardInterrupt", -2),
    ],
)
def test_a_kernel_that_ends_by_an_exception_is_lost_not_closed(
    how: str, error: str, exitcode: int
) -> None:
    with Host.bind() as host:
        process = host.spawn(program("failing", how))
        with pytest.raises(PeerLost, match=f"ended with {error} ") as caught:
            list(host.stream)
        assert caught.value.exitcode == exitcode
        with pytest.raises(PeerLost, match=error):
            host.control.send(Interrupt())
        process.wait(5)


@pytest.mark.parametrize("how", ["nothing", "exit", "closed"])
def test_a_kernel_that_ends_as_it_should_has_closed(how: str) -> None:
    with Host.bind() as host:
        process = host.spawn(program("failing", how))
        assert list(host.stream) == [bytes([number]) for number in range(5)]
        process.wait(5)


def test_what_was_sent_before_the_exception_is_received() -> None:
    received = []

    def receive(host: Host) -> None:
        for message in host.stream:
            received.append(message)

    with Host.bind() as host:
        process = host.spawn(program("failing", "error"))
        with pytest.raises(PeerLost):
            receive(host)
        process.wait(5)
    assert received == [bytes([number]) for number in range(5)]


def test_an_exception_of_one_side_reaches_the_other_in_one_process() -> None:
    host, kernel = Host.pair()
    with kernel:
        with pytest.raises(LookupError), host:
            raise LookupError
        with pytest.raises(PeerLost, match="LookupError"):
            kernel.control.recv(timeout=5)


def test_a_command_line_in_one_string_is_refused() -> None:
    with Host.bind() as host, pytest.raises(TypeError, match="write a list"):
        host.spawn("python kernel.py")


def test_a_busy_kernel_ends_when_its_host_ends_by_an_exception() -> None:
    def fail(host: Host) -> None:
        with host:
            raise LookupError

    host = Host.bind()
    process = host.spawn(program("busy"))
    assert host.stream.recv(5) == b"busy"
    with pytest.raises(LookupError):
        fail(host)
    assert process.wait(10) == 1
