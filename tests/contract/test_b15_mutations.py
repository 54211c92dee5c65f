"""B15: mutations of valid traffic are delivered or rejected; none is lost, none does harm."""

import random

import pytest

from tests.contract.measured import measured
from tests.contract.mistreat import encode, values
from tests.contract.scale import TRANSPORTS, count
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, process_of, session

MUTATIONS = count(1_000_000)
ROUND = 200
"""Frames under way on a channel: there is always room for them."""

MEBIBYTE = 2**20

VALID = [
    values(text="abc", number=5, share=0.5, numbers=[1, 2, 3], names={"a": 1}, data=b"x"),
    encode({"type": "tree", "children": [{"type": "tree"}, {"children": []}]}),
    encode({"type": "payload", "thread": 1, "number": 2, "crc": 3, "data": b"abcdef"}),
    encode({"type": "control", "verb": "stop", "args": ["a", "b"]}),
    values(thing={"a": [1, None, True]}, words=["x", "yz"]),
]  # fmt: skip


def mutated(chosen: random.Random) -> bytes:
    """Return a valid frame with bits flipped, spliced with another, or one of another channel."""
    frame = bytearray(chosen.choice(VALID))
    match chosen.randrange(4):
        case 0 | 1:
            for _ in range(chosen.randint(1, 4)):
                frame[chosen.randrange(len(frame))] ^= 1 << chosen.randrange(8)
        case 2:
            other = chosen.choice(VALID)
            cut = chosen.randrange(len(frame))
            frame[cut:] = other[chosen.randrange(len(other)) :]
    return bytes(frame)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_each_is_delivered_or_rejected(transport: Transport, role: Role) -> None:
    chosen = random.Random(f"{transport} {role}")
    rounds = MUTATIONS // 4 // 2 // ROUND
    with process_of() as victim, session(victim, role, transport) as peer:
        channels = [victim.hurt("_values"), victim.hurt("1")]
        for channel in channels:
            victim.do("eat", channel)
        before = 0
        for number in range(rounds):
            for channel in channels:
                peer.send(channel, *(mutated(chosen) for _ in range(ROUND)))
            for channel in channels:
                peer.await_consumed(channel, (number + 1) * ROUND)
            if number == rounds // 3:  # by now, as many dead letters are kept as ever
                before = victim.look().memory
        look = victim.look()
        for channel in channels:
            stats = look.stats[channel]
            for _ in range(1000):  # the last one may not have been counted yet
                eaten = victim.ask(int, "eaten", channel)
                if eaten + stats.rejected == stats.received:
                    break
            assert stats.received == rounds * ROUND
            assert stats.received == eaten + stats.rejected
            assert peer.rejected[channel] == stats.rejected > 0 < eaten
        grown = look.memory - before
        measured("memory (MiB)", grown / MEBIBYTE, 20)
        assert abs(grown) <= 20 * MEBIBYTE
        assert (look.state, look.healthy) == ("ready", True)
