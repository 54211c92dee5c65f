"""A channel is a value, and turns messages into frames and back."""

import msgspec
import pytest
from runtime import Channel, EncodeError, MessageTooLarge

from tests.contract.hooked import DOWN, RAISED, Hooked
from tests.runtime.notebook import CONTROL, ControlMessage, ExecuteCells, Interrupt


class Tree(msgspec.Struct):
    """May hold itself, and anything."""

    value: object = None
    children: list["Tree"] = []


TREE: Channel[Tree] = Channel("tree", Tree)


def test_a_channel_decodes_what_it_encodes() -> None:
    message = ExecuteCells(cell_ids=["1"], codes=["x = 1"])
    assert CONTROL.decode(CONTROL.encode(message)) == message
    assert CONTROL.encode(message) == msgspec.msgpack.encode(message)


def test_channels_are_compared_by_content() -> None:
    same: Channel[ControlMessage] = Channel("control", ExecuteCells | Interrupt)
    assert same == CONTROL
    assert hash(same) == hash(CONTROL)
    assert Channel("control", ExecuteCells) != CONTROL
    assert Channel("command", ExecuteCells | Interrupt) != CONTROL
    assert Channel("control", ExecuteCells | Interrupt, capacity=1) != CONTROL
    assert Channel("control", ExecuteCells | Interrupt, overflow="error") != CONTROL
    assert Channel("control", ExecuteCells | Interrupt, platforms=("win32",)) != CONTROL
    limited: Channel[ControlMessage]
    limited = Channel("control", ExecuteCells | Interrupt, max_message_bytes=1024)
    assert limited != CONTROL
    marked: Channel[ControlMessage]
    marked = Channel("control", ExecuteCells | Interrupt, fingerprint="0" * 64)
    assert marked != CONTROL


@pytest.mark.parametrize("name", ["name", "capacity", "decoder"])
def test_a_channel_is_frozen(name: str) -> None:
    with pytest.raises(AttributeError, match="frozen"):
        setattr(CONTROL, name, None)
    with pytest.raises(AttributeError, match="frozen"):
        delattr(CONTROL, name)


def test_a_channel_holds_at_least_one_message() -> None:
    with pytest.raises(ValueError, match="capacity is 0"):
        Channel("x", int, capacity=0)


def test_a_channel_lets_frames_of_a_byte_through() -> None:
    assert Channel("x", int, max_message_bytes=1).max_message_bytes == 1
    with pytest.raises(ValueError, match="max_message_bytes is 0; it is at least 1"):
        Channel("x", int, max_message_bytes=0)


@pytest.mark.parametrize("name", ["", "a b", "../x", "1", "é"])
def test_the_name_is_an_identifier(name: str) -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        Channel(name, int)


def deep() -> Tree:
    tree = Tree()
    for _ in range(100_000):
        tree = Tree(children=[tree])
    return tree


def cyclic() -> Tree:
    tree = Tree()
    tree.value = tree
    return tree


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (Tree(2**64), "int"),
        (Tree("\ud800"), "surrogates"),
        (Tree(object()), "type object"),
        (Tree({1, b"x", print}), "builtin_function_or_method"),
        (deep(), "(recursion|Stack overflow)"),  # from 3.14 on, the latter
        (cyclic(), "(recursion|Stack overflow)"),
    ],
    ids=["integer", "surrogate", "object", "function", "depth", "cycle"],
)
def test_what_cannot_be_encoded_is_refused(message: Tree, reason: str) -> None:
    with pytest.raises(
        EncodeError, match=f"channel 'tree': this Tree cannot be sent: .*{reason}"
    ):
        TREE.encode(message)
    assert TREE.decode(TREE.encode(Tree(1))) == Tree(1)


@pytest.mark.parametrize("text", RAISED)
def test_what_its_own_code_forbids_cannot_be_sent_whatever_that_raises(
    text: str,
) -> None:
    message = Hooked(number=1)
    message.text = text
    with pytest.raises(EncodeError, match="this Hooked cannot be sent"):
        DOWN.encode(message)
    with pytest.raises(EncodeError, match="this Hooked cannot be sent"):
        DOWN.encode_all([Hooked(number=1), message, Hooked(number=2)])


@pytest.mark.parametrize("count", [0, 1, 128, 1000])
@pytest.mark.parametrize("size", [1, 100, 10_000])
def test_many_are_encoded_as_one_is(count: int, size: int) -> None:
    messages = [
        ExecuteCells(cell_ids=[str(number)], codes=["x" * size])
        for number in range(count)
    ]
    frames = CONTROL.encode_all(iter(messages))
    assert frames == [CONTROL.encode(message) for message in messages]


def test_of_many_the_first_that_is_too_large_is_told() -> None:
    small: Channel[str] = Channel("small", str, max_message_bytes=10)
    with pytest.raises(MessageTooLarge, match="str takes 12 bytes"):
        small.encode_all(["x", "x" * 11, "x" * 12])


def test_of_many_each_may_be_nested_deeply() -> None:
    deep = Tree()
    for _ in range(30):
        deep = Tree(children=[deep])
    assert len(TREE.encode_all([deep] * 3)) == 3
