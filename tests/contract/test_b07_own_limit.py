"""B7: what is too large is refused by our own `send`, and nothing of it leaves the process."""

import pytest

from tests.contract.mistreat import encode
from tests.contract.scale import TRANSPORTS, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session

LIMIT = 65536


def frame_of(size: int) -> bytes:
    """Return a message that has so many bytes on the wire."""
    data = bytes(size)
    while excess := len(payload(data)) - size:
        data = bytes(len(data) - excess)
    return payload(data)


def payload(data: bytes) -> bytes:
    fields = {"thread": 0, "number": 0, "crc": 0, "data": data}
    return encode({"type": "payload", **fields})


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_caller_hears_of_it(
    transport: Transport, role: Role, run: int, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        channel = victim.sending("_small")
        for size in (LIMIT + 1, 10 * LIMIT, LIMIT, LIMIT + 1, LIMIT - 1):
            frame = frame_of(size)
            assert len(frame) == size
            said = victim.ask(str, "send", channel, frame.hex())
            if size > LIMIT:
                assert said.startswith("MessageTooLarge")
                assert f"{size} bytes" in said
                assert f"{LIMIT}" in said
            else:
                assert said == ""
        arrived = [peer.read(channel), peer.read(channel)]
        assert arrived == [frame_of(LIMIT), frame_of(LIMIT - 1)]
        assert peer.anything() == {}
        assert victim.look().stats[channel].sent == 2


@pytest.mark.parametrize("role", ROLES)
def test_of_two_limits_the_smaller_one_holds(role: Role, victim: Victim) -> None:
    """The other side would end the session if it got more than it takes."""
    channel = "down_small" if role == "host" else "up_small"
    terms = {"max_message_bytes": 1000, "capacity": 3}
    with session(victim, role, "ipc", {channel: {**terms}}) as peer:
        for size in (1001, 65536):
            said = victim.ask(str, "send", channel, frame_of(size).hex())
            assert said.startswith("MessageTooLarge")
            assert "1000" in said
        for _ in range(3):
            assert victim.ask(str, "send", channel, frame_of(1000).hex()) == ""
            assert peer.read(channel) == frame_of(1000)
        assert victim.ask(str, "fill", channel, frame_of(1000).hex()) == "ChannelFull"
