"""What a frame may cost is judged before it is decoded, exactly, and at little cost."""

import random
import sys
import threading
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from time import thread_time
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from runtime import bounds
from runtime.bounds import DEPTH, ELEMENTS, BoundsError, TooDeep, TooMany, check

Verdict: TypeAlias = type[BoundsError] | None

encode = msgspec.msgpack.encode


def verdict(frame: bytes) -> Verdict:
    """Return what `check` raises."""
    try:
        check(frame)
    except BoundsError as error:
        return type(error)
    return None


# The reference: msgpack's specification, read one value at a time.


class Malformed(Exception):
    pass


class Reference:
    """Reads a frame as the specification says it, by recursion."""

    def __init__(self, frame: bytes) -> None:
        self.frame = frame
        self.at = 0
        self.elements = 0

    def verdict(self) -> Verdict:
        try:
            self.value(0)
        except BoundsError as error:
            return type(error)
        except Malformed:
            pass
        return None

    def take(self, length: int) -> bytes:
        taken = self.frame[self.at : self.at + length]
        if len(taken) < length:
            raise Malformed
        self.at += length
        return taken

    def number(self, length: int) -> int:
        return int.from_bytes(self.take(length), "big")

    def value(self, depth: int) -> None:
        first = self.number(1)
        if first <= 0x7F or first >= 0xE0 or first in (0xC0, 0xC2, 0xC3):
            return
        if first == 0xC1:
            raise Malformed
        if 0xA0 <= first <= 0xBF:
            self.take(first - 0xA0)
        elif 0xC4 <= first <= 0xC6:
            self.take(self.number(1 << (first - 0xC4)))
        elif 0xC7 <= first <= 0xC9:
            self.take(self.number(1 << (first - 0xC7)) + 1)
        elif 0xD9 <= first <= 0xDB:
            self.take(self.number(1 << (first - 0xD9)))
        elif first in (0xCA, 0xCB):
            self.take(4 << (first - 0xCA))
        elif 0xCC <= first <= 0xCF:
            self.take(1 << (first - 0xCC))
        elif 0xD0 <= first <= 0xD3:
            self.take(1 << (first - 0xD0))
        elif 0xD4 <= first <= 0xD8:
            self.take(1 + (1 << (first - 0xD4)))
        else:
            self.container(first, depth + 1)

    def container(self, first: int, depth: int) -> None:
        if depth > bounds.DEPTH:
            raise TooDeep
        match first:
            case 0xDC | 0xDE:
                count = self.number(2)
            case 0xDD | 0xDF:
                count = self.number(4)
            case _:
                count = first % 16
        if first < 0x90 or first >= 0xDE:
            count *= 2
        self.elements += min(count, len(self.frame) - self.at)
        if self.elements > bounds.ELEMENTS:
            raise TooMany
        for _ in range(count):
            self.value(depth)


# Frames, for Hypothesis.

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(),
    st.text(max_size=40),
    st.binary(max_size=300),
    st.builds(msgspec.msgpack.Ext, st.integers(-128, 127), st.binary(max_size=20)),
    st.integers(0, 127).map(lambda number: [number] * 40),
    st.lists(st.floats(), min_size=30, max_size=50),
    st.lists(st.integers(0, 300), min_size=30, max_size=50),
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=30,
)
plausible = st.lists(
    st.sampled_from(
        [
            *(bytes([first]) for first in range(0x80, 0x100)),
            *(
                b"\x91\x91",
                b"\x82\xa1a",
                b"\x90\x80",
                b"\xdc\x00\x02",
                b"\xdd\0\0\0\x14",
            ),
            *(b"\xde\x00\x01", b"\xdf\0\0\0\x01", b"\xcb12345678", b"\xd9\x03"),
            *(b"\x07" * 40, b"\xcd\x01\x01" * 40, b"\xff\xff\xff\xff"),
        ]
    ),
    max_size=60,
).map(b"".join)


def measured(value: object) -> tuple[int, int]:
    """Return how deep a value is nested, and how many elements it has."""
    match value:
        case list():
            inner = [measured(element) for element in value]
        case dict():
            inner = [measured(element) for item in value.items() for element in item]
        case _:
            return 0, 0
    depth = 1 + max((depth for depth, _ in inner), default=0)
    return depth, len(inner) + sum(elements for _, elements in inner)


@pytest.mark.parametrize("bad", [b"\x91" * (DEPTH + 1), b"\x81x" * (DEPTH + 1)])
@pytest.mark.parametrize("good", [b"\x81\xa1x" + bytes(99), b"\xa1x"])
def test_one_among_many_is_not_plain_wherever_it_stands(
    good: bytes, bad: bytes
) -> None:
    bad += bytes(DEPTH)
    for before in range(300):
        frames = [*[good] * before, bad, *[good] * 20]
        assert not bounds.are_plain(frames, list(map(len, frames)))
    frames = [good] * 300
    assert bounds.are_plain(frames, list(map(len, frames)))


@pytest.fixture(params=["read", "at a glance first"])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that random frames exceed now and then."""
    monkeypatch.setattr(bounds, "DEPTH", 4)
    if request.param == "read":  # a glance cannot see more elements than `_SHORT`
        monkeypatch.setattr(bounds, "ELEMENTS", 120)
        monkeypatch.setattr(bounds, "_SHORT", 0)
        monkeypatch.setattr(bounds, "_MANY", 3)


on_a_fixture = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.usefixtures("small")
@on_a_fixture
@given(values)
@example([[[[]]]])
@example([[[[[]]]]])
@example([0] * 120)
@example([0] * 121)
def test_well_formed_frames_are_judged_by_what_they_hold(value: object) -> None:
    depth, elements = measured(value)
    expected: set[Verdict] = set()
    if depth > bounds.DEPTH:
        expected.add(TooDeep)
    if elements > bounds.ELEMENTS:
        expected.add(TooMany)
    assert verdict(encode(value)) in (expected or {None})


@pytest.mark.usefixtures("small")
@on_a_fixture
@given(values.map(encode) | plausible | st.binary(max_size=300), st.data())
def test_any_bytes_are_judged_as_by_the_specification(
    frame: bytes, data: st.DataObject
) -> None:
    end = data.draw(st.integers(0, len(frame)) | st.just(len(frame)))
    assert verdict(frame[:end]) == Reference(frame[:end]).verdict()


# Where the bounds are.

ONE_DEEPER: dict[str, Callable[[bytes], bytes]] = {
    "array": lambda inner: b"\x91" + inner,
    "longer array": lambda inner: b"\x93\xa1x" + inner + b"\x01",
    "array16": lambda inner: b"\xdc\x00\x01" + inner,
    "array32": lambda inner: b"\xdd\x00\x00\x00\x01" + inner,
    "map value": lambda inner: b"\x81\xa1k" + inner,
    "map key": lambda inner: b"\x81" + inner + b"\xc0",
    "map16 value": lambda inner: b"\xde\x00\x01\xa1k" + inner,
    "map16 key": lambda inner: b"\xde\x00\x01" + inner + b"\xc0",
    "map32 value": lambda inner: b"\xdf\x00\x00\x00\x01\xa1k" + inner,
    "map32 key": lambda inner: b"\xdf\x00\x00\x00\x01" + inner + b"\xc0",
    "beside a full list": lambda inner: b"\x92" + encode([0.5] * 600) + inner,
    "beside a closed one": lambda inner: b"\x93\x90" + inner + b"\x80",
    "beside a long string": lambda inner: b"\x92" + encode("\x00" * 70_000) + inner,
}


def nested(depth: int, wrap: Callable[[bytes], bytes]) -> bytes:
    frame = b"\x90"
    for _ in range(depth - 1):
        frame = wrap(frame)
    return frame


@pytest.mark.parametrize("wrap", ONE_DEEPER.values(), ids=ONE_DEEPER.keys())
def test_64_are_not_too_deep_and_65_are(wrap: Callable[[bytes], bytes]) -> None:
    assert verdict(nested(DEPTH, wrap)) is None
    assert verdict(nested(DEPTH + 1, wrap)) is TooDeep


def test_every_kind_of_container_counts_towards_the_depth() -> None:
    chosen = random.Random(7)
    for _ in range(50):
        wraps = chosen.choices(list(ONE_DEEPER.values())[:-1], k=DEPTH)
        frame = b"\x80"
        for wrap in wraps[1:]:
            frame = wrap(frame)
        assert verdict(frame) is None
        assert verdict(wraps[0](frame)) is TooDeep


LARGE: dict[str, Callable[[int], bytes]] = {
    "int": lambda count: array32(count) + b"\x01" * count,
    "float": lambda count: array32(count) + b"\xcb01234567" * count,
    "str": lambda count: array32(count) + b"\xa2ab\xa0" * (count // 2) + b"\0" * (count % 2),
    "empty array": lambda count: array32(count) + b"\x90" * count,
    "keys and values": lambda count: (
        array32(2 + (count - 2) % 2)
        + b"\xdf"
        + ((count - 2) // 2).to_bytes(4, "big")
        + b"\xa1k\xc0" * ((count - 2) // 2)
        + b"\xc3" * (1 + (count - 2) % 2)
    ),
    "two levels": lambda count: (
        array32(count // 10 + count % 10)
        + (b"\x99" + b"\x05" * 9) * (count // 10)
        + b"\x05" * (count % 10)
    ),
}  # fmt: skip


def array32(count: int) -> bytes:
    return b"\xdd" + count.to_bytes(4, "big")


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE.keys())
def test_a_million_are_not_too_many_and_one_more_are(
    make: Callable[[int], bytes],
) -> None:
    msgspec.msgpack.decode(make(999))
    assert verdict(make(ELEMENTS)) is None
    assert verdict(make(ELEMENTS + 1)) is TooMany


@pytest.mark.parametrize("byte", [b"\x91", b"\x81", b"\xdc", b"\xdd", b"\xde", b"\xdf"])
@pytest.mark.parametrize("length", [200, 30_000, 2_000_000])
def test_what_a_string_holds_is_not_counted(byte: bytes, length: int) -> None:
    payload = byte * length
    short = byte * 16
    for value in (
        payload,
        [payload, payload],
        {"key": payload, "more": [payload]},
        msgspec.msgpack.Ext(5, payload),
        [msgspec.msgpack.Ext(5, short), short] * 20,
        [int.from_bytes(byte * 8, "big")] * 200,
    ):
        assert verdict(encode(value)) is None
    assert verdict(b"\xdb" + length.to_bytes(4, "big") + payload) is None


# Whatever comes.

HOSTILE: dict[str, tuple[bytes, set[Verdict]]] = {
    "nothing": (b"", {None}),
    **{
        f"{first:x} of 2**32-1": (bytes([first]) + b"\xff" * 4 + bytes(1000), {None})
        for first in (0xC6, 0xC9, 0xDB, 0xDD, 0xDF)
    },
    "array32 of 2**32-1, and 2 MB": (b"\xdd\xff\xff\xff\xff" + b"\x90" * 2**21, {TooMany}),
    "truncated array32, nested": (b"\xdd\xff\xff\xff\xff" * 900, {TooDeep}),
    "truncated map32, nested": (b"\xdf\xff\xff\xff\xff" * 900, {TooDeep}),
    "0xc1": (b"\xc1" * 5000, {None}),
    "0xc1 first": (b"\x92\xc1" + b"\x91" * 5000, {None}),
    "after the value": (b"\x01" + b"\x91" * 5000, {None}),
    "1,000,000 deep": (b"\x91" * 1_000_000, {TooDeep}),
    "1,000,000 deep in a field": (b"\x81\xa1x" + b"\x91" * 1_000_000, {TooDeep}),
    "1,000,000 deep as a key": (b"\x81" * 1_000_000, {TooDeep}),
    "10 MB of empty arrays": (array32(10_000_000) + b"\x90" * 10_000_000, {TooMany}),
    "10 MB of strings": (array32(5_000_000) + b"\xa1x" * 5_000_000, {TooMany}),
    "10 MB of empty maps in arrays": (array32(700_000) + (b"\x9f" + b"\x80" * 15) * 700_000, {TooMany}),
    "1 MB of lists": (array32(15_000) + (b"\xdc\x00\x40" + b"\x01" * 64) * 15_000, {None}),
    "50 MB": (b"\xc6\x02\xfa\xf0\x80" + bytes(50_000_000), {None}),
}  # fmt: skip


@pytest.mark.parametrize(("frame", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_frame_costs_neither_time_nor_memory(
    frame: bytes, expected: set[Verdict]
) -> None:
    begin = thread_time()
    assert verdict(frame) in expected
    assert thread_time() - begin < 0.5
    tracemalloc.start()
    try:
        verdict(frame)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_the_recursion_limit_and_the_stack_make_no_difference() -> None:
    frames = [nested(depth, ONE_DEEPER["map16 key"]) for depth in (64, 65)]
    verdicts: list[Verdict] = []

    def judge() -> None:
        verdicts.extend(verdict(frame) for frame in [*frames, b"\x91" * 1_000_000])

    before, limit = threading.stack_size(128 * 1024), sys.getrecursionlimit()
    try:
        for recursion in (50, limit, 1_000_000):
            thread = threading.Thread(target=judge)
            thread.start()
            with suppress(RecursionError):  # too low for this thread, which is fine
                sys.setrecursionlimit(recursion)
            thread.join(10)
    finally:
        threading.stack_size(before)
        sys.setrecursionlimit(limit)
    assert verdicts == [None, TooDeep, TooDeep] * 3


def test_what_is_usual_costs_little() -> None:
    text = {"type": "stream", "cell_id": "Hbol", "data": "x" * 40, "lines": ["a"]}
    typical = encode(text)
    numbers = encode([0.5 + number for number in range(111_000)])
    for frame, rounds, most in ((typical, 10_000, 5e-6), (numbers, 5, 50e-3)):
        begin = thread_time()
        for _ in range(rounds):
            check(frame)
        assert (thread_time() - begin) / rounds < most
