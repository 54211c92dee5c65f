"""R2: `send` and `recv` may be called from any thread."""

import threading
from ctypes import c_size_t
from pathlib import Path
from time import sleep
from typing import Final

import pytest

from tests.contract.hosting import play
from tests.contract.payload import Sizes, make
from tests.contract.scale import ENDS, TRANSPORTS, count, repeats
from tests.contract.steer import Transport
from tests.contract.traffic import WATCHDOG
from tests.contract.wire import Host

SHORT: Final = make("down1", 0, 0, Sizes(16, 16))


@pytest.mark.usefixtures("ends")
@pytest.mark.parametrize("ends", ENDS, indirect=True)
@pytest.mark.parametrize("run", repeats(50))
@pytest.mark.parametrize("channel", ["down1", "up1", "down_bulk"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_threads_share_an_end(
    transport: Transport, channel: str, run: int, tmp_path: Path
) -> None:
    assert play("threads", tmp_path, transport, channel, count(50_000)) == []


def test_a_socket_is_used_by_one_thread_at_a_time() -> None:
    """Two at once crash a process in one of many runs; here, each one that could is seen."""
    host, kernel = Host.pair()
    writer = host.down1._outbox._writer
    write = writer._send
    inside = threading.Lock()
    collisions = []

    def guarded(frame: bytes, length: c_size_t, flags: int) -> int:
        alone = inside.acquire(blocking=False)
        if not alone:
            collisions.append(frame)
        sleep(0)  # lets other threads run, as `write` itself does
        taken = write(frame, length, flags)
        if alone:
            inside.release()
        return taken

    def send() -> None:
        for _ in range(50):
            host.down1.send(SHORT)

    with host, kernel:
        writer._send = guarded
        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for _ in range(400):
            assert kernel.down1.recv(WATCHDOG) == SHORT
        for thread in threads:
            thread.join()
    assert collisions == []
