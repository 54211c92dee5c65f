"""S7: there are limits without anybody having asked for them."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from typing import Final

import msgspec
import pytest
import zmq
from runtime import Channel, EncodeError, MessageTooLarge
from runtime.bounds import DEPTH

from codegen.generate import generate
from codegen.problems import CatalogueError
from tests.contract.measured import measured
from tests.contract.payload import Sizes, make
from tests.contract.scale import TRANSPORTS, limit
from tests.contract.spoilt import deep
from tests.contract.steer import Transport
from tests.contract.wire import Host, Kernel, Tree

MIB: Final = 1024 * 1024

STACKS: Final = [0, 32 * 1024, 256 * 1024, 16 * MIB]
"""What a program may have said about its threads; 0 is the system's choice."""


@pytest.fixture(params=STACKS)
def stack(request: pytest.FixtureRequest) -> Iterator[int]:
    size = int(request.param)
    before = threading.stack_size(size)
    yield size
    assert threading.stack_size(before) == size  # ours to set, and nobody else's


def stack_of_this_thread() -> int:
    """Return how many bytes of stack the system has given to the thread."""
    library = ctypes.CDLL(None)
    library.pthread_self.restype = ctypes.c_ulong
    attributes = ctypes.create_string_buffer(256)
    size = ctypes.c_size_t()
    me = ctypes.c_ulong(library.pthread_self())
    assert library.pthread_getattr_np(me, attributes) == 0
    assert library.pthread_attr_getstacksize(attributes, ctypes.byref(size)) == 0
    library.pthread_attr_destroy(attributes)
    return size.value


def stack_of(connection: Host | Kernel) -> int:
    found: list[int] = []
    done = threading.Event()

    def look() -> None:
        found.append(stack_of_this_thread())
        done.set()

    connection._receiver.post(look)
    assert done.wait(limit(10))
    return found[0]


def test_the_receiver_has_a_stack_of_its_own_size(stack: int) -> None:
    with Host.bind() as host, Kernel.connect(host.info) as kernel:
        for connection in (host, kernel):
            size = stack_of(connection)
            measured("MiB short of one", MIB / size, 1)
            assert size >= MIB


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_is_deep_but_allowed_is_decoded_on_any_stack(
    transport: Transport, stack: int
) -> None:
    levels = DEPTH // 2 - 1  # each is a map and an array
    with Host.bind(transport) as host, Kernel.connect(host.info) as kernel:
        host.down_values.send(deep(levels))
        tree = kernel.down_values.recv(limit(10))
        assert isinstance(tree, Tree)
        for too_deep in (levels + 2, 1000):
            with pytest.raises(EncodeError):
                host.down_values.send(deep(too_deep))
        host.down_values.send(deep(levels))
        assert kernel.down_values.recv(limit(10)) == tree


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_bytes_are_limited_on_both_sides(transport: Transport) -> None:
    assert Channel("x", int).max_message_bytes == 64 * MIB
    assert Channel("x", int).capacity == 1000
    with Host.bind(transport) as host:
        for pull in (host.up1, host.up_small, host.reports):
            # libzmq drops what is longer before it is all here; encryption adds some.
            allowed = int(pull._inbox.socket.getsockopt(zmq.MAXMSGSIZE))
            assert 0 <= allowed - pull.channel.max_message_bytes <= MIB + 1024
        for end in host._ends.values():
            assert 1 <= end.channel.max_message_bytes <= 64 * MIB
            assert 1 <= end.channel.capacity <= 1000
        small = host.down_small.channel.max_message_bytes
        with pytest.raises(MessageTooLarge) as caught:
            host.down_small.send(make("down_small", 0, 0, Sizes(small, small)))
        assert (caught.value.limit, caught.value.size > small) == (small, True)


@pytest.mark.parametrize(
    "line", ["capacity = 0", "capacity = -1", "max_message_bytes = 0"]
)
def test_a_catalogue_cannot_ask_for_no_limit(line: str) -> None:
    text = """
        [catalogue]
        name     = "limits"
        version  = "1.0"
        doc      = "Limits."
        binds    = "host"
        connects = "kernel"
        [messages.Tick]
        doc = "A tick."
        [channels.ticks]
        doc     = "Ticks."
        from    = "host"
        carries = ["Tick"]
    """
    assert generate(text)
    with pytest.raises(CatalogueError) as caught:
        generate(text + line)
    assert line.partition(" ")[0] in str(caught.value)


def test_no_decoder_makes_more_than_it_may() -> None:
    """Elements are counted before anything is made of them."""
    with Host.bind() as host, Kernel.connect(host.info):
        frame = msgspec.msgpack.encode([0] * 1_000_001)
        assert len(frame) < 64 * MIB
        with pytest.raises(EncodeError):
            host.down_values.send(deep(0).__class__(children=[Tree()] * 1_000_001))
