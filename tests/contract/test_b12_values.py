"""B12: what becomes of values at the edges is what docs/catalogue.md says, line by line."""

import math
from pathlib import Path

import pytest

from tests.contract.mistreat import encode, raw_values
from tests.contract.scale import TRANSPORTS, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session

DOCS = Path(__file__).parents[2] / "docs" / "catalogue.md"


def timestamp(seconds: int, nanoseconds: int = 0) -> bytes:
    """Return msgpack's timestamp of 96 bits."""
    rest = nanoseconds.to_bytes(4, "big") + seconds.to_bytes(8, "big", signed=True)
    return b"\xc7\x0c\xff" + rest


SAME = "the same"
REFUSED = "refused"

EDGES: dict[str, list[tuple[str, bytes, str | bytes]]] = {
    "`NaN`, infinities, `-0.0` in a `float`": [
        ("share", encode(math.nan), SAME),
        ("share", encode(math.inf), SAME),
        ("share", encode(-math.inf), SAME),
        ("share", encode(-0.0), SAME),
    ],
    "an integer in a `float`": [
        ("share", encode(5), encode(5.0)),
        ("share", encode(2**53 + 1), encode(float(2**53))),
        ("share", encode(2**64 - 1), encode(float(2**64))),
    ],
    "a float of 32 bits in a `float`": [
        ("share", b"\xca\x3f\x00\x00\x00", encode(0.5)),
    ],
    "a float in an `int`, even `1.0`": [
        ("number", encode(1.5), REFUSED),
        ("number", encode(1.0), REFUSED),
        ("number", encode(math.nan), REFUSED),
        ("number", encode(2.0**70), REFUSED),
    ],
    "integers from -2\u2076\u00b3 to 2\u2076\u2074 - 1": [
        ("number", encode(-(2**63)), SAME),
        ("number", encode(2**63 - 1), SAME),
        ("number", encode(2**63), SAME),
        ("number", encode(2**64 - 1), SAME),
        ("number", b"\xd3\x00\x00\x00\x00\x00\x00\x00\x05", encode(5)),
    ],
    "an ext in any type but `Any` and `Raw`": [
        ("number", b"\xd4\x05\x00", REFUSED),
        ("data", b"\xd4\x05\x00", REFUSED),
        ("text", b"\xd4\x05\x00", REFUSED),
        ("moment", b"\xd4\x05\x00", REFUSED),
    ],
    "an ext in `Any`": [("thing", b"\xd4\x05\x00", SAME)],
    "a timestamp of the years 1 to 9999 in a `datetime`": [
        ("moment", timestamp(-62135596800), SAME),
        ("moment", timestamp(253402300799), SAME),
    ],
    "nanoseconds of a timestamp": [
        ("moment", timestamp(253402300700, 1_999), timestamp(253402300700, 2_000)),
        ("moment", timestamp(253402300700, 1_400), timestamp(253402300700, 1_000)),
    ],
    "a timestamp of other years, or of more than 999,999,999 ns": [
        ("moment", timestamp(253402300800), REFUSED),
        ("moment", timestamp(-62135596801), REFUSED),
        ("moment", timestamp(2**63 - 1), REFUSED),
        ("moment", timestamp(-(2**63)), REFUSED),
        ("moment", timestamp(0, 1_000_000_000), REFUSED),
        ("moment", b"\xd4\xff\x00", REFUSED),
    ],
    "a key twice in a `dict`": [
        ("names", b"\x82\xa1a\x01\xa1a\x02", encode({"a": 2})),
    ],
    "a field twice in a message": [
        ("number", b"\x05" + encode("number") + b"\x06", encode(6)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_arrives_as_documented(
    transport: Transport, role: Role, edge: str, run: int, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        channel = victim.hurt("_values")
        for field, value, expected in EDGES[edge]:
            frame = raw_values(field.encode(), value)
            if edge.startswith("a field twice"):
                frame = b"\x83" + frame[1:]
            peer.send(channel, frame, raw_values(b"number", b"\x07"))
            taken = bytes.fromhex(victim.take(channel)[0])
            if expected == REFUSED:
                assert encode("number") + b"\x07" in taken
                continue
            arrived = value if isinstance(expected, str) else expected
            assert encode(field) + arrived in taken, (field, value, taken)
            victim.take(channel)
        letters = victim.look().letters
        refused = sum(expected == REFUSED for _, _, expected in EDGES[edge])
        assert len(letters) == refused
        assert {one.reason for one in letters} <= {"schema"}


@pytest.mark.parametrize("edge", EDGES)
def test_the_documentation_says_so(edge: str) -> None:
    lines = [line for line in DOCS.read_text().splitlines() if line.startswith("|")]
    (line,) = [line for line in lines if line.split("|")[1].strip() == edge]
    says = line.split("|")[2].strip()
    expected = EDGES[edge][0][2]
    assert (says == "a dead letter") == (expected == REFUSED)


def test_the_documentation_says_no_more() -> None:
    _, _, after = DOCS.read_text().partition("## Values at the edges")
    lines = [line for line in after.splitlines() if line.startswith("|")]
    assert {line.split("|")[1].strip() for line in lines[2:]} == set(EDGES)
