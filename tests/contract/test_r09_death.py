"""R9: a dead local peer is reported on every channel within 250 ms; whoever was blocked wakes up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest
from runtime import ChannelClosed, ChannelEmpty, PeerLost, StartupError, StubwireError
from runtime.events import PeerEnded

from tests.contract import checker
from tests.contract.bystander import Bystander, bystander
from tests.contract.deaths import Death, until
from tests.contract.ends import bind
from tests.contract.history import History, Told
from tests.contract.measured import measured
from tests.contract.payload import Sizes, make, message_of
from tests.contract.scale import ENDS, FULL, TRANSPORTS, limit, repeats
from tests.contract.steer import Steered, Transport, steered
from tests.contract.traffic import (
    WATCHDOG,
    close,
    fill,
    pull_of,
    push_of,
    receive,
    send,
    start,
)
from tests.contract.waiters import Waiter, pulls_of, pushes_of, receiving, sending
from tests.contract.wire import Control, Host, Values

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]

SOON: Final = limit(0.25)
AT_ONCE: Final = limit(0.05)
SLOWLY: Final = 200
"""How many messages somebody reads one by one; or how many are sent before it is done one by one."""

SIZES: Final = Sizes(16, 4096)

CAUSES: Final = {
    "exit0": 0,
    "exit3": 3,
    "raise": 1,
    "_exit": 5,
    "SIGKILL": -9,
    "SIGSEGV": -11,
    "SIGTERM": -15,
    "oom": -9,
}
"""How a kernel ends, with its exit code."""

UNWINDING: Final = ("exit0", "exit3", "raise")
"""These say goodbye, and wait for their messages to be read."""


TRIED: Final = [
    (transport, moment, cause)
    for place, transport in enumerate(TRANSPORTS)
    for row, moment in enumerate(("idle", "stream", "full", "handshake"))
    for column, cause in enumerate(CAUSES)
    if FULL or (place + row + column) % 2
]
"""Half of all pairs over one transport, half over the other; with all counts, both over both."""


@pytest.fixture(scope="module")
def beside(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bystander]:
    """A second session of this process, over the same transport."""
    transport: Transport = request.param
    with bystander(transport, tmp_path_factory.mktemp("bystander")) as other:
        yield other


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize(
    ("beside", "moment", "cause"),
    [case for case in TRIED if case[1] != "handshake"],
    indirect=["beside"],
)
def test_a_death_is_reported_on_every_channel(
    beside: Bystander, moment: str, cause: str, run: int, tmp_path: Path
) -> None:
    with beside.well(), steered(beside.transport, tmp_path) as both:
        waiters = begin(both, moment)
        death = Death(both.process.pid)
        if cause == "SIGKILL":
            both.process.kill()
        else:
            both.order("end", cause)
        late = []
        if moment == "full" and cause in UNWINDING:
            # Its goodbye has come; it waits for these to be read.
            waiters[0].join()
            late.append(receiving(both.host, "up_ten", both.history))
        died = death.wait()
        if moment == "full" and cause not in UNWINDING:
            late.append(receiving(both.host, "up_ten", both.history))
        for waiter in waiters + late:
            waiter.join()
        both.traffic.conclude()
        assert both.process.wait(WATCHDOG) == CAUSES[cause]
        worst = max(waiter.at for waiter in waiters) - died
        measured(f"{moment}: heard (ms)", worst * 1000, SOON * 1000)
        assert worst <= SOON
        code = CAUSES[cause]
        kind = PeerLost if code else ChannelClosed
        await_exitcode(both.host, died)
        found = check_errors(waiters + late, kind, code, died)
        found += check_later_calls(both.host, kind, code)
        found += check_event(both, cause)
        assert found == []
        assert [waiter.calls for waiter in late] == [10] * len(late)
        close(both.host, both.history, 5.0)
        check_messages(both, moment, cause)


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize(
    ("beside", "moment", "cause"),
    [case for case in TRIED if case[1] == "handshake"],
    indirect=["beside"],
)
def test_a_death_during_the_handshake_is_reported(
    beside: Bystander, moment: str, cause: str, run: int, tmp_path: Path
) -> None:
    place = tmp_path / "pid"
    os.mkfifo(place)
    deaths: list[Death] = []
    command = [sys.executable, "-m", "tests.contract.raw", "session", cause, str(place)]

    def watch(_: int) -> None:
        deaths.append(Death(int(place.read_text())))
        place.write_text("go on")

    watcher = start(watch, range(1))[0]
    history = History(tmp_path / "host")
    with beside.well(), bind(beside.transport) as host:
        assert fill(push_of(host, "down_ten"), 16) == 10
        waiters = [wait_on(host, name, history) for name in pulls_of(host)]
        waiters.append(sending(host, "down_ten", SIZES, history))
        with pytest.raises(StartupError) as caught:
            host.spawn(command, timeout=WATCHDOG)
        heard = monotonic()
        watcher.join(WATCHDOG)
        died = deaths[0].wait()
        for waiter in waiters:
            waiter.join()
        worst = max(heard, *(waiter.at for waiter in waiters)) - died
        measured("handshake: heard (ms)", worst * 1000, SOON * 1000)
        assert worst <= SOON
        assert caught.value.exitcode == CAUSES[cause]
        assert host.stats().channels["down_ten"].sent == 10
        await_exitcode(host, died)
        found = check_errors(waiters, PeerLost, CAUSES[cause], died)
        assert found + check_later_calls(host, PeerLost, CAUSES[cause]) == []
        assert host.state == "lost"
    history.close()


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("busy", ["receiving", "sending"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_goes_on_here_delays_no_report(
    transport: Transport, busy: str, run: int, tmp_path: Path
) -> None:
    """Somebody reads, bit by bit, what had come; or sends, bit by bit, what nobody will read."""
    with steered(transport, tmp_path) as both:
        host, history = both.host, both.history
        if busy == "receiving":
            pause = 0.01
            both.send("up1", SLOWLY, SIZES)
            until(lambda: host.stats().channels["up1"].queued == SLOWLY)

            def call() -> None:
                receive(pull_of(host, "up1"), history)

        else:
            pause = 0.0005
            numbers = count()

            def call() -> None:
                message = make("down1", 0, next(numbers), SIZES)
                send(host.down1, message, history)

            for _ in range(SLOWLY):
                call()
        waiter = receiving(host, "up2", history)

        def call_slowly(_: int) -> None:
            sleep(pause)
            call()

        slow = Waiter(f"slow {busy}", call_slowly)
        until(lambda: slow.calls > 3)
        death = Death(both.process.pid)
        both.process.kill()
        died = death.wait()
        waiter.join()
        latency = measured(
            f"while {busy}: heard (ms)", (waiter.at - died) * 1000, SOON * 1000
        )
        assert latency <= SOON * 1000
        slow.join()
        both.traffic.conclude()
        assert both.process.wait(WATCHDOG) == -9
        assert check_errors([waiter, slow], PeerLost, -9, died) == []
        close(host, history, 5.0)
        assert both.prefix_and_visible("down1", in_hand=1) == []
        theirs, ours = both.sides("up1")
        assert checker.px(theirs, ours, "up1") == []


def begin(both: Steered, moment: str) -> list[Waiter]:
    """Bring the two to the moment; return who waits at the host, the sender first."""
    host, history = both.host, both.history
    waiters = []
    if moment == "stream":
        waiters.append(sending(host, "down1", SIZES, history))
        both.consume("down1")
        both.send("up1", 10**9, SIZES)
    elif moment == "full":
        waiters.append(sending(host, "down_ten", SIZES, history))
        both.send("up_ten", 11, SIZES)
    for name in pulls_of(host):
        if name != "up_ten" or moment != "full":
            waiters.append(wait_on(host, name, history))
    if moment == "stream":
        until(lambda: both.host.stats().channels["down1"].confirmed >= 200)
        until(lambda: both.host.stats().channels["up1"].received >= 200)
    elif moment == "full":
        until(lambda: both.host.stats().channels["up_ten"].queued == 10)
        until(lambda: waiters[0].calls == 10)
    return waiters


def wait_on(host: Host, name: str, history: History) -> Waiter:
    """Return what receives from any channel."""
    if name in ("reports", "up_values"):
        pull = pulls_of(host)[name]
        return Waiter(f"{name}.recv", lambda _: pull.recv())
    return receiving(host, name, history)


def await_exitcode(host: Host, died: float) -> None:
    """Wait until the host knows the exit code, but not longer than it may take."""

    def known() -> bool:
        with suppress(ChannelClosed):
            try:
                host.down2.send_nowait(make("", 0, 0, SIZES))
            except PeerLost as error:
                return error.exitcode is not None or monotonic() > died + SOON
        return True

    until(known)


def check_errors(
    waiters: list[Waiter], kind: type[StubwireError], code: int, died: float
) -> list[str]:
    """Return what is wrong with the errors by which everybody heard of it."""
    found = []
    for waiter in waiters:
        error = waiter.error
        good = type(error) is kind
        if isinstance(error, PeerLost) and error.exitcode != code:
            # Who heard before it had ended that it will end cannot know how.
            good = good and error.exitcode is None and waiter.at < died
        if not good:
            found.append(f"{waiter.name}: {error!r}, exit code {code}")
    return found


def check_later_calls(host: Host, kind: type[StubwireError], code: int) -> list[str]:
    """Return what is wrong with the calls that are made when it has been reported."""
    messages = {"orders": Control(verb="none"), "down_values": Values()}
    calls: dict[str, Callable[[], object]] = {
        f"{name}.recv": pull.recv for name, pull in pulls_of(host).items()
    }
    for name, push in pushes_of(host).items():
        message = messages.get(name) or message_of(name, 0, 0, SIZES)
        calls[f"{name}.send"] = partial(push.send, message)
    found = []
    for name, call in calls.items():
        began = monotonic()
        try:
            call()
        except StubwireError as error:
            took = monotonic() - began
            good = type(error) is kind and took <= AT_ONCE
            if not good or (isinstance(error, PeerLost) and error.exitcode != code):
                found.append(f"later, {name}: {error!r} after {took:.3f} s")
        else:
            found.append(f"later, {name}: nothing is raised")
    return found


def check_event(both: Steered, cause: str) -> list[str]:
    """Return what is wrong with the event that tells of the end."""
    events = []
    with suppress(ChannelEmpty):
        while True:
            events.append(both.host.events.recv_nowait())
    ends = [event for event in events if isinstance(event, PeerEnded)]
    if len(ends) != 1:
        return [f"{len(ends)} events tell of the end: {events}"]
    end = ends[0]
    if end.clean:
        lost = checker.nl(both.ours(), both.theirs(), "down1")
        lost += checker.nl(both.theirs(), both.ours(), "up1")
        return lost if cause == "exit0" else [f"{end} after {cause}"]
    told = [event for event in both.ours() if isinstance(event, Told)]
    return [
        f"{end}, but {event} was told"
        for event in told
        if event.unconfirmed != end.unconfirmed
    ][:1]


def check_messages(both: Steered, moment: str, cause: str) -> None:
    """Check what has become of the messages."""
    down, up = ("down_ten", "up_ten") if moment == "full" else ("down1", "up1")
    assert both.prefix_and_visible(down, in_hand=1) == []
    theirs, ours = both.sides(up)
    check = checker.nl if cause == "exit0" else checker.px
    assert check(theirs, ours, up) == []
