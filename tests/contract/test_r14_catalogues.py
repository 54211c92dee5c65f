"""R14: two sides that do not speak the same catalogue refuse each other, at once and aloud."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from runtime.session_messages import VERSION

from tests.contract.catalogue_changes import ACCEPTED, REFUSED, generate
from tests.contract.measured import measured
from tests.contract.scale import TRANSPORTS, limit, repeats
from tests.contract.scenes.skew import MESSAGES, Seen
from tests.contract.steer import Transport
from tests.contract.traffic import WATCHDOG

DIRECTIONS = ("old host, new kernel", "new host, old kernel")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skew")
    generate(folder)
    return folder


def meet(
    folder: Path, transport: Transport, direction: str, new: str, change: str = ""
) -> tuple[Seen, Seen]:
    """Let two processes meet; return what the host saw, and what the kernel saw."""
    host, kernel = ("old", new) if direction == DIRECTIONS[0] else (new, "old")
    command = [sys.executable, "-m", "tests.contract.scenes.skew", str(folder)]
    done = subprocess.run(
        [*command, transport, host, kernel, change],
        capture_output=True,
        timeout=WATCHDOG,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return (
        msgspec.json.decode(done.stdout, type=Seen),
        msgspec.json.decode((folder / "kernel.json").read_bytes(), type=Seen),
    )


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("new", ACCEPTED)
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_does_no_harm_is_accepted_and_logged_once(
    transport: Transport, direction: str, new: str, run: int, packages: Path
) -> None:
    host, kernel = meet(packages, transport, direction, new)
    assert (host.raised, kernel.raised, host.exitcode) == ("", "", 0)
    assert len(host.received) == len(kernel.received) == MESSAGES
    assert len(host.remarks) == len(kernel.remarks) == 1
    assert (
        host.remarks[0].partition("differ: ")[2]
        == kernel.remarks[0].partition("differ: ")[2]
    )
    named = {"added_channel": "'extra'", "optional_field": "'down'"}.get(new, "'down'")
    assert named in host.remarks[0]
    # Of two, the smaller one holds.
    assert host.accepted == (5 if new == "changed_capacity" else 10)
    assert host.too_large == (new == "changed_limit")


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("new", REFUSED)
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_does_harm_is_refused_on_both_sides(
    transport: Transport, direction: str, new: str, run: int, packages: Path
) -> None:
    host, kernel = meet(packages, transport, direction, new)
    assert (host.raised, kernel.raised) == ("CatalogueMismatch", "CatalogueMismatch")
    for seen in (host, kernel):
        assert re.search(r"channel '(down|up)' \([0-9a-f]{12}.*[0-9a-f]{12}", seen.why)
        assert seen.received == []
    took = max(kernel.ended, host.ended) - kernel.begun
    measured("from connect to both errors (s)", took, limit(1))
    assert took <= limit(1)
    assert host.exitcode not in (0, None)
    assert host.reaped


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_another_version_of_the_wire_is_refused_on_both_sides(
    transport: Transport, run: int, packages: Path
) -> None:
    host, kernel = meet(packages, transport, DIRECTIONS[0], "old", "version")
    assert (host.raised, kernel.raised) == ("HandshakeError", "HandshakeError")
    for seen in (host, kernel):
        assert f"version {VERSION}" in seen.why
        assert str(VERSION + 1) in seen.why
        assert seen.received == []
    took = max(kernel.ended, host.ended) - kernel.begun
    assert measured("from connect to both errors (s)", took, limit(1)) <= limit(1)
    assert host.exitcode not in (0, None)
    assert host.reaped
