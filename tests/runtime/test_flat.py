"""Which structs are flat: all that a decoder reads back of them is what it has looked at."""

from __future__ import annotations

import datetime
import enum
import uuid
from typing import Annotated, Any, Literal, NewType

import msgspec
import pytest
from runtime import Channel, EncodeError
from runtime.bounds import DEPTH, ELEMENTS
from runtime.flat import flat_structs

Name = NewType("Name", str)


class Colour(enum.Enum):
    RED = "red"


class Flat(msgspec.Struct, tag=True, kw_only=True):
    name: Name
    number: int | None = None
    limited: Annotated[float, msgspec.Meta(gt=0)] = 1.0
    colour: Colour = Colour.RED
    word: Literal["a", 1] = "a"
    at: datetime.datetime | None = None
    key: uuid.UUID | None = None
    rows: list[list[int]] = []
    pairs: dict[str, tuple[int, ...]] = {}


class Inner(msgspec.Struct):
    number: int


class Holds(msgspec.Struct, tag=True):
    inner: Inner


class HoldsMany(msgspec.Struct, tag=True):
    inner: dict[str, list[Inner]]


class Anything(msgspec.Struct, tag=True):
    what: Any


class Objects(msgspec.Struct, tag=True):
    what: list[object]


Untold = msgspec.defstruct("Untold", [("what", list)])


class More(Flat, tag="Flat"):
    """An object of this class may be sent where a `Flat` may."""

    deep: object = None


class Deeper(Inner):
    deep: object = None


def nested(depth: int) -> list[object]:
    found: list[object] = []
    for _ in range(depth):
        found = [found]
    return found


def test_it_is_flat_if_each_field_is() -> None:
    assert flat_structs(Flat) == {Flat}
    assert flat_structs(Flat | int | None) == {Flat}
    assert flat_structs(Annotated[Flat | Holds, msgspec.Meta()]) == {Flat}


@pytest.mark.parametrize(
    "kind", [Holds, HoldsMany, Anything, Objects, Untold, int, list[Flat]]
)
def test_it_is_not_if_more_may_be_there(kind: object) -> None:
    assert flat_structs(kind) == frozenset()


def test_a_flat_message_need_not_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Channel("x", Flat)
    message = Flat(name=Name("n" * DEPTH), rows=[[1, 2], [3]])
    assert channel.decode(channel.encode(message)) == message
    looked_at: list[bytes] = []
    monkeypatch.setattr("runtime.bounds.check", looked_at.append)
    frame = channel.encode(message)
    assert channel.encode_all([message, message]) == [frame, frame]
    assert looked_at == []


def either(channel: Channel[Any], message: object) -> None:
    """Refuse it, sent alone and among others."""
    with pytest.raises(EncodeError, match=r"arrays and maps|Expected"):
        channel.encode(message)
    good = Flat(name=Name("n" * DEPTH))
    with pytest.raises(EncodeError, match=r"arrays and maps|Expected"):
        channel.encode_all([good, message, good])


def test_whatever_else_is_looked_at() -> None:
    channel: Channel[Any] = Channel("x", Flat | Holds)
    name = Name("n" * DEPTH)
    channel.encode(Flat(name=name))
    fits = More(name=name, deep=nested(DEPTH - 2))
    assert channel.decode(channel.encode(fits)) == Flat(name=name)
    either(channel, More(name=name, deep=nested(DEPTH)))
    either(channel, Holds(Deeper(1, nested(DEPTH))))
    either(channel, Flat(name=name, rows=[[0] * ELEMENTS]))
    either(channel, msgspec.convert({"name": nested(DEPTH), "type": "Flat"}, dict))
