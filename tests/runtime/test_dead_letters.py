"""Frames that cannot be decoded are kept, with the reason, and stop nothing."""

import logging
import subprocess
import sys

import msgspec
import pytest
from runtime import DeadLetters

from tests.runtime.notebook import Host, Interrupt
from tests.runtime.programs import garbage
from tests.runtime.waiting import until


def test_bad_frames_become_dead_letters_and_good_ones_arrive(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, expected = garbage.seeded()
    assert len(expected.numbers) == 900
    assert len(expected.letters) == 100
    with caplog.at_level(logging.DEBUG, "stubwire"):
        assert garbage.run() == expected
    assert 10 <= len(caplog.records) <= 40
    assert "secret" not in caplog.text
    assert "'reports'" in caplog.text


def test_what_is_nested_too_deeply_is_no_message_though_it_could_be_decoded() -> None:
    host, kernel = Host.pair()
    nested: object = None
    for _ in range(70):
        nested = [nested]
    unknown = {"type": "interrupt", "unknown": nested}
    frames = [msgspec.msgpack.encode(Interrupt()), msgspec.msgpack.encode(unknown)] * 3
    assert kernel.control.channel.decode(frames[1]) == Interrupt()
    with host, kernel:
        host.control._outbox.put_many(frames, 5)
        for _ in range(3):
            assert kernel.control.recv(5) == Interrupt()
        until(lambda: len(kernel.dead_letters) == 3)
        assert {letter.reason for letter in kernel.dead_letters} == {"depth"}
        assert [letter.position for letter in kernel.dead_letters] == [1, 3, 5]


@pytest.mark.parametrize("option", ["-O", "-OO"])
def test_the_same_without_asserts(option: str) -> None:
    command = [sys.executable, option, "-m", "tests.runtime.programs.garbage"]
    process = subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=True)
    _, expected = garbage.seeded()
    assert msgspec.json.decode(process.stdout, type=garbage.Outcome) == expected


def test_what_is_kept_is_bounded_and_the_rest_is_counted() -> None:
    letters = DeadLetters()
    for position in range(1500):
        letters.add(garbage.OTHERS, position, ValueError(), b"x")
    assert len(letters) == 1000
    assert letters.dropped == 500
    assert [letter.position for letter in letters] == list(range(500, 1500))


def test_large_frames_are_bounded_by_their_size() -> None:
    letters = DeadLetters()
    frame = bytes(30 * 1024 * 1024)
    for position in range(5):
        letters.add(garbage.OTHERS, position, ValueError(), frame)
    assert [letter.position for letter in letters] == [3, 4]
    assert letters.dropped == 3
