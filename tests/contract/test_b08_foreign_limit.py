"""B8: a message over the limit from a peer that does not keep it ends the session, aloud."""

import pytest
from runtime.session_messages import Goodbye

from tests.contract.mistreat import encode
from tests.contract.scale import TRANSPORTS, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session

LIMIT = 65536


def payload(size: int, number: int = 0) -> bytes:
    """Return a message of so many bytes on the wire."""
    data = bytes(size)
    while True:
        fields = {"thread": 0, "number": number, "crc": 0, "data": data}
        frame = encode({"type": "payload", **fields})
        if len(frame) == size:
            return frame
        data = bytes(len(data) + size - len(frame))


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("size", [LIMIT + 1, 10 * LIMIT])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_session_ends_with_a_fault(
    transport: Transport, role: Role, size: int, run: int, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        channel = victim.hurt("_small")
        peer.send(channel, *(payload(100, number) for number in range(5)))
        peer.send(channel, payload(size, 5))
        peer.send(channel, *(payload(100, number) for number in range(6, 9)))
        taken = victim.take(channel, 6)
        assert [text == payload(100, n).hex() for n, text in enumerate(taken[:5])] == [
            True
        ] * 5
        assert taken[5].startswith("ProtocolFault")
        assert f"{LIMIT}" in taken[5]
        ends = victim.ask(dict[str, str], "ends")
        assert {text.split(":")[0] for text in ends.values()} == {"ProtocolFault"}
        assert peer.hear(Goodbye).error == "ProtocolFault"
        look = victim.look()
        assert (look.state, look.healthy) == ("failed", True)
        assert look.stats[channel].received == 5


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_message_of_just_the_limit_is_well(
    transport: Transport, role: Role, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        channel = victim.hurt("_small")
        peer.send(channel, payload(LIMIT), payload(LIMIT - 1))
        assert victim.take(channel, 2) == [
            payload(LIMIT).hex(),
            payload(LIMIT - 1).hex(),
        ]


@pytest.mark.parametrize("role", ROLES)
def test_the_limit_that_both_have_agreed_on_holds(role: Role, victim: Victim) -> None:
    channel = "up_small" if role == "host" else "down_small"
    terms: dict[str, object] = {"max_message_bytes": 1000}
    with session(victim, role, "ipc", {channel: terms}) as peer:
        peer.send(channel, payload(1000), payload(1001))
        taken = victim.take(channel, 2)
        assert taken[0] == payload(1000).hex()
        assert taken[1].startswith("ProtocolFault")
        assert "1001 bytes" in taken[1]
