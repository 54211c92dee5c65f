"""B1: what is not msgpack, or not one value of it, is malformed."""

import random

import pytest

from tests.contract.mistreat import Bad, encode, good, mistreat, values
from tests.contract.scale import TRANSPORTS, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session

WHOLE = values(text="ab", number=5, share=0.5, numbers=[1, 2], names={"a": 1}, data=b"")


def malformed() -> list[Bad]:
    frames = {
        "empty": b"",
        "0xc1": b"\xc1",
        "0xc1 inside": values(text="x") + b"\xc1",
        "trailing bytes": WHOLE + b"\x00",
        "two messages": WHOLE + WHOLE,
        "two, of one kind each": WHOLE + encode({"type": "tree"}),
    }
    frames |= {f"cut to {size}": WHOLE[:size] for size in range(len(WHOLE))}
    return [Bad(name, frame, ("malformed",)) for name, frame in frames.items()]


def at_random(seed: int, count: int = 200) -> list[Bad]:
    """Return random bytes: some begin with a value that is well, but of another type."""
    chosen = random.Random(seed)
    return [
        Bad(frame.hex(), frame, ("malformed", "schema"), r"|\$.*")
        for frame in (chosen.randbytes(chosen.randint(1, 99)) for _ in range(count))
    ]


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_becomes_a_dead_letter(
    transport: Transport, role: Role, run: int, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        assert mistreat(victim, peer, malformed()) == []
    with session(victim, role, transport) as peer:
        assert mistreat(victim, peer, at_random(run)) == []


def test_what_is_cut_here_is_well_as_a_whole(victim: Victim) -> None:
    with session(victim, "host", "ipc") as peer:
        peer.send("up_values", WHOLE, good(0))
        assert len(victim.take("up_values", 2)) == 2
        assert victim.look().letters == []
