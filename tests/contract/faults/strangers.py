"""Faults that others cause: who has no business here, and gets in or does not."""

from __future__ import annotations

import socket
from contextlib import ExitStack, suppress
from typing import Final

import msgspec
import zmq
from zmq.utils.monitor import recv_monitor_message

from tests.contract.faults.orders import Layer, Receive, Send
from tests.contract.faults.outcome import Outcome
from tests.contract.faults.stage import Stage
from tests.contract.proxy import LOOPBACK, port_of
from tests.contract.wire import Payload

FOREIGN: Final = 1_000_000
"""What strangers begin their numbers with."""


def second(layer: Layer) -> Outcome:
    """Let a second kernel connect with the info of the first."""
    with Stage(layer) as stage:
        first = stage.kernel()
        other = stage.kernel_with(stage.host.hello.info)
        # By hand, `connect` returns before there is a connection: give it the time of some messages.
        stage.host.begin(Send("down1", 100, pause=0.005))
        receiving = first.begin(Receive("down1", 100, timeout=1.0))
        got = None if other.hello.error else other.ask(Receive("down1", 100, 1.0))
        right = first.answer(receiving, 5.0)
    to_first = 0 if right is None else len(right.received)
    to_other = 0 if got is None else len(got.received)
    let_in = f"refused (`{other.hello.error}`)" if other.hello.error else "let in"
    text = f"the second is {let_in}; of 100 messages {to_first} reach the first, {to_other} the second"
    return Outcome(text, to_first == 100 and to_other == 0)


def stranger(layer: Layer) -> Outcome:
    """Connect plain sockets to the ports of a session, to read and to write."""
    with Stage(layer, "tcp") as stage, zmq.Context() as context, ExitStack() as sockets:
        kernel = stage.kernel()
        places = stage.endpoints()
        pull = sockets.enter_context(context.socket(zmq.PULL))
        push = sockets.enter_context(context.socket(zmq.PUSH))
        for each, channel in ((pull, "down1"), (push, "up1")):
            each.linger = 0
            connect(each, places[channel])
        for number in range(100):
            with suppress(zmq.Again):
                push.send(frame(FOREIGN + number), zmq.NOBLOCK)
        stage.host.begin(Send("down1", 100))
        receiving = kernel.begin(Receive("down1", 100, timeout=1.0))
        found = stage.host.must(Receive("up1", 100, timeout=1.0))
        right = kernel.answer(receiving, 5.0)
        stolen = 0
        while pull.poll(100):
            pull.recv()
            stolen += 1
    injected = sum(number >= FOREIGN for number in found.received)
    arrived = 0 if right is None else len(right.received)
    text = f"{stolen} of 100 stolen, {injected} of 100 injected"
    return Outcome(text, arrived == 100 and stolen == injected == 0)


def connect(each: zmq.Socket[bytes], endpoint: str) -> None:
    """Connect, and wait until the other side has let it in, or has not in a second."""
    last = zmq.Event.HANDSHAKE_SUCCEEDED
    monitor = each.get_monitor_socket(last)
    each.connect(endpoint)
    if monitor.poll(1000):
        recv_monitor_message(monitor)
    each.disable_monitor()


def frame(number: int) -> bytes:
    """Return a frame that is right in every respect."""
    return msgspec.msgpack.encode(Payload(thread=0, number=number, crc=0, data=b""))


def browser(layer: Layer) -> Outcome:
    """POST frames to a port in 256 bodies, as any web page may."""
    with Stage(layer, "tcp") as stage, ExitStack() as connections:
        stage.kernel()
        port = port_of(stage.endpoints()["up1"])
        for padding in range(256):
            connection = socket.create_connection((LOOPBACK, port), timeout=5.0)
            connections.enter_context(connection)
            with suppress(OSError):
                connection.sendall(post(port, padding))
        found = stage.host.must(Receive("up1", 100_000, timeout=1.0))
    bodies = len(set(found.received))
    text = f"{bodies} of 256 get in, with {len(found.received):,} messages"
    return Outcome(text, bodies == 0)


def post(port: int, padding: int) -> bytes:
    """Return what a browser sends for a page: the page chooses the body, nothing else."""
    one = frame(FOREIGN + padding)
    # ZMTP 1.0: a length that counts the flags, the flags, the frame.
    body = b"x" * padding + 20 * (bytes([len(one) + 1, 0]) + one)
    return (
        b"POST / HTTP/1.1\r\n"
        b"Host: 127.0.0.1:%d\r\n"
        b"Connection: keep-alive\r\n"
        b"Content-Length: %d\r\n"
        b"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        b"Chrome/140.0.0.0 Safari/537.36\r\n"
        b"Content-Type: text/plain;charset=UTF-8\r\n"
        b"Accept: */*\r\n"
        b"Origin: http://localhost:8000\r\n"
        b"Sec-Fetch-Site: same-site\r\n"
        b"Sec-Fetch-Mode: no-cors\r\n"
        b"Sec-Fetch-Dest: empty\r\n"
        b"Referer: http://localhost:8000/\r\n"
        b"Accept-Encoding: gzip, deflate, br, zstd\r\n"
        b"Accept-Language: en-GB,en;q=0.9\r\n\r\n" % (port, len(body))
    ) + body
