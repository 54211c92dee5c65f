"""B9: a peer that does what no peer does ends the session, and nothing of that is delivered."""

from collections.abc import Callable

import pytest
from runtime.session_messages import Goodbye

from tests.contract.foreign import Peer
from tests.contract.measured import measured
from tests.contract.mistreat import encode
from tests.contract.scale import TRANSPORTS, limit, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, session


def payload(number: int) -> bytes:
    fields = {"thread": 0, "number": number, "crc": 0, "data": b""}
    return encode({"type": "payload", **fields})


PAYLOADS = [payload(number) for number in range(2000)]

Offence = Callable[[Victim, Peer], None]


def receipt(name: str, consumed: object, rejected: object = 0) -> Offence:
    def say(victim: Victim, peer: Peer) -> None:
        counts = {victim.sending(name): (consumed, rejected)}
        peer.say("Receipt", consumed=counts)

    return say


def rejected(name: str, position: int) -> Offence:
    def say(victim: Victim, peer: Peer) -> None:
        fields = {"position": position, "reason": "schema", "path": ""}
        peer.say("Rejected", channel=victim.sending(name), **fields)

    return say


def said(kind: str, /, **fields: object) -> Offence:
    return lambda _, peer: peer.say(kind, **fields)


def hello_again(_: Victim, peer: Peer) -> None:
    peer.greet()


def hello_of_another_session(_: Victim, peer: Peer) -> None:
    peer.greet(session="0" * 32, token="0" * 64)


def parts(_: Victim, peer: Peer) -> None:
    frame = encode({"type": "Receipt", "consumed": {}})
    peer.say_frames(frame, frame)


def no_parts(_: Victim, peer: Peer) -> None:
    peer.say_frames(b"")


OFFENCES: dict[str, Offence] = {
    "a receipt for what was never sent": receipt("1", 4),
    "a receipt for what was never sent, by far": receipt("1", 2**62),
    "a receipt for less than before": receipt("1", 1),
    "a receipt for a negative number": receipt("1", -1),
    "a receipt for more rejected than consumed": receipt("1", 3, 4),
    "a receipt on an idle channel": receipt("2", 1),
    "a receipt for a channel that is not": said("Receipt", consumed={"x": (1, 0)}),
    "a receipt for a channel of its own": lambda victim, peer: peer.say(
        "Receipt", consumed={victim.hurt("1"): (1, 0)}
    ),
    "a rejection of what was never sent": rejected("1", 3),
    "a rejection at a negative position": rejected("1", -1),
    "a rejection on a channel that is not": said(
        "Rejected", channel="x", position=0, reason="schema", path=""
    ),
    "a second hello": hello_again,
    "the hello of another session": hello_of_another_session,
    "a model": said("Model", model=b""),
    "a welcome": said("Welcome", channels={}, remarks=[]),
    "a refusal": said("Refusal", kind="catalogue", why="no"),
    "an unknown word": said("Howdy"),
    "a word without its fields": said("Goodbye"),
    "garbage": lambda _, peer: peer.say_frames(b"\xc1" * 100),
    "an empty frame": no_parts,
    "two parts": parts,
    "a megabyte of zeros": lambda _, peer: peer.say_frames(bytes(2**20)),
    "a gigantic word": lambda _, peer: peer.say_frames(bytes(65 * 2**20)),
}


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("offence", OFFENCES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_word_that_makes_no_sense(
    transport: Transport, role: Role, offence: str, run: int, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        here, there = victim.hurt("1"), victim.sending("1")
        peer.send(here, *PAYLOADS[:5])
        for number in range(3):
            frame = PAYLOADS[number]
            assert victim.ask(str, "send", there, frame.hex()) == ""
            assert peer.read(there) == frame
        peer.say("Receipt", consumed={there: (2, 0)})
        assert victim.take(here, 5) == [frame.hex() for frame in PAYLOADS[:5]]
        OFFENCES[offence](victim, peer)
        end, seconds = victim.ask(tuple[str, float], "end_soon", here)
        measured("until the session ends (s)", seconds, limit(1))
        # What is larger than any word is cut off by libzmq: that is no fault, but an end.
        expected = ("ProtocolFault", "PeerLost")[offence == "a gigantic word"]
        assert end.startswith(expected), end
        assert seconds <= limit(1)
        ends = victim.ask(dict[str, str], "ends")
        assert {text.split(":")[0] for text in ends.values()} == {expected}
        look = victim.look()
        assert look.healthy
        assert look.state in ("failed", "lost")
        ended = [event for event in look.events if event.startswith("PeerEnded")]
        assert len(ended) == 1
        assert ended[0].startswith("PeerEnded False")
        # Visible: what was not confirmed is told, exactly.
        assert look.unconfirmed == {there: 1}
        # And the offender hears why, if it listens.
        if expected == "ProtocolFault":
            assert peer.hear(Goodbye).error == "ProtocolFault"


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("many", [1, 2, 500])
@pytest.mark.parametrize("capacity", ["_one", "_ten", "1"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_more_than_there_is_room_for(
    transport: Transport, role: Role, capacity: str, many: int, run: int, victim: Victim
) -> None:
    """What there was room for is delivered, what was too much is not, and nothing after it."""
    room = {"_one": 1, "_ten": 10, "1": 1000}[capacity]
    with session(victim, role, transport) as peer:
        channel = victim.hurt(capacity)
        peer.send(channel, *PAYLOADS[: room + many])
        assert victim.end(victim.hurt("_small")).startswith("ProtocolFault")
        taken = victim.take(channel, room + 1)
        assert taken[:-1] == [frame.hex() for frame in PAYLOADS[:room]]
        assert taken[-1].startswith("ProtocolFault")
        assert f"more than {room}" in taken[-1]
        ends = victim.ask(dict[str, str], "ends")
        assert {text.split(":")[0] for text in ends.values()} == {"ProtocolFault"}
        assert victim.look().stats[channel].received == room


@pytest.mark.parametrize("role", ROLES)
def test_each_part_of_a_group_takes_room(role: Role, victim: Victim) -> None:
    """Messages may travel as the parts of one: each is a message, and counts."""
    with session(victim, role, "ipc") as peer:
        channel = victim.hurt("_ten")
        peer.sockets[channel].send_multipart(PAYLOADS[:10])
        assert victim.take(channel, 10) == [frame.hex() for frame in PAYLOADS[:10]]
        peer.await_consumed(channel, 10)
        peer.sockets[channel].send_multipart(PAYLOADS[:11])
        # Who takes some before all were read makes room for the last.
        assert victim.end(victim.hurt("_small")).startswith("ProtocolFault")
        taken = victim.take(channel, 11)
        assert taken[:10] == [frame.hex() for frame in PAYLOADS[:10]]
        assert taken[10].startswith("ProtocolFault")
