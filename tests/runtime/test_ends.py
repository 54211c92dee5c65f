"""Sending and receiving, both sides in one process."""

import random
import threading
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic

import pytest
from runtime import Channel, ChannelClosed, ChannelEmpty, ChannelFull, EncodeError
from runtime.writer import Writer

from tests.runtime.notebook import ExecuteCells, Host, Interrupt, Kernel, KernelMessage


@pytest.fixture
def pair() -> Iterator[tuple[Host, Kernel]]:
    host, kernel = Host.pair()
    with host, kernel:
        yield host, kernel


def test_messages_arrive_in_order_in_both_directions(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    for number in range(500):
        host.control.send(ExecuteCells(cell_ids=[str(number)], codes=["x"]))
        kernel.stream.send(KernelMessage(b"%d" % number))
    for number in range(500):
        assert kernel.control.recv(5) == ExecuteCells(
            cell_ids=[str(number)], codes=["x"]
        )
        assert host.stream.recv(5) == b"%d" % number


def test_messages_that_were_sent_before_there_was_a_peer_arrive_in_order() -> None:
    with Host.bind() as host:
        for number in range(1000):
            host.control.send_nowait(ExecuteCells(cell_ids=[str(number)], codes=[]))
        with pytest.raises(ChannelFull):
            host.control.send_nowait(Interrupt())
        with Kernel.connect(host.info) as kernel:
            for number in range(1000):
                assert kernel.control.recv(5) == ExecuteCells(
                    cell_ids=[str(number)], codes=[]
                )


def test_send_many_arrives_as_if_sent_one_by_one(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    numbers = [KernelMessage(b"%d" % number) for number in range(1000)]
    kernel.stream.send_many(numbers)
    kernel.stream.send_many([])
    assert [host.stream.recv(5) for _ in numbers] == numbers


def test_send_many_sends_nothing_if_one_cannot_be_sent(
    pair: tuple[Host, Kernel],
) -> None:
    host, kernel = pair
    bad = ExecuteCells(cell_ids=["1"], codes=["\ud800"])
    with pytest.raises(
        EncodeError, match="'control': this ExecuteCells cannot be sent"
    ):
        host.control.send_many([Interrupt(), bad, Interrupt()])
    assert host.control.stats().sent == 0
    host.control.send(Interrupt())
    assert kernel.control.recv(5) == Interrupt()


def test_what_a_handler_raises_in_send_many_is_all_that_its_caller_sees(
    pair: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, kernel = pair

    def strike(channel: Channel[object], messages: list[object]) -> list[bytes]:
        raise StopIteration  # the most misleading one

    with monkeypatch.context() as patched:
        patched.setattr(Channel, "_encoded", strike)
        with pytest.raises(StopIteration):
            host.control.send_many([Interrupt()])
    host.control.send(Interrupt())
    assert kernel.control.recv(5) == Interrupt()
    assert kernel.control.stats().received == 1


def test_send_many_while_the_channel_is_full_loses_nothing(
    pair: tuple[Host, Kernel],
) -> None:
    host, kernel = pair
    rounds = 300

    def send() -> None:
        for number in range(rounds):
            kernel.stream.send_many([KernelMessage(b"%d" % number)] * 100)

    sender = threading.Thread(target=send)
    sender.start()
    received = [host.stream.recv(10) for _ in range(rounds * 100)]
    sender.join()
    assert received == [b"%d" % number for number in range(rounds) for _ in range(100)]


def test_what_waits_is_not_overtaken(
    pair: tuple[Host, Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, kernel = pair
    go_on = threading.Event()

    def hold() -> None:
        go_on.wait(10)

    kernel._receiver.post(hold)
    with monkeypatch.context() as busy:
        busy.setattr(Writer, "write_one", lambda writer, frame: False)
        busy.setattr(Writer, "write", lambda writer, frames, count: 0)
        kernel.stream.send(KernelMessage(b"0"))
    for number in (b"1", b"2"):
        kernel.stream.send(KernelMessage(number))
    go_on.set()
    assert [host.stream.recv(10) for _ in range(3)] == [b"0", b"1", b"2"]


@pytest.mark.parametrize("timeout", [0, 0.2])
def test_recv_gives_up_in_time(pair: tuple[Host, Kernel], timeout: float) -> None:
    host, _ = pair
    start = monotonic()
    with pytest.raises(ChannelEmpty, match="<StreamPull 'stream'>"):
        host.stream.recv(timeout)
    assert timeout <= monotonic() - start < timeout + 0.5


@pytest.mark.parametrize("timeout", [0, 0.2])
def test_send_gives_up_in_time(timeout: float) -> None:
    with Host.bind() as host:
        host.input.send("fills it")
        start = monotonic()
        with pytest.raises(ChannelFull, match="<InputPush 'input'>"):
            host.input.send("one too many", timeout)
        assert timeout <= monotonic() - start < timeout + 0.5


def test_nowait_raises_at_once(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    with pytest.raises(ChannelEmpty):
        host.stream.recv_nowait()
    fill_input(host)
    start = monotonic()
    with pytest.raises(ChannelFull):
        host.input.send_nowait("one too many")
    assert monotonic() - start < 0.1


def test_send_waits_for_room_and_goes_on(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    sent = fill_input(host)

    sender = threading.Thread(target=host.input.send, args=("last",))
    sender.start()
    received = [kernel.input.recv(5) for _ in range(sent + 1)]
    sender.join()
    assert received == [*map(str, range(sent)), "last"]


def test_recv_waits_for_a_message(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(kernel.input.recv()))
    reader.start()
    host.input.send("late")
    reader.join(5)
    assert received == ["late"]


def test_a_full_channel_delays_no_other(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    fill_input(host)
    for number in range(1000):
        host.control.send(ExecuteCells(cell_ids=[str(number)], codes=[]), timeout=5)
    for number in range(1000):
        assert kernel.control.recv(5) == ExecuteCells(cell_ids=[str(number)], codes=[])
    assert kernel.input.stats().queued == 1


def test_a_channel_that_nobody_reads_delays_no_other(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    for _ in range(1000):
        host.control.send(Interrupt(), timeout=5)
    inbox = kernel.control._inbox
    assert inbox._gate.wait_for(lambda: len(inbox.supply.queue) == 1000, 5)
    for text in ("one", "two"):
        host.input.send(text, timeout=5)
        assert kernel.input.recv(5) == text


def test_eight_threads_on_one_push_lose_and_tear_nothing(
    pair: tuple[Host, Kernel],
) -> None:
    host, kernel = pair
    producers, each = 8, 50_000

    def send(producer: int) -> None:
        padding = bytes([producer]) * random.Random(producer).randrange(200)
        for number in range(each):
            kernel.stream.send(KernelMessage(b"%d %d %s" % (producer, number, padding)))

    threads = [
        threading.Thread(target=send, args=(producer,)) for producer in range(producers)
    ]
    for thread in threads:
        thread.start()
    expected = [0] * producers
    for _ in range(producers * each):
        producer, number, padding = host.stream.recv(10).split(b" ", 2)
        assert int(number) == expected[int(producer)]
        assert padding == padding[:1] * len(padding)
        expected[int(producer)] += 1
    for thread in threads:
        thread.join()
    assert expected == [each] * producers
    assert (
        kernel.stream.stats().sent == host.stream.stats().received == producers * each
    )


def test_several_threads_may_read(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    received: list[list[bytes]] = [[] for _ in range(4)]
    readers = [
        threading.Thread(target=lambda mine=mine: mine.extend(host.stream))
        for mine in received
    ]
    for reader in readers:
        reader.start()
    numbers = [KernelMessage(b"%05d" % number) for number in range(5000)]
    kernel.stream.send_many(numbers)
    kernel.close()
    for reader in readers:
        reader.join(10)
    assert sorted(number for mine in received for number in mine) == numbers
    assert all(mine == sorted(mine) for mine in received)


def test_a_message_is_what_it_was_when_it_was_sent() -> None:
    with Host.bind() as host:
        codes = ["before"]
        host.control.send(ExecuteCells(cell_ids=["1"], codes=codes))
        codes.append("after")
        with Kernel.connect(host.info) as kernel:
            assert kernel.control.recv(5) == ExecuteCells(
                cell_ids=["1"], codes=["before"]
            )


def test_stats_of_a_pull_add_up(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    kernel.stream.send_many([KernelMessage(b"x")] * 10)
    for _ in range(3):
        host.stream.recv(5)
    kernel.close(drain=0.2)
    stats = host.stream.stats()
    assert (stats.received, stats.queued, stats.rejected, stats.dropped) == (
        10,
        7,
        0,
        0,
    )
    host.close()
    stats = host.stream.stats()
    assert (stats.received, stats.queued, stats.rejected, stats.dropped) == (
        10,
        0,
        0,
        7,
    )


def test_a_channel_of_another_platform_is_none(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    assert host.elsewhere is None
    assert kernel.elsewhere is None
    assert set(host.info.channels) == {"control", "input", "stream"}


def test_tcp() -> None:
    with Host.bind("tcp") as host, Kernel.connect(host.info) as kernel:
        assert host.info.channels["control"].startswith("tcp://127.0.0.1:")
        host.control.send(Interrupt())
        assert kernel.control.recv(5) == Interrupt()


def test_iteration_ends_when_the_other_side_closes(pair: tuple[Host, Kernel]) -> None:
    host, kernel = pair
    kernel.stream.send_many([KernelMessage(b"x")] * 1000)
    closing = threading.Thread(target=kernel.close)
    closing.start()
    assert sum(1 for _ in host.stream) == 1000
    closing.join()
    with pytest.raises(ChannelClosed, match="the other side has closed"):
        host.stream.recv()
    with pytest.raises(ChannelClosed, match="the other side has closed"):
        host.control.send(Interrupt())


def fill_input(host: Host) -> int:
    """Send numbers until nothing more fits between the two sides; return how many."""
    sent = 0
    with suppress(ChannelFull):
        while True:
            host.input.send(str(sent), timeout=0.2)
            sent += 1
    return sent
