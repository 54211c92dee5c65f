"""The steered kernel does what it is ordered; without that, no other test here means anything."""

from pathlib import Path

import pytest

from tests.contract.history import Delivered, Noted
from tests.contract.payload import Sizes, crc_of, make
from tests.contract.scale import TRANSPORTS
from tests.contract.steer import Transport, steered

SIZES = Sizes(16, 4096)


def test_the_bytes_follow_from_thread_and_number() -> None:
    one = make("up1", 3, 7, SIZES)
    assert one == make("up1", 3, 7, SIZES)
    assert one.data != make("up1", 3, 8, SIZES).data
    assert crc_of("up1", one) == one.crc
    assert crc_of("up2", one) == -1
    lengths = {len(make("up1", 0, number, SIZES).data) for number in range(500)}
    assert 16 <= min(lengths) < 40
    assert 3000 < max(lengths) <= 4096
    assert len(make("up1", 0, 0, Sizes.parse("3000000")).data) == 3_000_000
    either = Sizes.parse(str(Sizes(16, 64, between=False)))
    assert {len(make("up1", 0, n, either).data) for n in range(99)} == {16, 64}


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_both_sides_send_and_receive(transport: Transport, tmp_path: Path) -> None:
    with steered(transport, tmp_path) as both:
        for channel in ("down1", "up1"):
            both.consume(channel)
            both.send(channel, 100, SIZES, 2)
        both.all_sent()
        assert both.ask("echo", "here") == "here"
        assert both.finish("up1") == 0
        assert both.nothing_lost("down1", "up1") == []
        for events in (both.ours(), both.theirs()):
            assert sum(isinstance(event, Delivered) for event in events) == 200


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("exit0", 0),
        ("exit3", 3),
        ("_exit", 5),
        ("raise", 1),
        ("segv", -11),
        ("SIGKILL", -9),
        ("SIGSEGV", -11),
        ("SIGTERM", -15),
    ],
)
def test_the_kernel_ends_as_it_is_told(how: str, code: int, tmp_path: Path) -> None:
    with steered("ipc", tmp_path) as both:
        both.order("end", how)
        assert both.process.wait(10) == code


def test_the_kernel_holds_the_interpreter(tmp_path: Path) -> None:
    with steered("ipc", tmp_path) as both:
        both.consume("down1")
        both.order("hold", 1)
        begin = both.ask("echo", "after")
        assert begin == "after"
        assert [e.what for e in both.theirs() if isinstance(e, Noted)][-1] == "held"
