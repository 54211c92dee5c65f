"""B11: whatever the code of a message raises, its frame is a dead letter."""

import pytest
from runtime.session_messages import Rejected

from tests.contract.hooked import RAISED
from tests.contract.mistreat import encode
from tests.contract.scale import TRANSPORTS, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session


def hooked(**fields: object) -> bytes:
    return encode({"type": "hooked", **fields})


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_becomes_a_dead_letter(
    transport: Transport, role: Role, run: int, victim: Victim
) -> None:
    with session(victim, role, transport, catalogue="hooked") as peer:
        channel = victim.hurt("")
        for number, text in enumerate(RAISED):
            inner = {"type": "hooked", "number": 0, "text": text}
            peer.send(
                channel,
                hooked(number=-1, text=text),
                hooked(number=number),
                hooked(number=-1, inner=inner),
            )
        taken = victim.take(channel, len(RAISED))
        expected = [
            hooked(number=number, text="", inner=None) for number in range(len(RAISED))
        ]
        assert taken == [frame.hex() for frame in expected]
        told = [peer.hear(Rejected) for _ in range(2 * len(RAISED))]
        letters = victim.look().letters
        assert [one.position for one in letters] == [
            3 * number + place for number in range(len(RAISED)) for place in (0, 2)
        ]
        assert {one.reason for one in letters} == {"hook"}
        for number, (text, error) in enumerate(RAISED.items()):
            for letter in letters[2 * number : 2 * number + 2]:
                cause = (
                    "ValidationError" if text in ("value", "type") else error.__name__
                )
                assert letter.error.startswith(cause)
            if text in ("value", "type"):
                assert letters[2 * number + 1].path == "$.inner"
        assert [one.position for one in told] == [one.position for one in letters]
        look = victim.look()
        assert look.state == "ready"
        # What a hook says may be what the message held.
        assert "secret" not in str(look.records)
