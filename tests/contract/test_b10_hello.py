"""B10: who does not say hello as a peer does is refused at once, and gets no message."""

from collections.abc import Callable

import pytest
from runtime import ConnectionInfo
from runtime.session_messages import VERSION, Goodbye, Hello, Refusal

from tests.contract.foreign import SESSION, Peer, foreign_kernel
from tests.contract.measured import measured
from tests.contract.mistreat import encode
from tests.contract.scale import TRANSPORTS, limit, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, Victim, meeting, session
from tests.contract.wire import Kernel

PAYLOAD = encode({"type": "payload", "thread": 0, "number": 0, "crc": 0, "data": b""})


def changed(**terms: object) -> Callable[[Peer], None]:
    def greet(peer: Peer) -> None:
        channels = {name: known | terms for name, known in peer.terms.items()}
        peer.greet(channels=channels)

    return greet


def other_fingerprints(peer: Peer) -> None:
    changed(fingerprint="0" * 64)(peer)
    peer.say("Model", model=b"garbage")


HELLOS: dict[str, Callable[[Peer], None]] = {
    "garbage": lambda peer: peer.say_frames(b"\xc1" * 100),
    "nothing in it": lambda peer: peer.say_frames(b""),
    "random": lambda peer: peer.say_frames(bytes(range(256))),
    "a text": lambda peer: peer.say_frames(encode("Hello")),
    "another version": lambda peer: peer.greet(version=VERSION + 1),
    "an older version": lambda peer: peer.greet(version=1),
    "no version": lambda peer: peer.greet(version=None),
    "a wrong token": lambda peer: peer.greet(token="0" * 64),
    "an empty token": lambda peer: peer.greet(token=""),
    "half a token": lambda peer: peer.greet(token=peer.info.token[:32]),
    "a token that is no text": lambda peer: peer.greet(token=5),
    "a token beyond ASCII": lambda peer: peer.greet(token="\u00fc" * 64),
    "another session": lambda peer: peer.greet(session="0" * 32),
    "no channels": lambda peer: peer.greet(channels=None),
    "no capacity": changed(capacity=0),
    "a negative capacity": changed(capacity=-1),
    "a negative limit": changed(max_message_bytes=-5),
    "other fingerprints": other_fingerprints,
    "all sent the wrong way": changed(sends=True),
    "a receipt": lambda peer: peer.say("Receipt", consumed={}),
    "a goodbye": lambda peer: peer.say("Goodbye", sent={}),
    "a welcome": lambda peer: peer.say("Welcome", channels={}, remarks=[]),
    "two parts": lambda peer: peer.say_frames(b"\x80", b"\x80"),
    "large": lambda peer: peer.greet(channels={"x" * 2**20: {}}),
    "many channels": lambda peer: peer.greet(channels={str(n): 0 for n in range(10**5)}),
}  # fmt: skip


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("hello", HELLOS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_host_refuses(
    transport: Transport, hello: str, run: int, victim: Victim
) -> None:
    with meeting(victim, "host", transport) as peer:
        # What was sent before waits for a peer, and this is none.
        assert victim.ask(str, "send", "down1", PAYLOAD.hex()) == ""
        HELLOS[hello](peer)
        end, seconds = victim.ask(tuple[str, float], "end_soon", "up1")
        measured("until it is refused (s)", seconds, limit(1))
        assert end.startswith(("HandshakeError", "CatalogueMismatch")), end
        assert seconds <= limit(1)
        assert peer.hear(Refusal).why
        look = victim.look()
        assert (look.state, look.healthy) == ("failed", True)
        assert peer.anything() == {}
        ends = victim.ask(dict[str, str], "ends")
        assert {text.split(":")[0] for text in ends.values()} == {end.split(":")[0]}
        assert peer.info.token not in str(look)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_host_says_nothing_to_who_is_mute(
    transport: Transport, victim: Victim
) -> None:
    with meeting(victim, "host", transport) as peer:
        assert victim.ask(str, "send", "down1", PAYLOAD.hex()) == ""
        peer.send("up1", PAYLOAD, b"\xc1")
        assert not peer.sockets[SESSION].poll(300)
        assert peer.anything() == {}
        look = victim.look()
        assert look.state == "waiting"
        assert look.stats["up1"].received == 0
        assert look.letters == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_second_hello_ends_the_session(
    transport: Transport, role: Role, victim: Victim
) -> None:
    with session(victim, role, transport) as peer:
        peer.greet()
        assert victim.end(victim.hurt("1")).startswith("ProtocolFault")
        assert peer.hear(Goodbye).error == "ProtocolFault"


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_replay_gets_nowhere(transport: Transport, victim: Victim) -> None:
    """A second peer with all that the first one had: nothing to it, nothing from it."""
    with session(victim, "host", transport) as peer:
        info: ConnectionInfo = peer.info
        with foreign_kernel(info, Kernel) as second:
            second.greet()
            assert victim.ask(str, "send", "down1", PAYLOAD.hex()) == ""
            assert peer.read("down1") == PAYLOAD
            second.send("up1", PAYLOAD)
            assert not second.sockets[SESSION].poll(300)
            assert second.anything() == {}
            look = victim.look()
            assert (look.state, look.stats["up1"].received) == ("ready", 0)


ANSWERS: dict[str, Callable[[Peer], None]] = {
    "garbage": lambda peer: peer.say_frames(b"\xc1" * 100),
    "nothing in it": lambda peer: peer.say_frames(b""),
    "its own hello": lambda peer: peer.greet(),
    "a receipt": lambda peer: peer.say("Receipt", consumed={}),
    "a goodbye": lambda peer: peer.say("Goodbye", sent={}),
    "a welcome without channels": lambda peer: peer.say("Welcome", remarks=[]),
    "a refusal": lambda peer: peer.say("Refusal", kind="handshake", why="no"),
    "a refusal of the catalogue": lambda peer: peer.say(
        "Refusal", kind="catalogue", why="no"
    ),
}


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_kernel_refuses(
    transport: Transport, answer: str, run: int, victim: Victim
) -> None:
    with meeting(victim, "kernel", transport) as peer:
        peer.hear(Hello)
        peer.sockets["down1"].send(PAYLOAD)
        ANSWERS[answer](peer)
        how, seconds = victim.answer(tuple[str, float])
        measured("until it is refused (s)", seconds, limit(1))
        assert how.startswith(("HandshakeError", "CatalogueMismatch")), how
        assert seconds <= limit(1)
        assert peer.anything() == {}
