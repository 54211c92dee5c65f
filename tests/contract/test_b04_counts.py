"""B4: what a frame says of its own length costs nothing."""

import pytest

from tests.contract.measured import measured
from tests.contract.mistreat import (
    Bad,
    encode,
    mistreat,
    raw_values,
    seconds_to_reject,
)
from tests.contract.scale import TRANSPORTS, limit, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, process_of, session

MEBIBYTE = 2**20

KINDS = {
    "array32": b"\xdd" + b"\xff" * 4,
    "map32": b"\xdf" + b"\xff" * 4,
    "str32": b"\xdb" + b"\xff" * 4,
    "bin32": b"\xc6" + b"\xff" * 4,
    "ext32": b"\xc9" + b"\xff" * 4 + b"\x05",
}
FIELDS = (b"numbers", b"names", b"text", b"data", b"thing", b"moment", b"unknown")


def counted() -> list[Bad]:
    any_of = ("malformed", "schema", "depth")
    found = [Bad(name, start, any_of, r"|\$.*") for name, start in KINDS.items()]
    found += [
        Bad(f"{name} in {field.decode()}", raw_values(field, start), any_of, r"|\$.*")
        for name, start in KINDS.items()
        for field in FIELDS
    ]
    found += [
        Bad(f"{name} in {field.decode()}, 900 times", raw_values(field, 900 * start), any_of, r"|\$.*")
        for name, start in KINDS.items()
        for field in FIELDS
    ]  # fmt: skip
    tree = encode({"type": "tree"})[1:] + b"\xa8children"
    for times in (1, 900):
        nested = (b"\x82" + tree + KINDS["array32"]) * times
        found.append(Bad(f"array32 of trees, {times} times", nested, any_of, r"|\$.*"))
    return found


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_becomes_a_dead_letter(
    transport: Transport, role: Role, run: int, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        assert mistreat(victim, peer, counted()) == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_costs_neither_time_nor_memory(transport: Transport, role: Role) -> None:
    with process_of() as victim, session(victim, role, transport) as peer:
        channel = victim.hurt("_values")
        seconds_to_reject(peer, channel, b"\xc1", 1)
        before = victim.look()
        found = []
        for one in counted():
            seconds = seconds_to_reject(peer, channel, one.frame, limit(0.010))
            measured("until it is rejected (ms)", seconds * 1000, limit(10))
            if seconds > limit(0.010):
                found.append(f"{one.name}: {seconds * 1000:.1f} ms")
        assert found == []
        after = victim.look()
        grown = after.memory - before.memory - after.kept
        measured("memory (MiB)", grown / MEBIBYTE, 2)
        assert grown <= 2 * MEBIBYTE
