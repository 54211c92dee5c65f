"""R19: forked children cannot touch the connection, and their end does not disturb it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.contract.hosting import play
from tests.contract.scale import FULL, TRANSPORTS, count, repeats
from tests.contract.steer import Transport

FORKS: Final = 50 if FULL else 8
"""Each way in which a child ends comes up, more than once."""

STARTS: Final = 10 if FULL else 2
MESSAGES: Final = count(20_000)

TRIED: Final = [
    (transport, side)
    for row, transport in enumerate(TRANSPORTS)
    for column, side in enumerate(("host", "kernel"))
    if FULL or row == column
]


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize(("transport", "side"), TRIED)
@pytest.mark.parametrize("method", ["os", "fork", "spawn", "forkserver"])
def test_forked_children_cannot_touch_the_connection(
    method: str, transport: Transport, side: str, run: int, tmp_path: Path
) -> None:
    forks = FORKS if method == "os" else STARTS
    arguments = (transport, side, forks, MESSAGES, method)
    assert play("forking", tmp_path, *arguments) == []
