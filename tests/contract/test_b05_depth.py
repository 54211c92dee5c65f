"""B5: what is nested too deeply is refused, whatever the process has made of its limits."""

import itertools
import sys
from functools import cache

import pytest
from runtime.session_messages import Refusal

from tests.contract.measured import measured
from tests.contract.mistreat import (
    Bad,
    mistreat,
    raw_values,
    seconds_to_reject,
)
from tests.contract.scale import FULL, TRANSPORTS, limit, repeats
from tests.contract.steer import Transport
from tests.contract.victims import ROLES, Role, meeting, process_of, session

DEPTHS = (100, 10_000, 1_000_000)

LIMITS = (
    list(itertools.product((0, 100_000, 2**31 - 1), (0, 64 * 1024, 1024 * 1024)))
    if FULL
    else [(0, 0), (2**31 - 1, 64 * 1024)]
)
"""The recursion limit, and the stack of the threads that the user starts; 0 is Python's own."""

LONG = 4_000_000
"""Bytes of a frame that takes its time to travel, whatever becomes of it."""

TREE = b"\x82\xa4type\xa4tree\xa8children\x91"
MAP = b"\x81\xa1k"


@cache
def nested() -> list[Bad]:
    """Return frames that nest in a field of any type, in one that is not known, and so on."""
    found = []
    for depth in DEPTHS:
        frames = {
            "trees": TREE * depth,
            "a list of numbers": raw_values(b"numbers", b"\x91" * depth + b"\x05"),
            "anything": raw_values(b"thing", b"\x91" * depth + b"\xc0"),
            "anything, a map": raw_values(b"thing", MAP * depth + b"\xc0"),
            "an unknown field": raw_values(b"unknown", b"\x91" * depth + b"\xc0"),
            "an unknown field, a map": raw_values(b"unknown", MAP * depth + b"\xc0"),
            "the values of a map": raw_values(b"names", MAP * depth + b"\x05"),
            "the keys of a map": raw_values(b"names", b"\x81" * depth + b"\xc0"),
            "the message itself": b"\x91" * depth,
        }
        found += [
            Bad(f"{name}, {depth} deep", frame, ("depth",))
            for name, frame in frames.items()
        ]
    return found


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize(("recursion", "stack"), LIMITS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_it_becomes_a_dead_letter(
    transport: Transport, role: Role, recursion: int, stack: int, run: int
) -> None:
    with (
        process_of(recursion=recursion, stack=stack) as victim,
        session(victim, role, transport) as peer,
    ):
        assert mistreat(victim, peer, nested()) == []
        found = []
        channel = victim.hurt("_values")
        for one in nested():
            if len(one.frame) > LONG:
                continue
            seconds = seconds_to_reject(peer, channel, one.frame, limit(0.050))
            measured("until it is rejected (ms)", seconds * 1000, limit(50))
            if seconds > limit(0.050):
                found.append(f"{one.name}: {seconds * 1000:.1f} ms")
        assert found == []
        # On the session socket, it is no message.
        deep = b"\x82\xa4type\xa7Receipt\xa8consumed" + MAP * 1_000_000 + b"\x05"
        peer.say_frames(deep)
        assert victim.end(channel).startswith("ProtocolFault")
        assert victim.process.poll() is None


@pytest.mark.parametrize("recursion", [0, 2**31 - 1])
@pytest.mark.parametrize("stack", [0, 64 * 1024])
@pytest.mark.parametrize("what", ["hello", "unknown field", "model", "structs"])
def test_a_host_refuses_it_before_the_session(
    what: str, recursion: int, stack: int
) -> None:
    with (
        process_of(recursion=recursion, stack=stack) as victim,
        meeting(victim, "host", "ipc") as peer,
    ):
        deep = b"\x91" * 1_000_000 + b"\xc0"
        if what == "hello":
            peer.say_frames(b"\x82\xa4type\xa5Hello\xa8channels" + deep)
        elif what == "unknown field":
            peer.say_frames(b"\x82\xa4type\xa5Hello\xa7unknown" + deep)
        else:
            other = {"fingerprint": "other"}
            channels = {name: known | other for name, known in peer.terms.items()}
            peer.greet(channels=channels)
            peer.say("Model", model=deep_model(what))
        peer.hear(Refusal)
        assert "Mismatch" in victim.end("up1") or "Handshake" in victim.end("up1")
        assert victim.process.poll() is None


def deep_model(what: str) -> bytes:
    """Return a wire model, of sorts, with a type that is nested without end."""
    array, end = b'{"kind":"array","collection":"list","item":', b"}"
    plain = b'{"kind":"plain","name":"int"}'
    node = array * 100_000 + plain + end * 100_000
    if what == "model":
        channel = b'{"name":"up1","sender":"connects","type":' + node + b"}"
        return b'{"channels":[' + channel + b"]}"
    return b'{"channels":[],"structs":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}"


def test_the_limits_are_what_they_are_meant_to_be() -> None:
    assert max(recursion for recursion, _ in LIMITS) > 30 * sys.getrecursionlimit()
