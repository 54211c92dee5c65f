"""Frames that do not fit together: each message is a dead letter, and the next one is itself."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq
from msgspec.msgpack import Ext
from runtime.buffers import LARGE, reference

from tests.codegen.golden.buffers.generated import (
    PICTURES,
    Host,
    Kernel,
    Picture,
    Scene,
)
from tests.runtime.test_buffers import content

BYTES = content(LARGE)
MORE = content(LARGE + 1)


def message(**fields: object) -> bytes:
    return msgspec.msgpack.encode({"type": "picture", **fields})


def at(place: int, size: int = LARGE) -> bytes:
    return message(content=reference(place, size))


def scene(*planes: object) -> bytes:
    pair = 0, b""
    fields = {"planes": planes, "byName": {}, "pair": pair, "anyOf": ()}
    return msgspec.msgpack.encode({"type": "scene", **fields})


TWICE = scene(reference(0, LARGE), reference(0, LARGE))
WRONG: dict[str, list[bytes]] = {
    "missing": [at(0)],
    "missing, of two": [scene(reference(0, LARGE), reference(1, LARGE)), BYTES],
    "superfluous": [at(0), BYTES, BYTES],
    "superfluous, short": [at(0), BYTES, b"short"],
    "superfluous, empty": [message(content=b"x"), b""],
    "superfluous, all": [message(content=b"x"), BYTES],
    "short": [at(0, LARGE - 1), BYTES[1:]],
    "shorter than told": [at(0, LARGE + 1), BYTES],
    "longer than told": [at(0), MORE],
    "far away": [at(7), BYTES],
    "farther": [at(2**32 - 1, 2**64 - 1), BYTES],
    "twice the same": [TWICE, BYTES],
    "twice the same, of two": [TWICE, BYTES, BYTES],
    "another extension": [message(content=Ext(5, bytes(12))), BYTES],
    "no place": [message(content=Ext(66, b"")), BYTES],
    "place and a half": [message(content=Ext(66, bytes(18))), BYTES],
    "thousands": [at(0), BYTES, *[b"x"] * 5000],
}


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[tuple[zmq.Socket[bytes], Kernel]]:
    """A socket of plain pyzmq, and who reads what it sends as `pictures`."""
    place = f"ipc://{tmp_path}/pictures"
    with (
        Host.bare() as host,
        zmq.Context() as context,
        context.socket(zmq.PUSH) as push,
    ):
        push.bind(place)
        with Kernel.bare({**host.endpoints, "pictures": place}) as kernel:
            yield push, kernel


def good(number: int) -> list[bytes]:
    planes = [content(LARGE, number), content(LARGE + 1, number)]
    return [scene(reference(1, LARGE + 1), reference(0, LARGE)), *planes]


def planes(message: object) -> list[memoryview]:
    assert isinstance(message, Scene)
    return message.planes


@pytest.mark.parametrize("name", WRONG)
def test_frames_that_do_not_fit_are_a_dead_letter_and_shift_nothing(
    ends: tuple[zmq.Socket[bytes], Kernel], name: str
) -> None:
    push, kernel = ends
    for number in range(3):
        push.send_multipart(WRONG[name])
        push.send_multipart(good(number))
    for number in range(3):
        expected = [content(LARGE + 1, number), content(LARGE, number)]
        assert planes(kernel.pictures.recv(10)) == expected
    letters = list(kernel.dead_letters)
    assert [letter.position for letter in letters] == [0, 2, 4]
    assert {letter.reason for letter in letters} == {"frames"}
    assert letters[0].frame == WRONG[name][0]


def test_frames_that_have_too_many_bytes_together_are_a_dead_letter(
    ends: tuple[zmq.Socket[bytes], Kernel],
) -> None:
    push, kernel = ends
    half = bytes(PICTURES.max_message_bytes // 2)
    size = len(half)
    push.send_multipart([scene(reference(0, size), reference(1, size)), half, half])
    push.send_multipart(good(1))
    assert len(planes(kernel.pictures.recv(30))) == 2
    # So much is not kept.
    assert (kernel.dead_letters.total, kernel.dead_letters.dropped) == (1, 1)


def test_the_path_of_a_buffer_that_is_missing_is_told(
    ends: tuple[zmq.Socket[bytes], Kernel],
) -> None:
    push, kernel = ends
    push.send_multipart([scene(b"short", reference(0, LARGE))])
    push.send_multipart(good(1))
    kernel.pictures.recv(10)
    (letter,) = kernel.dead_letters
    assert letter.path == "$.planes[1]"
    assert "the frame of a buffer is missing" in letter.error


def test_who_knows_nothing_of_frames_sends_buffers_inside_of_messages(
    ends: tuple[zmq.Socket[bytes], Kernel],
) -> None:
    push, kernel = ends
    push.send(scene(b"short", BYTES))
    assert planes(kernel.pictures.recv(10)) == [b"short", BYTES]


def test_a_socket_of_plain_pyzmq_reads_what_is_sent() -> None:
    with (
        Host.bare() as host,
        zmq.Context() as context,
        context.socket(zmq.PULL) as pull,
    ):
        pull.connect(host.endpoints["pictures"])
        host.pictures.send(Picture(content=memoryview(BYTES)))
        assert pull.recv_multipart() == [at(0), BYTES]
        host.pictures.send_many([Picture(content=memoryview(b"x"))] * 2)
        for _ in range(2):
            assert pull.recv_multipart() == [message(content=b"x")]
