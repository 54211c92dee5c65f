"""Frames are written together or one by one: in order, and counted, whatever strikes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import zmq
from runtime.writer import Writer

from tests.runtime.strikes import StruckError, striking

FRAMES = [b"\x01", b"x" * 29, b"", b"y" * 5000, b"\x00\xff" * 51]

MOMENTS = 200
"""More than there are."""


class Sockets:
    """A writer's socket, and the one that reads what it writes."""

    def __init__(self, place: str, together: bool) -> None:
        self._context = zmq.Context()
        self.push = self._context.socket(zmq.PUSH)
        self.pull = self._context.socket(zmq.PULL)
        self.push.bind(place)
        self.place = place
        self.writer = Writer(self.push)
        assert self.writer._send_all is not None
        if not together:
            self.writer._send_all = None

    def meet(self) -> None:
        self.pull.connect(self.place)
        assert self.push.poll(5000, zmq.POLLOUT)

    def read(self, count: int) -> list[bytes]:
        found: list[bytes] = []
        while len(found) < count:
            assert self.pull.poll(5000)
            found += self.pull.recv_multipart()
        return found

    def close(self) -> None:
        self._context.destroy(linger=0)


@pytest.fixture(params=[True, False], ids=["together", "one by one"])
def sockets(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sockets]:
    found = Sockets(f"ipc://{tmp_path}/s", request.param)
    yield found
    found.close()


def test_a_group_arrives_as_it_was(sockets: Sockets) -> None:
    sockets.meet()
    frames = [*FRAMES, b"later"]
    assert sockets.writer.write(frames, len(FRAMES)) == len(FRAMES)
    assert frames == [b"later"]
    assert sockets.writer.write(frames, 1) == 1
    assert sockets.writer.written == len(FRAMES) + 1
    assert sockets.read(len(FRAMES) + 1) == [*FRAMES, b"later"]


def test_a_group_is_one_message(sockets: Sockets) -> None:
    sockets.meet()
    sockets.writer.write(list(FRAMES), len(FRAMES))
    assert sockets.pull.recv_multipart() == FRAMES


def test_what_the_socket_does_not_take_stays(sockets: Sockets) -> None:
    frames = list(FRAMES)
    assert sockets.writer.write(frames, len(frames)) == 0
    assert frames == FRAMES
    assert sockets.writer.written == 0
    sockets.meet()
    assert sockets.writer.write(frames, len(frames)) == len(FRAMES)
    assert sockets.read(len(FRAMES)) == FRAMES


def test_a_group_survives_a_handler_at_any_moment(sockets: Sockets) -> None:
    sockets.meet()
    sent: list[bytes] = []
    for at in range(MOMENTS):
        before = sockets.writer.written
        frames = [b"%d" % at, *FRAMES]
        with suppress(StruckError), striking(at) as strike:
            sockets.writer.write(frames, len(frames))
        if sockets.writer.written == before:
            assert len(frames) == 1 + len(FRAMES)
        else:
            assert sockets.writer.written == before + 1 + len(FRAMES)
            assert frames == []
            sent += [b"%d" % at, *FRAMES]
        if not strike.happened:
            break
    assert not strike.happened
    assert at > 5
    assert sockets.read(len(sent)) == sent
    assert not sockets.pull.poll(50)


def test_an_ended_writer_takes_nothing(sockets: Sockets) -> None:
    sockets.meet()
    sockets.writer.end()
    frames = list(FRAMES)
    assert sockets.writer.write(frames, len(frames)) == 0
    assert frames == FRAMES


def test_what_is_long_is_not_copied_once_more(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send_all(address: int, count: int, flags: int) -> int:
        raise AssertionError("they are copied")

    sockets.meet()
    monkeypatch.setattr(sockets.writer, "_send_all", send_all)
    long = [bytes(40_000), bytes(40_000)]
    assert sockets.writer.write(list(long), 2) == 2
    assert sockets.read(2) == long
