"""B3: what is no UTF-8 where a text is expected is malformed, wherever that is."""

import pytest

from tests.contract.mistreat import Bad, encode, mistreat, raw_values
from tests.contract.scale import TRANSPORTS, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session

BROKEN = {
    "no beginning": b"\xff\xfe",
    "no end": b"abc\xe2\x82",
    "half a character": b"\xed\xa0\x80",
    "the other half": b"\xed\xb0\x80",
    "both halves": b"\xed\xa0\x80\xed\xb0\x80",
    "overlong": b"\xc0\xaf",
    "overlong zero": b"\xc0\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
}


def text(content: bytes) -> bytes:
    return b"\xd9" + bytes([len(content)]) + content


def broken() -> list[Bad]:
    """Return messages that hold each where a text stands; in a tag, it is just another tag."""
    found = []
    for name, content in BROKEN.items():
        places = {
            "in a field": raw_values(b"text", text(content)),
            "in a list": raw_values(b"words", b"\x92\xa1a" + text(content)),
            "as a key": raw_values(b"names", b"\x81" + text(content) + b"\x01"),
            "in anything": raw_values(b"thing", b"\x91" + text(content)),
        }
        found += [
            Bad(f"{name} {place}", frame, ("malformed",))
            for place, frame in places.items()
        ]
    return found


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_becomes_a_dead_letter(
    transport: Transport, role: Role, run: int, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        assert mistreat(victim, peer, broken()) == []


def test_what_nobody_reads_may_be_anything(victim: Victim) -> None:
    """A field that the reader does not know is passed over, as docs/catalogue.md says."""
    with session(victim, "host", "ipc") as peer:
        for content in BROKEN.values():
            peer.send("up_values", raw_values(b"unknown", text(content)))
            key = b"\x82\xa4type\xa6values" + text(content) + encode(1)
            peer.send("up_values", key)
        assert all(" " not in taken for taken in victim.take("up_values", 16))
        assert victim.look().letters == []
