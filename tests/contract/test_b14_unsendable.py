"""B14: what cannot be sent is refused in the caller, and nothing of it is sent."""

import pytest

from tests.contract.mistreat import values
from tests.contract.scale import TRANSPORTS, repeats
from tests.contract.spoilt import bad_objects
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_caller_hears_of_it(
    transport: Transport, role: Role, run: int, victim: Victim
) -> None:
    """The other side sees every frame there is: one good one after each bad object."""
    with session(victim, role, transport) as peer:
        channel = victim.sending("_values")
        found = victim.ask(dict[str, str], "send_bad", channel)
        assert found.keys() == {name for name, _ in bad_objects()}
        assert set(found.values()) == {"EncodeError"}
        for _ in found:
            frame = peer.read(channel)
            assert frame is not None
            assert frame.startswith(b"\x8a" + values(text="good")[1:])
        assert peer.anything() == {}
        assert victim.look().stats[channel].sent == len(found)
