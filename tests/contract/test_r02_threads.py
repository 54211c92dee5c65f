"""R2: `send` and `recv` may be called from any thread."""

from pathlib import Path

import pytest

from tests.contract.hosting import play
from tests.contract.scale import TRANSPORTS, count, repeats
from tests.contract.steer import Transport


@pytest.mark.parametrize("run", repeats(50))
@pytest.mark.parametrize("channel", ["down1", "up1"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_threads_share_an_end(
    transport: Transport, channel: str, run: int, tmp_path: Path
) -> None:
    assert play("threads", tmp_path, transport, channel, count(50_000)) == []
