"""R18: signals at any moment: no crash, no hang, nothing twice, nothing lost."""

from pathlib import Path
from typing import Final

import pytest

from tests.contract.hosting import play
from tests.contract.scale import FULL, TRANSPORTS, repeats, seconds
from tests.contract.strikes import HANDLERS, SIGNALS

CALLS: Final = ("send", "recv", "close", "start")
TRIED: Final = [
    (call, handler, signal, transport)
    for place, call in enumerate(CALLS)
    for number, handler in enumerate(HANDLERS)
    for which, signal in enumerate(SIGNALS)
    for way, transport in enumerate(TRANSPORTS)
    if FULL or ((place + number + which) % 2 == 0 and (number + way) % 2 == 0)
]


@pytest.mark.parametrize("run", repeats(20))
@pytest.mark.parametrize(("call", "handler", "signal", "transport"), TRIED)
def test_signals_lose_nothing(
    call: str, handler: str, signal: str, transport: str, run: int, tmp_path: Path
) -> None:
    assert play("struck", tmp_path, transport, signal, handler, call, seconds(5)) == []
