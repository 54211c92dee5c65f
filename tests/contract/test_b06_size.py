"""B6: a frame that would cost far more than its length is refused before it does."""

from math import inf

import pytest

from tests.contract.measured import measured
from tests.contract.mistreat import (
    TRIES,
    Bad,
    encode,
    good,
    raw_values,
    seconds_to_reject,
)
from tests.contract.scale import TRANSPORTS, limit, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, process_of, session

TEN: int = 10_000_000
MEBIBYTE = 2**20


def array32(count: int) -> bytes:
    return b"\xdd" + count.to_bytes(4, "big")


def large() -> list[Bad]:
    """Return frames of about 10 MB each that are made of next to nothing."""
    lists = array32(TEN // 16) + (b"\xdc\x00\x0d" + b"\x90" * 13) * (TEN // 16)
    tree = encode({"type": "tree"})[1:] + b"\xa8children"
    frames = {
        "empty lists, anything": raw_values(b"thing", array32(TEN) + b"\x90" * TEN),
        "empty maps, anything": raw_values(b"thing", array32(TEN) + b"\x80" * TEN),
        "lists of lists, anything": raw_values(b"thing", lists),
        "empty lists, unknown": raw_values(b"unknown", array32(TEN) + b"\x90" * TEN),
        "texts": raw_values(b"words", array32(TEN // 2) + b"\xa1x" * (TEN // 2)),
        "texts, anything": raw_values(
            b"thing", array32(TEN // 2) + b"\xa1x" * (TEN // 2)
        ),
        "texts as keys": raw_values(
            b"names",
            b"\xdf" + (TEN // 3).to_bytes(4, "big") + b"\xa1x\x01" * (TEN // 3),
        ),
        "numbers": raw_values(b"numbers", array32(TEN) + b"\x05" * TEN),
        "trees": b"\x82" + tree + array32(TEN) + b"\x80" * TEN,
    }
    return [Bad(name, frame, ("elements",)) for name, frame in frames.items()]


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_is_refused_at_little_cost(
    transport: Transport, role: Role, run: int
) -> None:
    with process_of() as victim, session(victim, role, transport) as peer:
        channel = victim.hurt("_values")
        for number, one in enumerate(large()):
            before = victim.look()
            seconds_to_reject(peer, channel, one.frame, inf)
            after = victim.look()
            assert {letter.reason for letter in after.letters} == {"elements"}
            # The frame itself is kept, as a dead letter.
            grown = (after.peak - before.peak) / len(one.frame)
            measured("memory, of the message", grown, 4)
            assert grown <= 4, one.name
            pause = inf
            for _ in range(TRIES):  # what else happens is no part of it
                victim.do("tick")
                seconds_to_reject(peer, channel, one.frame, inf)
                pause = min(pause, victim.ask(float, "ticked"))
                if pause <= limit(0.100):
                    break
            measured("others wait (ms)", pause * 1000, limit(100))
            assert pause <= limit(0.100), one.name
            peer.send(channel, good(number))
            assert " " not in victim.take(channel)[0]


def test_the_ticker_sees_what_holds_the_interpreter() -> None:
    """A message of just as many elements as are allowed is decoded in one go."""
    with process_of() as victim, session(victim, "host", "ipc") as peer:
        victim.do("tick")
        most = raw_values(b"numbers", array32(999_996) + b"\xcd\x01\x01" * 999_996)
        peer.send("up_values", most)
        assert " " not in victim.take("up_values")[0]
        assert victim.ask(float, "ticked") > 0.005
