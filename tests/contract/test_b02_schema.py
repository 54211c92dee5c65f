"""B2: what is msgpack, but not what the channel carries, is told by where it is wrong."""

import pytest
from runtime.session_messages import Rejected

from tests.contract.mistreat import Bad, encode, mistreat, raw_values, values
from tests.contract.scale import TRANSPORTS, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session

TYPE = b"\xa4type"

WRONG = {
    "nothing": (encode(None), r"\$"),
    "a number": (encode(1), r"\$"),
    "a text": (encode("values"), r"\$"),
    "a list": (encode([1]), r"\$"),
    "an empty map": (encode({}), r"\$"),
    "no tag": (encode({"number": 1}), r"\$"),
    "an unknown tag": (encode({"type": "value"}), r"\$\.type"),
    "the tag of another channel": (encode({"type": "control", "verb": "x"}), r"\$\.type"),
    "two tags": (b"\x82" + 2 * TYPE + b"\xa6values" + encode("tree"), r"\$.*"),
    "two tags, apart": (
        b"\x83" + TYPE + b"\xa6values\xa6number\x01" + TYPE + encode("tree"),
        r"\$.*",
    ),
    "a number as tag": (encode({"type": 5}), r"\$\.type"),
    "nothing as tag": (encode({"type": None}), r"\$\.type"),
    "a list as tag": (encode({"type": ["values"]}), r"\$\.type"),
    "a text for a number": (values(number="1"), r"\$\.number"),
    "a float for a number": (values(number=1.5), r"\$\.number"),
    "a number for a text": (values(text=1), r"\$\.text"),
    "nothing for a number": (values(number=None), r"\$\.number"),
    "a text among numbers": (values(numbers=[1, "2"]), r"\$\.numbers\[1\]"),
    "a text as value": (values(names={"a": "b"}), r"\$\.names\[\.\.\.\]"),
    "a number as key": (values(names={1: 1}), r"\$\.names"),
    "a map for a list": (values(numbers={"a": 1}), r"\$\.numbers"),
    "a text for bytes": (values(data="x"), r"\$\.data"),
    "a key that is no text": (b"\x82\xa4type\xa6values\x05\x05", r"\$"),
    "deep inside": (
        encode({"type": "tree", "children": [{"type": "tree", "children": [5]}]}),
        r"\$\.children\[0\]\.children\[0\]",
    ),
    "a number beyond 64 bits": (raw_values(b"number", b"\xcb" + b"\x44" * 8), r"\$\.number"),
}  # fmt: skip


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_becomes_a_dead_letter_with_its_path(
    transport: Transport, role: Role, run: int, victim: Victim
) -> None:
    bad = [Bad(name, frame, ("schema",), path) for name, (frame, path) in WRONG.items()]
    with session(victim, role, transport) as peer:
        assert mistreat(victim, peer, bad) == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("missing", ["thread", "number", "crc", "data"])
def test_a_missing_field_is_named(missing: str, role: Role, victim: Victim) -> None:
    fields = {"thread": 0, "number": 0, "crc": 0, "data": b""}
    del fields[missing]
    with session(victim, role, "ipc") as peer:
        channel = victim.hurt("1")
        peer.send(channel, encode({"type": "payload", **fields}))
        said = peer.hear(Rejected)
        assert (said.reason, said.path) == ("schema", "$")
        letter = victim.look().letters[0]
        assert f"`{missing}`" in letter.error
        assert letter.path == "$"
