"""Buffers: from 64 KiB on they travel beside their message, and nobody copies them."""

import ctypes
import gc
import threading
import tracemalloc
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic, sleep

import msgspec
import pytest
from runtime import (
    BufferChannel,
    ChannelFull,
    EncodeError,
    MessageTooLarge,
    ProtocolFault,
    Push,
)
from runtime.buffers import LARGE, Buffer, Parcel

from tests.codegen.golden.buffers.generated import (
    PICTURES,
    Host,
    Kernel,
    Picture,
    Pixels,
    Row,
    Scene,
    Stop,
    Tile,
)

SIZES = [0, 1, LARGE - 1, LARGE, LARGE + 1]
FEW = 1024 * 1024
"""Bytes: far fewer than one copy of what is sent here."""
MUCH = 50_000_000

Sides = tuple[Host, Kernel]


def in_session() -> Sides:
    return Host.pair()


def bare() -> Sides:
    host = Host.bare()
    return host, Kernel.bare(host.endpoints)


@pytest.fixture(params=[in_session, bare])
def sides(request: pytest.FixtureRequest) -> Iterator[Sides]:
    host, kernel = request.param()
    with host, kernel:
        yield host, kernel


@pytest.fixture
def pair() -> Iterator[Sides]:
    host, kernel = Host.pair()
    with host, kernel:
        yield host, kernel


def content(size: int, seed: int = 0) -> bytes:
    return bytes((seed + at) % 251 for at in range(1000)) * (size // 1000) + bytes(
        size % 1000
    )


def picture(size: int, seed: int = 0) -> Picture:
    return Picture(content=memoryview(content(size, seed)))


def scene(size: int) -> Scene:
    def view(seed: int) -> memoryview:
        return memoryview(content(size, seed))

    return Scene(
        planes=[view(1), view(2)],
        by_name={"left": Pixels(view(3)), "short": Pixels(memoryview(b"short"))},
        pair=(7, view(4)),
        any_of=(None, view(5), None),
        tiles=[Tile(pixels=Pixels(view(6)), place=(1, 2))],
        rows=[Row(name="a"), Row(name="b", column=view(7))],
        raw=content(size, 8),
        preview=view(9),
        inner=Scene(planes=[view(10)], by_name={}, pair=(8, view(11)), any_of=()),
    )


def until(is_so: Callable[[], bool]) -> None:
    deadline = monotonic() + 10
    while not is_so():
        assert monotonic() < deadline
        sleep(0.001)


@pytest.mark.parametrize("size", SIZES)
def test_a_view_of_bytes_arrives_whatever_its_size(sides: Sides, size: int) -> None:
    host, kernel = sides
    for seed in range(3):
        host.pictures.send(picture(size, seed))
        received = kernel.pictures.recv(10)
        assert received == picture(size, seed)
        assert isinstance(received, Picture)
        view = received.content
        assert (view.readonly, view.format, view.ndim) == (True, "B", 1)
    kernel.raw.send(memoryview(content(size)))
    assert host.raw.recv(10) == content(size)


@pytest.mark.parametrize("size", [100, LARGE])
def test_buffers_arrive_wherever_they_stand(sides: Sides, size: int) -> None:
    host, kernel = sides
    host.pictures.send_many([scene(size), Stop(), scene(size), picture(size)])
    kernel.latest.send(scene(size))
    assert host.latest.recv(10) == scene(size)
    received = [kernel.pictures.recv(10) for _ in range(4)]
    assert received == [scene(size), Stop(), scene(size), picture(size)]


@pytest.mark.parametrize("size", [100, LARGE])
def test_what_is_declared_writable_can_be_written_to_and_is_the_readers_alone(
    pair: Sides, size: int
) -> None:
    sent = bytearray(size)
    tile = Tile(pixels=Pixels(memoryview(sent)), place=(0, 0))
    pair[0].pictures.send(
        Scene(planes=[], by_name={}, pair=(0, memoryview(b"")), any_of=(), tiles=[tile])
    )
    received = pair[1].pictures.recv(10)
    assert isinstance(received, Scene)
    view = received.tiles[0].pixels
    view[:5] = b"mine!"
    assert bytes(view[:5]) == b"mine!"
    assert sent == bytes(size)


def test_what_has_other_items_than_bytes_is_sent_as_its_bytes(pair: Sides) -> None:
    numbers = array("d", range(LARGE))
    rows = memoryview(numbers).cast("B").cast("d", (256, LARGE // 256))
    for sent in (numbers, rows):
        pair[0].pictures.send(Picture(content=memoryview(sent)))
        received = pair[1].pictures.recv(10)
        assert isinstance(received, Picture)
        assert received.content.cast("d") == memoryview(numbers)


@pytest.mark.parametrize("kind", [bytes, bytearray, lambda b: array("B", b)])
@pytest.mark.parametrize("size", [100, LARGE])
def test_anything_with_the_buffer_protocol_is_taken(
    pair: Sides, kind: Callable[[bytes], memoryview], size: int
) -> None:
    pair[0].pictures.send(Picture(content=kind(content(size))))
    assert pair[1].pictures.recv(10) == picture(size)


@pytest.mark.parametrize(
    "wrong",
    ["text", 5, None, [b"x"], memoryview(bytes(2 * LARGE))[::2], memoryview(bytes(9))[::2]],
)  # fmt: skip
def test_what_is_no_buffer_or_has_gaps_is_refused(
    pair: Sides, wrong: memoryview
) -> None:
    with pytest.raises(EncodeError, match="Expected `buffer`|gaps"):
        pair[0].pictures.send(Picture(content=wrong))
    assert pair[0].pictures.stats().sent == 0


@pytest.mark.parametrize("size", [1, LARGE])
def test_addresses_are_not_sent(pair: Sides, size: int) -> None:
    objects = (ctypes.py_object * size)()
    with pytest.raises(EncodeError, match="addresses"):
        pair[0].pictures.send(Picture(content=memoryview(objects)))


def test_a_view_that_was_released_is_refused(pair: Sides) -> None:
    gone = memoryview(bytes(LARGE))
    gone.release()
    with pytest.raises(EncodeError, match="released"):
        pair[0].pictures.send(Picture(content=gone))


def test_nothing_is_copied_on_either_side(sides: Sides) -> None:
    host, kernel = sides
    host.pictures.send(picture(LARGE))
    kernel.pictures.recv(10)
    message = Picture(content=memoryview(bytes(MUCH)))
    tracemalloc.start()
    try:
        host.pictures.send(message)
        received = kernel.pictures.recv(10)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(received, Picture)
    assert len(received.content) == MUCH
    assert peak < FEW


def test_a_frame_has_the_memory_of_what_was_sent() -> None:
    sent = bytearray(LARGE)
    frame = PICTURES.encode(Picture(content=memoryview(sent)))
    assert isinstance(frame, Parcel)
    (there,) = (address(view) for view in frame.buffers)
    assert there == address(memoryview(sent))
    read = PICTURES.decoder.decode(frame)
    assert isinstance(read, Picture)
    assert read.content.readonly


def test_every_large_buffer_is_a_frame_and_no_short_one() -> None:
    frame = PICTURES.encode(scene(LARGE))
    assert isinstance(frame, Parcel)
    assert len(frame.buffers) == 10
    assert not isinstance(PICTURES.encode(scene(LARGE - 1)), Parcel)


def address(view: memoryview) -> int:
    return ctypes.addressof(ctypes.c_char.from_buffer(view))


def test_a_buffer_is_held_until_it_was_sent_and_no_longer() -> None:
    sent = bytearray(content(MUCH))
    with Host.bind() as host:
        host.pictures.send(Picture(content=memoryview(sent)))
        with pytest.raises(BufferError):
            sent.append(0)
        with Kernel.connect(host.info) as kernel:
            assert kernel.pictures.recv(10) == picture(MUCH)
            until(lambda: is_free(sent))


def is_free(sent: bytearray) -> bool:
    with suppress(BufferError):
        sent.append(0)
        return True
    return False


def test_nobody_but_the_channel_has_to_keep_what_was_sent(pair: Sides) -> None:
    for seed in range(8):
        pair[0].pictures.send(picture(MUCH // 10, seed))
        gc.collect()
    for seed in range(8):
        assert pair[1].pictures.recv(10) == picture(MUCH // 10, seed)


def test_a_view_may_be_released_as_soon_as_it_was_sent() -> None:
    with Host.bind() as host:
        view = memoryview(content(LARGE))
        host.pictures.send(Picture(content=view))
        view.release()
        with Kernel.connect(host.info) as kernel:
            assert kernel.pictures.recv(10) == picture(LARGE)


def test_what_was_received_outlives_its_connection() -> None:
    host, kernel = Host.pair()
    with host, kernel:
        host.pictures.send(scene(LARGE))
        received = kernel.pictures.recv(10)
    gc.collect()
    assert received == scene(LARGE)


def test_a_change_after_sending_breaks_nothing(pair: Sides) -> None:
    sent = bytearray(LARGE)
    for number in range(100):
        sent[:] = bytes([number]) * LARGE
        pair[0].pictures.send(Picture(content=memoryview(sent)), timeout=10)
        sent[:] = bytes(LARGE)
        received = pair[1].pictures.recv(10)
        assert isinstance(received, Picture)
        assert set(received.content) <= {0, number}


def test_a_change_of_a_short_buffer_is_not_seen(pair: Sides) -> None:
    sent = bytearray(b"before")
    pair[0].pictures.send(Picture(content=memoryview(sent)))
    sent[:] = b"after!"
    assert pair[1].pictures.recv(10) == Picture(content=memoryview(b"before"))


def test_a_message_is_one_message_however_many_frames_it_has() -> None:
    with Host.bind() as host:
        for _ in range(16):
            host.pictures.send_nowait(scene(LARGE))
        with pytest.raises(ChannelFull):
            host.pictures.send_nowait(Stop())
        with Kernel.connect(host.info) as kernel:
            received = [kernel.pictures.recv(10) for _ in range(16)]
            assert received == [scene(LARGE)] * 16
            until(lambda: host.pictures.stats().confirmed == 16)
            assert kernel.pictures.stats().received == 16
            assert host.close().unconfirmed == {"pictures": 0}


def test_the_latest_is_what_arrives() -> None:
    with Host.bind() as host:
        kernel = Kernel.connect(host.info)
        with kernel:
            for _ in range(50):
                kernel.latest.send(scene(LARGE))
            last = msgspec.structs.replace(scene(LARGE), pair=(99, memoryview(b"last")))
            kernel.latest.send(last)
            received = host.latest.recv(10)
            while received != last:
                received = host.latest.recv(10)
            stats = kernel.latest.stats()
            assert stats.sent == 51


def test_all_frames_of_a_message_count_for_its_limit(pair: Sides) -> None:
    quarter = memoryview(bytes(PICTURES.max_message_bytes // 4))
    message = Scene(planes=[quarter] * 4, by_name={}, pair=(0, quarter), any_of=())
    with pytest.raises(MessageTooLarge) as caught:
        pair[0].pictures.send(message)
    assert caught.value.size > 5 * quarter.nbytes
    assert pair[0].pictures.stats().sent == 0


def test_many_threads_do_not_mix_up_their_frames(pair: Sides) -> None:
    host, kernel = pair
    each = 20

    def send(seed: int) -> None:
        for _ in range(each):
            host.pictures.send(
                Scene(
                    planes=[
                        memoryview(bytes([seed]) * (LARGE + at)) for at in range(3)
                    ],
                    by_name={},
                    pair=(seed, memoryview(b"")),
                    any_of=(),
                )
            )

    threads = [threading.Thread(target=send, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    counts = [0, 0, 0, 0]
    for _ in range(4 * each):
        received = kernel.pictures.recv(10)
        assert isinstance(received, Scene)
        seed = received.pair[0]
        counts[seed] += 1
        for at, plane in enumerate(received.planes):
            assert plane == bytes([seed]) * (LARGE + at)
    for thread in threads:
        thread.join()
    assert counts == [each] * 4


class New(msgspec.Struct, frozen=True, kw_only=True, tag="m"):
    skipped: Buffer
    kept: Buffer
    other: list[Buffer] = []


class Old(msgspec.Struct, frozen=True, kw_only=True, tag="m"):
    kept: Buffer


def test_a_field_that_a_reader_does_not_know_takes_its_frames_with_it() -> None:
    new, old = BufferChannel("feed", New), BufferChannel("feed", Old)
    one, other = memoryview(content(LARGE, 1)), memoryview(content(LARGE, 2))
    frame = new.encode(New(skipped=one, kept=other, other=[one, one]))
    assert old.decoder.decode(frame) == Old(kept=other)


def test_a_message_can_be_hashed_if_nobody_can_write_to_its_buffers() -> None:
    one, other = picture(LARGE), picture(LARGE)
    assert hash(one) == hash(other)
    with pytest.raises(ValueError, match="writable"):
        hash(Picture(content=memoryview(bytearray(9))))


def test_a_peer_that_sends_more_than_was_agreed_ends_the_session(pair: Sides) -> None:
    host, kernel = pair
    push: Push[Picture | Scene | Stop] = host.pictures
    kernel.pictures._inbox._limit = 2 * LARGE
    push.send(scene(LARGE))
    with pytest.raises(ProtocolFault, match="more than 131072"):
        kernel.pictures.recv(10)
