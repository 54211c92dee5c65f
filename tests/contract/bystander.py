"""A session that is well, beside one that is not, in the same process."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from runtime import ChannelEmpty
from runtime.events import PeerReady

from tests.contract.payload import Sizes
from tests.contract.steer import Steered, Transport, steered
from tests.contract.traffic import WATCHDOG

SIZES = Sizes(16, 4096)


class Bystander:
    """A host and its kernel, to be looked at again and again."""

    def __init__(self, transport: Transport, both: Steered) -> None:
        self.transport = transport
        self._both = both
        self._rounds = itertools.count(1)
        self._sent = 0
        for channel in ("down1", "up1"):
            both.consume(channel)
        assert both.host.events.recv(WATCHDOG) == PeerReady()

    @contextmanager
    def well(self, count: int = 50) -> Iterator[None]:
        """Send messages both ways meanwhile; then check that all is well with them."""
        both, thread = self._both, next(self._rounds)
        for channel in ("down1", "up1"):
            both.send(channel, count, SIZES, first=thread, pause=0.001)
        try:
            yield
        finally:
            both.all_sent()
            self._sent += count
        for channel in ("down1", "up1"):
            both.await_received(channel, self._sent)
        assert both.nothing_lost("down1", "up1") == []
        assert both.host.state == "ready"
        with pytest.raises(ChannelEmpty):
            both.host.events.recv_nowait()


@contextmanager
def bystander(transport: Transport, folder: Path) -> Iterator[Bystander]:
    """Yield one; it ends well, too."""
    with steered(transport, folder) as both:
        yield Bystander(transport, both)
        assert both.finish() == 0
