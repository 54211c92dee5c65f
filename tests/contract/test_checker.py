"""The judge finds what it must find, and nothing else."""

from pathlib import Path

import pytest

from tests.contract.checker import nl, px, vs
from tests.contract.history import (
    Accepted,
    Begun,
    Closed,
    Confirmed,
    Delivered,
    Event,
    History,
    Refused,
    Told,
    Unknown,
    read,
)

CHANNEL = "up1"


def sent(*numbers: int, thread: int = 0) -> list[Event]:
    events: list[Event] = []
    for number in numbers:
        events.append(Begun(CHANNEL, thread, number, 100 + number, 0.0))
        events.append(Accepted(CHANNEL, thread, number, 0.0))
    return events


def got(*numbers: int, thread: int = 0, by: int = 0) -> list[Event]:
    return [Delivered(CHANNEL, thread, n, 100 + n, by, 0.0) for n in numbers]


def lost(count: int, confirmed: int) -> list[Event]:
    told = Told(CHANNEL, {CHANNEL: count}, None, 0.0)
    return [told, Confirmed({CHANNEL: confirmed}, 0.0)]


def test_all_that_was_sent_was_delivered() -> None:
    assert nl(sent(0, 1, 2), got(0, 1, 2), CHANNEL) == []
    assert px(sent(0, 1, 2), got(0, 1, 2), CHANNEL) == []
    assert vs(sent(0, 1, 2), got(0, 1, 2), CHANNEL) == []
    assert nl([], [], CHANNEL) == []


def test_other_channels_do_not_count() -> None:
    assert nl(sent(0, 1), [], "up2") == []
    assert nl([], got(0, 1), "up2") == []


@pytest.mark.parametrize(
    ("receiver", "why"),
    [
        (got(0, 1), "(0, 2) was accepted and not delivered"),
        (got(0, 2), "(0, 1) is a gap"),
        (got(1, 2), "(0, 0) is a gap"),
        (got(0, 1, 1, 2), "(0, 1) was delivered twice"),
        (got(0, 2, 1), "(0, 1) was delivered too late"),
        (got(1, 2, 0), "(0, 0) was delivered too late"),
        (got(0, 1, 2, 3), "(0, 3) was delivered and never accepted"),
        ([*got(0, 1), Delivered(CHANNEL, 0, 2, 7, 0, 0.0)], "(0, 2) was altered"),
    ],
)
def test_a_planted_violation_is_found(receiver: list[Event], why: str) -> None:
    found = nl(sent(0, 1, 2), receiver, CHANNEL)
    assert why in " ".join(found)


def test_a_prefix_may_end_anywhere_and_has_no_gap() -> None:
    sender = sent(0, 1, 2, 3)
    for end in range(5):
        assert px(sender, got(*range(end)), CHANNEL) == []
    assert px(sender, got(1), CHANNEL)
    assert px(sender, got(0, 2), CHANNEL)
    assert px(sender, got(0, 1, 1), CHANNEL)
    assert px(sender, got(1, 0), CHANNEL)


def test_the_order_between_threads_is_that_of_sends_that_did_not_overlap() -> None:
    apart = sent(0, thread=1) + sent(0, thread=2)
    assert nl(apart, got(0, thread=1) + got(0, thread=2), CHANNEL) == []
    assert nl(apart, got(0, thread=2) + got(0, thread=1), CHANNEL)
    assert px(apart, got(0, thread=2), CHANNEL)
    at_once = [apart[0], apart[2], apart[1], apart[3]]
    assert nl(at_once, got(0, thread=1) + got(0, thread=2), CHANNEL) == []
    assert nl(at_once, got(0, thread=2) + got(0, thread=1), CHANNEL) == []
    assert px(at_once, got(0, thread=2), CHANNEL) == []


def test_the_order_is_that_of_each_thread_that_receives() -> None:
    sender = sent(0, 1, 2, 3)
    assert nl(sender, got(1, 3, by=1) + got(0, 2, by=2), CHANNEL) == []
    assert nl(sender, got(3, 1, by=1) + got(0, 2, by=2), CHANNEL)
    assert px(sender, got(1, 3, by=1) + got(0, by=2), CHANNEL)


def test_a_thread_that_sends_in_bursts_keeps_the_order_of_its_numbers() -> None:
    begun, accepted = sent(0, 1, 2)[::2], sent(0, 1, 2)[1::2]
    assert nl(begun + accepted, got(0, 1, 2), CHANNEL) == []
    assert nl(begun + accepted, got(0, 2, 1), CHANNEL)


@pytest.mark.parametrize("end", [[], [Unknown(CHANNEL, 0, 1, 0.0)]])
def test_what_is_unknown_may_be_delivered_once_in_its_place(end: list[Event]) -> None:
    sender = [*sent(0), Begun(CHANNEL, 0, 1, 101, 0.0), *end]
    assert nl(sender, got(0), CHANNEL) == []
    assert nl(sender, got(0, 1), CHANNEL) == []
    assert nl(sender, got(0, 1, 1), CHANNEL)
    assert nl([*sender, *sent(2)], got(0, 2), CHANNEL) == []
    assert nl([*sender, *sent(2)], got(0, 1, 2), CHANNEL) == []


def test_an_unknown_message_is_before_what_its_thread_sent_later() -> None:
    unknown: list[Event] = [Begun(CHANNEL, 0, 1, 101, 0.0), Unknown(CHANNEL, 0, 1, 0.0)]
    assert nl([*sent(0), *unknown, *sent(2)], got(0, 2, 1), CHANNEL)


def test_what_was_refused_is_not_delivered() -> None:
    refused: list[Event] = [
        Begun(CHANNEL, 0, 1, 101, 0.0),
        Refused(CHANNEL, 0, 1, "full", 0.0),
    ]
    assert nl([*sent(0), *refused, *sent(2)], got(0, 2), CHANNEL) == []
    assert nl([*sent(0), *refused], got(0, 1), CHANNEL)


def test_a_message_that_is_both_unknown_and_accepted_was_accepted() -> None:
    assert nl([*sent(0), Unknown(CHANNEL, 0, 0, 0.0)], [], CHANNEL)


def test_a_loss_that_nobody_was_told_of() -> None:
    assert vs(sent(0, 1), got(0), CHANNEL) == ["up1: 1 were lost, and nobody was told"]


def test_a_loss_that_was_told() -> None:
    assert vs([*sent(0, 1, 2), *lost(2, 1)], got(0), CHANNEL) == []
    assert vs([*sent(0, 1, 2), *lost(3, 0)], got(0), CHANNEL) == []
    closed = Closed({CHANNEL: 1}, {CHANNEL: 2}, 0.0)
    assert vs([*sent(0, 1, 2), closed], got(0), CHANNEL) == []


def test_a_report_that_lies() -> None:
    assert "2 were lost" in vs([*sent(0, 1, 2), *lost(1, 2)], got(0), CHANNEL)[0]
    assert (
        "1 were confirmed of 3 accepted"
        in vs([*sent(0, 1, 2), *lost(3, 1)], got(0), CHANNEL)[0]
    )
    for said, confirmed in ((1, 2), (3, 1), (0, 0)):
        closed = Closed({CHANNEL: confirmed}, {CHANNEL: said}, 0.0)
        assert vs([*sent(0, 1, 2), closed], got(0), CHANNEL)
    assert vs([*sent(0), *lost(1, 0), *lost(0, 1)], [], CHANNEL), "two that differ"


def test_what_a_killed_receiver_had_in_hand() -> None:
    assert vs([*sent(0, 1, 2), *lost(1, 2)], got(0), CHANNEL, in_hand=1) == []
    assert vs([*sent(0, 1, 2), *lost(0, 3)], got(0), CHANNEL, in_hand=1)


def test_many_violations_are_told_in_brief() -> None:
    found = nl(sent(*range(100)), [], CHANNEL)
    assert len(found) == 6
    assert found[-1] == "... and 95 more"


def test_a_test_that_sends_a_message_twice_is_wrong() -> None:
    with pytest.raises(ValueError, match="begins twice"):
        nl(sent(0, 0), got(0), CHANNEL)


def test_a_history_is_read_as_it_was_written(tmp_path: Path) -> None:
    history = History(tmp_path / "history")
    history.begun("up1", 1, 2, 3)
    history.accepted("up1", 1, 2)
    history.refused("up1", 1, 3, "ChannelFull")
    history.unknown("up1", 1, 4)
    history.delivered("up1", 1, 2, 3)
    history.confirmed({"up1": 1})
    history.told("up1", {"up1": 1}, -9)
    history.closed({"up1": 1}, {})
    history.noted("here", "up1")
    history.close()
    events = read(history.path)
    names = "Begun Accepted Refused Unknown Delivered Confirmed Told Closed Noted"
    assert [type(event).__name__ for event in events] == names.split()
    assert isinstance(events[0], Begun)
    assert events[0].crc == 3
    times = [event.at for event in events]
    assert times == sorted(times)
