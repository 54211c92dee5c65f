"""S1: on one machine, sockets are in a private directory of their own, and gone afterwards."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from runtime import ConnectionInfo, ConnectionInfoError, PeerLost, StartupError

from tests.contract.hosting import play
from tests.contract.intruder import Intruder, paths_of
from tests.contract.measured import measured
from tests.contract.payload import Sizes, make
from tests.contract.scale import limit
from tests.contract.scenes.other_user import NOBODY
from tests.contract.steer import steered
from tests.contract.wire import Host, Kernel

ROOT = os.getuid() == 0
"""Whether there can be another user. If not, what the system's permissions say must do."""


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def directory_of(info: ConnectionInfo) -> Path:
    return Path(info.session_endpoint.removeprefix("ipc://")).parent


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_another_user_gets_nowhere(mask: int, tmp_path: Path) -> None:
    with umask(mask), Host.bind() as host:
        directory = directory_of(host.info)
        found = directory.lstat()
        assert (found.st_uid, found.st_mode & 0o7777) == (os.getuid(), 0o700)
        assert {Path(path).parent for path in paths_of(host.info)} == {directory}
        info = host.info.to_json()
        measured("another user tried", float(ROOT))
        if ROOT:
            assert play("other_user", tmp_path, "attack", info) == []
        with Kernel.connect(host.info) as kernel:
            assert host.stats().strangers == 0
            exchange(host, kernel)


def exchange(host: Host, kernel: Kernel) -> None:
    """Send messages both ways; nothing else may arrive."""
    for number in range(10):
        host.down1.send(make("down1", 0, number, Sizes(16, 16)))
        kernel.up1.send(make("up1", 0, number, Sizes(16, 16)))
    assert [kernel.down1.recv(10).number for _ in range(10)] == list(range(10))
    assert [host.up1.recv(10).number for _ in range(10)] == list(range(10))
    letters = host.stats().dead_letters, kernel.stats().dead_letters
    assert letters == (0, 0)


@pytest.mark.skipif(not ROOT, reason="needs a second user: run as root")
def test_a_second_line_holds_where_the_directory_does_not(tmp_path: Path) -> None:
    """Even with a copy of the info, in an open directory, another user is not let in."""
    with umask(0), Host.bind() as host:
        directory = directory_of(host.info)
        directory.chmod(0o777)
        info = host.info.to_json()
        assert play("other_user", tmp_path, "let_in", info) == []
        directory.chmod(0o700)
        with Kernel.connect(host.info) as kernel:
            exchange(host, kernel)


@pytest.mark.parametrize("proof", ["null", "plain"])
def test_this_user_needs_the_token(proof: Literal["null", "plain"]) -> None:
    with Host.bind() as host, Intruder(host.info, proof, 5) as intruder:
        intruder.await_refusals(limit(10))
        with Kernel.connect(host.info) as kernel:
            exchange(host, kernel)
        assert intruder.achieved() == []


def chown_to_nobody(directory: Path) -> None:
    os.chown(directory, NOBODY, NOBODY)


def open_up(directory: Path) -> None:
    directory.chmod(0o755)


def move_and_link(directory: Path) -> None:
    elsewhere = directory.with_name("elsewhere")
    directory.rename(elsewhere)
    directory.symlink_to(elsewhere)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(
            chown_to_nobody,
            "belongs to another user",
            marks=pytest.mark.skipif(not ROOT, reason="only root can give away"),
        ),
        (open_up, "other users may enter it"),
        (move_and_link, "is no directory"),
    ],
)
def test_the_connecting_side_looks_whose_the_directory_is(
    spoil: Callable[[Path], None],
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    try:
        with Host.bind() as host:
            directory = directory_of(host.info)
            assert directory.parent == short
            spoil(directory)
            with pytest.raises(ConnectionInfoError, match=why) as caught:
                Kernel.connect(host.info)
            assert caught.value.field == "session_endpoint"
            assert host.info.token not in str(caught.value)
            assert (host.state, host.stats().strangers) == ("waiting", 0)
    finally:
        subprocess.run(["rm", "-r", str(short)], check=True)


def test_a_directory_that_is_gone_says_that_the_host_is() -> None:
    with Host.bind() as host:
        info = host.info
    with pytest.raises(StartupError, match="is it still running"):
        Kernel.connect(info)


@pytest.mark.skipif(not ROOT, reason="needs a second user: run as root")
def test_a_trap_of_another_user_gets_no_visitor(tmp_path: Path) -> None:
    """The directory of the info was removed, and another user has made one of that name."""
    with Host.bind() as host:
        info = host.info
    place = directory_of(info)
    command = [sys.executable, "-m", "tests.contract.scenes.other_user"]
    command += [str(tmp_path), "trap", str(place)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "set\n"
            with pytest.raises(ConnectionInfoError, match="belongs to another user"):
                Kernel.connect(info)
            said, _ = process.communicate("end\n", timeout=30)
            assert (said, process.returncode) == ("", 0)
        finally:
            process.kill()


@pytest.mark.parametrize("why", ["another user's", "everybody's"])
def test_a_place_where_others_could_swap_it_is_not_used(
    why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why == "everybody's":
        tmp_path.chmod(0o777)
        text = "other users may rename what is in it"
    elif ROOT:
        chown_to_nobody(tmp_path)
        text = "belongs to another user"
    else:  # somebody else's all the same
        monkeypatch.setattr(os, "getuid", lambda: NOBODY)
        text = "belongs to another user"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if ROOT or why == "everybody's":
        with Host.bind() as host:  # there is another place
            assert tmp_path not in directory_of(host.info).parents
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(StartupError, match=f"no place to bind: .*{text}"):
        Host.bind()
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_is_there_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if somebody guessed the next names."""
    short = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    names = iter(["made", "linked", "dangling", "free"])
    monkeypatch.setattr(tempfile, "_get_candidate_names", lambda: names)
    (short / "stubwire-made").mkdir(mode=0o777)
    (short / "stubwire-linked").symlink_to(tmp_path)
    (short / "stubwire-dangling").symlink_to(tmp_path / "later")
    try:
        with Host.bind() as host:
            assert directory_of(host.info).name == "stubwire-free"
            assert list(tmp_path.iterdir()) == []
            assert list((short / "stubwire-made").iterdir()) == []
    finally:
        subprocess.run(["rm", "-r", str(short)], check=True)


def test_names_are_random_and_never_abstract() -> None:
    places = set()
    for _ in range(5):
        with Host.bind() as host:
            told = json.loads(host.info.to_json())
            places.add(str(directory_of(host.info)))
        for place in (told["session_endpoint"], *told["channels"].values()):
            assert place.startswith("ipc:///")
            assert len(place.removeprefix("ipc://").encode()) <= 100
    assert len(places) == 5


@pytest.mark.parametrize("end", ["close", "SIGKILL", "exit3", "segv"])
def test_nothing_of_it_is_left(end: str, tmp_path: Path) -> None:
    with steered("ipc", tmp_path) as both:
        directory = directory_of(both.host.info)
        assert directory.is_dir()
        if end == "close":
            assert both.finish() == 0
        else:
            both.order("end", end)
            with pytest.raises(PeerLost):
                both.host.reports.recv(10)
            both.host.close()
        assert not directory.exists()


def test_nothing_is_left_of_what_could_not_be_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    with monkeypatch.context() as patched:
        patched.setattr(os, "getuid", lambda: NOBODY)
        patched.setattr(tempfile, "tempdir", str(short))
        with pytest.raises(StartupError):
            Host.bind()
    assert list(short.iterdir()) == []
    short.rmdir()
