"""B13: bytes that are not ZeroMQ's, or are of another kind of socket, are dropped and counted."""

import socket
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
import zmq

from tests.contract.measured import measured
from tests.contract.raw import endpoints_of, opened
from tests.contract.scale import TRANSPORTS, limit
from tests.contract.steer import Transport
from tests.contract.traffic import WATCHDOG
from tests.contract.wire import Control, Host, Kernel

HANDSHAKE = 2.0
"""Seconds after which the runtime has libzmq drop who has not said enough."""

SIGNATURE = b"\xff" + bytes(8) + b"\x7f"
MECHANISM = b"NULL".ljust(20, b"\0")

KNOCKS = {
    "nothing": b"",
    "garbage": bytes(range(256)) * 16,
    "http": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "tls": bytes.fromhex("160301020001000001fc0303") + bytes(200),
    "zmtp 1": b"\x01\x00" + b"\x05\x00body",
    "zmtp 2": SIGNATURE + b"\x01\x05" + b"\x00\x00",
    "half a greeting": SIGNATURE + b"\x03",
    "another mechanism": SIGNATURE + b"\x03\x00" + MECHANISM + bytes(32),
}


def knock(endpoint: str, said: bytes) -> float:
    """Say something at an endpoint; return after how many seconds the connection was dropped."""
    kind, _, place = endpoint.partition("://")
    begin = monotonic()
    if kind == "ipc":
        door = socket.socket(socket.AF_UNIX)
        door.settimeout(WATCHDOG)
        door.connect(place)
    else:
        host, _, port = place.rpartition(":")
        door = socket.create_connection((host, int(port)), WATCHDOG)
    with door:
        try:
            door.sendall(said)
            while door.recv(4096):
                pass
        except (BrokenPipeError, ConnectionResetError):
            pass
    return monotonic() - begin


@pytest.mark.parametrize("said", KNOCKS.values(), ids=KNOCKS.keys())
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_what_is_not_zeromq_is_dropped_and_counted(
    transport: Transport, said: bytes
) -> None:
    with Host.bind(transport) as host:
        places = endpoints_of(host.info)
        doors = [places[name] for name in ("session", "up1", "down1")]
        with ThreadPoolExecutor(len(doors)) as everybody:
            for took in everybody.map(lambda door: knock(door, said), doors):
                measured("seconds until dropped", took)
                assert took <= limit(HANDSHAKE + 1)
        with Kernel.connect(host.info) as kernel:
            host.orders.send(Control(verb="x", args=[]))
            assert kernel.orders.recv(WATCHDOG) == Control(verb="x", args=[])
            assert host.stats().strangers == 3
            assert host.state == "ready"


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_socket_of_another_kind_is_dropped_and_counted(transport: Transport) -> None:
    with Host.bind(transport) as host:
        with opened(zmq.PULL, host.info) as wrong:  # where a PUSH belongs
            wrong.setsockopt(zmq.RECONNECT_IVL, -1)
            wrong.connect(endpoints_of(host.info)["up1"])
            deadline = monotonic() + WATCHDOG
            while not host.stats().strangers and monotonic() < deadline:
                assert not wrong.poll(10)
        assert host.stats().strangers == 1
        assert host.state in ("waiting", "lost")
