"""Two sides of different catalogues, in one process."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from runtime import (
    BindingConnection,
    CatalogueMismatch,
    CataloguesDiffer,
    ChannelEmpty,
    ConnectingConnection,
    Connection,
    PeerCannotDecode,
    PeerReady,
    Pull,
    Push,
    UndecodableMessage,
    UnknownTag,
)
from runtime.handshake import read_model

from codegen.generate import generate

HEAD = """\
[catalogue]
name     = "shop"
version  = "{version}"
doc      = "Two versions."
binds    = "host"
connects = "kernel"
"""
CHANNELS = """
[messages.Start]
doc = "Begins."
fields.status = "Status"

[messages.Stop]
doc = "Ends."
{more}
[channels.control]
doc      = "To the kernel."
from     = "host"
carries  = {carries}
capacity = 4

[channels.other]
doc     = "The same in all versions."
from    = "host"
carries = "int"
"""
OLD = "[types.Status]\nenum = ['idle']\n" + CHANNELS.format(
    more="", carries='["Start", "Stop"]'
)
NEW = "[types.Status]\nenum = ['idle', 'paused']\n" + CHANNELS.format(
    more='\n[messages.Pause]\ndoc = "New."\n', carries='["Start", "Stop", "Pause"]'
)
CATALOGUES = {
    "shop_old": ("1.4", OLD),
    "shop_new": ("1.5", NEW),
    "shop_more": (
        "1.6",
        NEW + '\n[channels.extra]\ndoc = "More."\nfrom = "host"\ncarries = "int"\n',
    ),
    "shop_other": ("1.4", OLD.replace("capacity = 4", "capacity = 5")),
    "shop_longer": (
        "1.7",
        OLD.replace('"Status"', '"Status"\nfields.why = "str = \'\'"'),
    ),
}

STATUS = 'fields.status = "Status"'
for name, here in (
    ("shop_renamed", "fields.mode = { type = 'Status', name = 'status' }"),
    ("shop_two", 'fields.status = "Status"\nfields.was = "Status"'),
    (
        "shop_swapped",
        "fields.status = { type = 'Status', name = 'was' }\n"
        "fields.was = { type = 'Status', name = 'status' }",
    ),
):
    CATALOGUES[name] = ("1.8", OLD.replace(STATUS, here))

Policy = Literal["compatible", "strict"]


@pytest.fixture(scope="module", autouse=True)
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("versions")
    for name, (version, body) in CATALOGUES.items():
        place = folder / name
        place.mkdir()
        for file, content in generate(HEAD.format(version=version) + body).items():
            (place / file).write_text(content)
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] in CATALOGUES]:
        del sys.modules[name]


def end(package: str, role: str) -> type[Connection]:
    found = getattr(import_module(f"{package}.channels"), role)
    assert isinstance(found, type)
    assert issubclass(found, Connection)
    return found


def message(package: str, name: str, **fields: object) -> object:
    make: Callable[..., object] = getattr(import_module(f"{package}.messages"), name)
    return make(**fields)


def start(package: str, status: str) -> object:
    kind = import_module(f"{package}.messages").Status
    return message(package, "Start", status=kind(status))


def bound(
    package: str, policy: Policy = "compatible"
) -> BindingConnection[ConnectingConnection]:
    kind = end(package, "Host")
    assert issubclass(kind, BindingConnection)
    return kind.bind(policy=policy)


def connected(
    package: str,
    host: BindingConnection[ConnectingConnection],
    policy: Policy = "compatible",
    on_dead_letter: Literal["keep", "raise"] = "keep",
) -> ConnectingConnection:
    kind = end(package, "Kernel")
    assert issubclass(kind, ConnectingConnection)
    return kind.connect(host.info, policy=policy, on_dead_letter=on_dead_letter)


def push(connection: Connection, name: str = "control") -> Push[object]:
    found = getattr(connection, name)
    assert isinstance(found, Push)
    return found


def pull(connection: Connection, name: str = "control") -> Pull[object]:
    found = getattr(connection, name)
    assert isinstance(found, Pull)
    return found


Pair = tuple[BindingConnection[ConnectingConnection], ConnectingConnection]


@contextmanager
def pair(host: str, kernel: str) -> Iterator[Pair]:
    with ExitStack() as stack:
        one = stack.enter_context(bound(host))
        yield one, stack.enter_context(connected(kernel, one))


@pytest.fixture
def newer() -> Iterator[Pair]:
    """Return a host that is newer than its kernel."""
    with pair("shop_new", "shop_old") as both:
        yield both


def test_a_message_the_other_side_does_not_know_is_not_sent(newer: Pair) -> None:
    host, kernel = newer
    control = push(host)
    control.send(message("shop_new", "Stop"), 5)
    with pytest.raises(PeerCannotDecode) as caught:
        control.send(message("shop_new", "Pause"), 5)
    control.send(start("shop_new", "idle"), 5)
    error = caught.value
    assert (error.channel, error.tag, error.path) == ("control", "Pause", "$.type")
    assert (error.peer_version, error.accepted) == ("1.4", 0)
    assert str(error) == (
        "<ControlPush 'control'>: the other side, of shop 1.4, cannot decode this: it has no "
        "tag 'Pause' at $.type; upgrade that side, or send it only what it knows"
    )
    got = [pull(kernel).recv(5) for _ in range(2)]
    assert [type(one).__name__ for one in got] == ["Stop", "Start"]
    assert control.stats().sent == 2
    assert len(kernel.dead_letters) == 0


def test_a_member_the_other_side_does_not_know_is_not_sent(newer: Pair) -> None:
    host, _ = newer
    with pytest.raises(PeerCannotDecode, match="Invalid enum value 'paused'") as caught:
        push(host).send(start("shop_new", "paused"), 5)
    assert (caught.value.tag, caught.value.path) == (None, "$.status")
    assert push(host).stats().sent == 0


def test_one_of_many_that_cannot_be_decoded_rejects_all(newer: Pair) -> None:
    host, kernel = newer
    stop, pause = message("shop_new", "Stop"), message("shop_new", "Pause")
    with pytest.raises(PeerCannotDecode):
        push(host).send_many([stop, pause, stop], 5)
    assert push(host).stats().sent == 0
    push(host).send_many([stop, stop], 5)
    assert [type(pull(kernel).recv(5)).__name__ for _ in range(2)] == ["Stop", "Stop"]


def test_a_channel_that_is_the_same_on_both_sides_is_not_guarded(newer: Pair) -> None:
    host, _ = newer
    assert push(host)._outbox._guard is not None
    assert push(host, "other")._outbox._guard is None
    assert push(host, "other")._outbox._unchecked == 64 * 1024 * 1024


def test_an_older_host_is_understood_by_a_newer_kernel() -> None:
    with pair("shop_old", "shop_new") as (host, kernel):
        assert push(host)._outbox._guard is None
        push(host).send(start("shop_old", "idle"), 5)
        assert type(pull(kernel).recv(5)).__module__ == "shop_new.messages"


def test_who_waits_as_the_two_meet_is_judged_then() -> None:
    with ExitStack() as stack:
        host = stack.enter_context(bound("shop_new"))
        control, stop = push(host), message("shop_new", "Stop")
        control.send_many([stop] * 3, 0)
        raised: list[PeerCannotDecode] = []
        pause = message("shop_new", "Pause")

        def wait() -> None:
            try:
                control.send_many([stop, pause], 60)
            except PeerCannotDecode as error:
                raised.append(error)

        waiting = threading.Thread(target=wait)
        waiting.start()
        while control.stats().sent < 4:
            pass
        kernel = stack.enter_context(connected("shop_old", host))
        waiting.join(10)
        assert [error.accepted for error in raised] == [1]
        assert control.stats().sent == 4
        assert [type(pull(kernel).recv(5)).__name__ for _ in range(4)] == ["Stop"] * 4


def test_what_was_sent_before_the_two_met_is_a_dead_letter_with_its_tag() -> None:
    with ExitStack() as stack:
        host = stack.enter_context(bound("shop_new"))
        push(host).send(message("shop_new", "Pause"), 0)
        kernel = stack.enter_context(
            connected("shop_old", host, on_dead_letter="raise")
        )
        with pytest.raises(UndecodableMessage) as caught:
            pull(kernel).recv(5)
        letter = caught.value.letter
        assert isinstance(letter, UnknownTag)
        assert (letter.tag, letter.version, letter.peer_version) == (
            "Pause",
            "1.4",
            "1.5",
        )
        assert "no message here has the tag 'Pause'" in str(caught.value)
        assert "catalogue is 1.4, the other side's is 1.5" in str(caught.value)
        assert list(kernel.dead_letters) == [letter]


def test_an_unknown_tag_without_a_session_has_no_versions(tmp_path: Path) -> None:
    places = {name: f"ipc://{tmp_path}/{name}" for name in ("control", "other")}
    sending, reading = end("shop_new", "Host"), end("shop_old", "Kernel")
    assert issubclass(sending, BindingConnection)
    assert issubclass(reading, ConnectingConnection)
    with sending.bare(places) as host, reading.bare(places) as kernel:
        push(host).send(message("shop_new", "Pause"), 5)
        push(host).send(message("shop_new", "Stop"), 5)
        assert type(pull(kernel).recv(5)).__name__ == "Stop"
        (letter,) = kernel.dead_letters
        assert isinstance(letter, UnknownTag)
        assert (letter.tag, letter.version, letter.peer_version) == (
            "Pause",
            None,
            None,
        )


def test_both_sides_are_told_what_is_partial() -> None:
    with pair("shop_new", "shop_old") as (host, kernel):
        told = {}
        for connection in (host, kernel):
            assert connection.events.recv(5) == PeerReady()
            event = connection.events.recv(5)
            assert isinstance(event, CataloguesDiffer)
            assert event.degraded == {}
            assert any("Pause" in text for text in event.partial["control"])
            assert any("'paused'" in text for text in event.partial["control"])
            told[connection] = event.version, event.peer_version
        assert told == {host: ("1.5", "1.4"), kernel: ("1.4", "1.5")}


def test_both_sides_are_told_what_is_dropped() -> None:
    with pair("shop_longer", "shop_old") as (host, kernel):
        for connection in (host, kernel):
            connection.events.recv(5)
            event = connection.events.recv(5)
            assert isinstance(event, CataloguesDiffer)
            assert event.degraded == {
                "control": ["Start.why: the reader does not know it"]
            }
            assert event.partial == {}
        assert push(host)._outbox._guard is None


@pytest.mark.parametrize(
    ("host_policy", "kernel_policy"),
    [("strict", "compatible"), ("compatible", "strict"), ("strict", "strict")],
)
def test_the_stricter_side_decides(host_policy: Policy, kernel_policy: Policy) -> None:
    with bound("shop_longer", host_policy) as host:
        with pytest.raises(CatalogueMismatch) as raised:
            connected("shop_old", host, kernel_policy)
        host.events.recv(5)  # its session is over, too
        with pytest.raises(CatalogueMismatch) as refused:
            push(host).send(start("shop_longer", "idle"), 5)
        for text in (str(raised.value), str(refused.value)):
            assert "channel 'control'" in text
            assert "Start.why: the reader does not know it" in text
            assert "the policy of a side is 'strict'" in text
            assert "shop 1.7" in text


@pytest.mark.parametrize("policy", ["compatible", "strict"])
@pytest.mark.parametrize(
    ("one", "other"), [("shop_old", "shop_renamed"), ("shop_renamed", "shop_old")]
)
def test_another_name_for_the_same_is_no_difference(
    one: str, other: str, policy: Policy, caplog: pytest.LogCaptureFixture
) -> None:
    with bound(one, policy) as host, connected(other, host, policy) as kernel:
        push(host).send(start(one, "idle") if one == "shop_old" else renamed(), 5)
        assert pull(kernel).recv(5)
        for side in (host, kernel):
            assert isinstance(side.events.recv(5), PeerReady)
            with pytest.raises(ChannelEmpty):
                side.events.recv_nowait()
    assert caplog.text == ""


def renamed() -> object:
    kind = import_module("shop_renamed.messages").Status
    return message("shop_renamed", "Start", mode=kind("idle"))


@pytest.mark.parametrize(
    ("one", "other"), [("shop_two", "shop_swapped"), ("shop_swapped", "shop_two")]
)
def test_names_that_have_changed_places_are_refused(one: str, other: str) -> None:
    with bound(one) as host:
        with pytest.raises(CatalogueMismatch) as caught:
            connected(other, host)
        assert "at both sides, which call things by other names" in str(caught.value)
        assert (
            "Start.status: on the wire it is what the writer calls was "
            "[FIELD_WIRE_NAMES_SWAPPED]" in str(caught.value)
        )


def test_a_strict_side_takes_no_channel_that_it_does_not_have() -> None:
    refuses = pytest.raises(CatalogueMismatch, match="only the binding side has it")
    with bound("shop_more", "strict") as host, refuses:
        connected("shop_new", host)


def test_strict_sides_of_one_catalogue_may_differ_in_capacity() -> None:
    with (
        bound("shop_old", "strict") as host,
        connected("shop_other", host, "strict") as kernel,
    ):
        push(host).send(start("shop_old", "idle"), 5)
        assert pull(kernel).recv(5)


def test_a_model_that_no_decoder_can_be_made_of_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = msgspec.json.decode(
        Path(sys.modules["shop_old"].__path__[0], "catalogue.json").read_bytes()
    )
    theirs["structs"]["Stop"]["tag_field"] = "kind"
    senseless = msgspec.json.encode(theirs)
    monkeypatch.setattr(
        "runtime.greeting.read_model",
        lambda module: (
            senseless if module == "shop_old.channels" else read_model(module)
        ),
    )
    with (
        bound("shop_new") as host,
        pytest.raises(CatalogueMismatch, match="makes no sense"),
    ):
        connected("shop_old", host)
