"""gRPC: for each lane a stream in both directions, of a service that grpcio makes without protobuf.

What travels is msgpack, encoded and decoded by msgspec, so that all ways carry the same bytes; it
spares gRPC what protobuf would cost. Lanes share a connection, but for those of a `hold` task.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from threading import Semaphore
from typing import Final

import grpc
import msgspec

from benchmarks.peers.child import child
from benchmarks.peers.ends import Ends
from benchmarks.peers.exchange import replies, run
from benchmarks.peers.loads import Message, load_of
from benchmarks.peers.sockets import place
from benchmarks.peers.task import Task

_SERVICE, _METHOD = "Lanes", "Open"

_GRACE: Final = 2.0
"""Seconds in which the last answers leave."""

_OPTIONS: Final = [
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    ("grpc.use_local_subchannel_pool", 1),  # otherwise all channels are one connection
]


@contextmanager
def connected(task: Task) -> Iterator[list[Ends[Message]]]:
    connections = task.lanes if task.kind == "hold" else 1
    with place() as folder, ExitStack() as stack:
        endpoint = "unix://" + folder.removeprefix("ipc://") + "/server"
        stack.enter_context(child(other, task, endpoint))
        channels = [
            stack.enter_context(grpc.insecure_channel(endpoint, _OPTIONS))
            for _ in range(connections)
        ]
        yield [
            stack.enter_context(opened(task, channels[lane % connections]))
            for lane in range(task.lanes)
        ]


@contextmanager
def opened(task: Task, channel: grpc.Channel) -> Iterator[Ends[Message]]:
    """Open a stream; what is sent waits in a queue that grpcio reads."""
    load = load_of(task)
    decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(load.type)
    call = channel.stream_stream(
        f"/{_SERVICE}/{_METHOD}", msgspec.msgpack.Encoder().encode, decoder.decode
    )
    waiting: SimpleQueue[Message | None] = SimpleQueue()
    incoming = call(iter(waiting.get, None), wait_for_ready=True)
    yield Ends(waiting.put, incoming, any_thread=True)
    waiting.put(None)


def other(task: Task, endpoint: str) -> None:
    load = load_of(task)
    decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(load.type)

    done = Semaphore(0)

    def answered(
        incoming: Iterator[Message], _: grpc.ServicerContext
    ) -> Iterator[Message]:
        yield from replies(task, load, incoming)
        done.release()

    handler = grpc.stream_stream_rpc_method_handler(
        answered, decoder.decode, msgspec.msgpack.Encoder().encode
    )
    service = grpc.method_handlers_generic_handler(_SERVICE, {_METHOD: handler})
    server = grpc.server(ThreadPoolExecutor(task.lanes), options=_OPTIONS)
    server.add_generic_rpc_handlers([service])
    server.add_insecure_port(endpoint)
    server.start()
    for _ in range(task.lanes):
        done.acquire()
    server.stop(_GRACE).wait()


if __name__ == "__main__":
    run(connected)
