"""What is sent arrives: every type form and message of every golden package, by Hypothesis."""

from __future__ import annotations

import importlib
from pathlib import Path
from time import monotonic
from types import ModuleType

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from runtime import (
    BindingConnection,
    Channel,
    ChannelFull,
    ConnectingConnection,
    Pull,
    Push,
)
from runtime.python_types import short_buffer

from tests.roundtrip.strategies import values

GOLDEN = Path(__file__).parents[1] / "codegen" / "golden"
PACKAGES = ["generated"] + [
    f"tests.codegen.golden.{path.parent.name}.generated"
    for path in sorted(GOLDEN.glob("*/generated"))
]
QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def members(package: str, kind: type) -> list[tuple[str, str]]:
    """Return the classes of a kind, and the instances, that a package exports."""
    module = importlib.import_module(package)
    return [
        (package, name)
        for name in module.__all__
        if isinstance(getattr(module, name), kind)
    ]


def structs() -> list[tuple[str, str]]:
    return [
        (package, name)
        for package, name in (m for p in PACKAGES for m in members(p, type))
        if issubclass(getattr(importlib.import_module(package), name), msgspec.Struct)
    ]


CHANNELS = [member for package in PACKAGES for member in members(package, Channel)]


def same(one: object, other: object) -> bool:
    """Return whether two values are equal, or else the same on the wire.

    Not a number is not equal to itself, and what `Any` holds comes back as plain containers.
    """
    if one == other:
        return True
    if isinstance(one, msgspec.Struct) and type(one) is type(other):
        names = [field.name for field in msgspec.structs.fields(one)]
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    return msgspec.msgpack.encode(one) == msgspec.msgpack.encode(other)


def find(package: str, name: str) -> object:
    found: object = getattr(importlib.import_module(package), name)
    return found


@pytest.mark.parametrize(("package", "name"), structs())
def test_every_struct_survives_the_trip(package: str, name: str) -> None:
    cls = find(package, name)
    decoder = msgspec.msgpack.Decoder(cls, dec_hook=short_buffer)

    @QUICK
    @given(values(cls))
    def arrives(value: object) -> None:
        frame = msgspec.msgpack.encode(value)
        assert same(decoder.decode(frame), value)

    arrives()


@pytest.mark.parametrize(("package", "name"), CHANNELS)
def test_every_channel_carries_what_its_type_allows(package: str, name: str) -> None:
    channel = find(package, name)
    assert isinstance(channel, Channel)

    @QUICK
    @given(values(channel.type))
    def arrives(value: object) -> None:
        assert same(channel.decoder.decode(channel.encode(value)), value)

    arrives()


def binder(package: str) -> type[BindingConnection[ConnectingConnection]]:
    """Return the connection of a package that binds."""
    for _, name in members(package, type):
        found = find(package, name)
        if isinstance(found, type) and issubclass(found, BindingConnection):
            return found
    raise LookupError(package)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_sample_survives_the_trip_through_real_sockets(
    package: str,
) -> None:
    host, peer = binder(package).pair()
    with host, peer:
        for name, end in vars(host).items():
            other = getattr(peer, name, None)
            push, pull = (end, other) if isinstance(end, Push) else (other, end)
            if isinstance(push, Push) and isinstance(pull, Pull):
                send_some(push, pull)


def send_some(push: Push[object], pull: Pull[object]) -> None:
    @settings(QUICK, max_examples=15)
    @given(st.lists(values(push.channel.type), max_size=8))
    def arrive(sent: list[object]) -> None:
        for message in sent[: push.channel.capacity]:
            send(push, message)
            assert same(pull.recv(timeout=10), message)

    arrive()


def send(push: Push[object], message: object) -> None:
    """Send as soon as the other side has said that it read the message before."""
    deadline = monotonic() + 10
    while True:
        try:
            push.send(message, timeout=10)
            return
        except ChannelFull:  # at once, where a full channel is an error
            if monotonic() > deadline:
                raise


def test_the_packages_are_found() -> None:
    assert len(PACKAGES) >= 2
    assert all(isinstance(importlib.import_module(p), ModuleType) for p in PACKAGES)
    assert ("generated", "ExecuteCells") in structs()
