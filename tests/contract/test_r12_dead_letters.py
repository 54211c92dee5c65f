"""R12: a message that cannot be decoded is never silent, and never stops the rest."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.contract.measured import measured, percentile
from tests.contract.scale import ENDS, TRANSPORTS, limit, repeats
from tests.contract.scenes.dead_letters import Account
from tests.contract.steer import Transport
from tests.contract.traffic import WATCHDOG

pytestmark = [
    pytest.mark.usefixtures("ends"),
    pytest.mark.parametrize("ends", ENDS, indirect=True),
]


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize("option", ["", "-O", "-OO"])
@pytest.mark.parametrize("direction", ["down", "up"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_bad_ones_become_dead_letters_and_good_ones_arrive(
    transport: Transport, direction: str, option: str, run: int, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, *option.split(), "-m", "tests.contract.scenes.dead_letters"]
        + [str(tmp_path), transport, direction],
        capture_output=True,
        text=True,
        timeout=WATCHDOG,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    late = msgspec.json.decode((tmp_path / "receiver").read_bytes(), type=Account).late
    p99 = percentile(late, 0.99) * 1000
    measured("the other channel meanwhile, p99 (ms)", p99, limit(250))
