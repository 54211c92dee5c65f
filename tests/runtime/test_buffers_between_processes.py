"""Buffers between two processes: there and back, and what is under way when one of them ends."""

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from types import FrameType

import pytest
from runtime.buffers import LARGE

from tests.codegen.golden.buffers.generated import Host, Picture, Stop
from tests.runtime.test_buffers import SIZES, content, scene

PROGRAM = [sys.executable, "-m", "tests.runtime.programs.camera"]


@pytest.fixture
def host() -> Iterator[Host]:
    with Host.bind() as host:
        process = host.spawn(PROGRAM)
        yield host
        host.pictures.send(Stop())
        assert process.wait(10) == 0


@pytest.mark.parametrize("size", [*SIZES, 50_000_000])
def test_a_picture_comes_back_as_it_was(host: Host, size: int) -> None:
    host.pictures.send(Picture(content=memoryview(content(size))))
    assert bytes(host.raw.recv(30)) == content(size)


def test_many_buffers_come_back_where_they_were(host: Host) -> None:
    host.pictures.send(scene(LARGE))
    assert host.latest.recv(30) == scene(LARGE)


def test_what_is_sent_again_and_again_takes_no_more_memory(host: Host) -> None:
    sent = memoryview(content(20_000_000))
    for _ in range(3):
        echo(host, sent)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(15):
        echo(host, sent)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 40_000


def echo(host: Host, sent: memoryview) -> None:
    host.pictures.send(Picture(content=sent))
    assert len(host.raw.recv(30)) == len(sent)


class Struck(Exception):
    """What a signal handler raises."""


# pyzmq runs handlers while it frees what it has received; what one raises there, nobody sees.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_handler_that_raises_leaves_the_counts_right(host: Host) -> None:
    def strike(number: int, frame: FrameType | None) -> None:
        raise Struck

    before = signal.signal(signal.SIGALRM, strike)
    accepted = struck = 0
    try:
        while struck < 30:
            try:
                signal.setitimer(signal.ITIMER_REAL, 0.0005 + struck * 0.00003)
                for _ in range(1000):
                    host.pictures.send(Picture(content=memoryview(content(LARGE))))
                    host.raw.recv(30)
            except Struck:
                struck += 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    accepted = host.pictures.stats().sent
    while host.raw.stats().received < accepted or host.raw.stats().queued:
        assert len(host.raw.recv(30)) == LARGE
    assert host.raw.stats().received == accepted > 0


def test_what_libzmq_still_sends_as_a_process_ends_is_there_to_its_end() -> None:
    command = [sys.executable, "-m", "tests.runtime.programs.unsent"]
    ended = subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=True)
    assert ended.stdout == b"held\n"
